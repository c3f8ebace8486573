// <quotedesk-widget endpoint lang notice colour question>: samples/portal/README.md. Text never becomes markup.
(() => {
  const HOME = new URL(".", document.currentScript.src).href;
  const STYLE = `
:host { --accent: #17496d; --on: #fff; --paper: #fff; --ink: #1c2126; --quiet: #57606a; --line: #8b8f94; --short: #ffd24d;
  display: block; color: var(--ink); background: var(--paper); font: 1rem/1.5 system-ui, sans-serif; border: 1px solid var(--line); border-radius: 10px; }
@media (prefers-color-scheme: dark) { :host { --paper: #1d2227; --ink: #e8e6e1; --quiet: #b3bac1; color-scheme: dark; } }
* { box-sizing: border-box; } section { padding: 1rem; } h2, h3, p { margin: 0 0 .5rem; } h2 { font-size: 1.1rem; } h3 { font-size: 1rem; }
.exact { white-space: pre-wrap; overflow-wrap: anywhere; }
.notice { padding: .5rem .75rem; margin-bottom: .75rem; border: 1px solid var(--line); border-inline-start: 4px solid var(--accent); }
.turn { padding-block: .5rem; border-top: 1px solid var(--line); }
figure { margin: 0 0 1rem; } blockquote { margin: .25rem 0; padding: .25rem 0 .25rem .9rem; border-inline-start: 4px solid var(--accent); font: 1.08rem/1.55 Georgia, serif; }
mark { background: var(--short); color: #1c2126; } .period { text-decoration: underline dotted; } figcaption, small, summary { font-size: .9rem; }
.told { position: absolute; clip-path: inset(50%); }
.speaker { margin: 0; font-weight: 600; } .quiet { color: var(--quiet); } a { color: inherit; }
form { display: flex; flex-wrap: wrap; gap: .5rem; } label { flex-basis: 100%; font-weight: 600; }
input, button { font: inherit; padding: .55rem .8rem; border: 1px solid var(--line); border-radius: 8px; }
input { flex: 1 1 10rem; min-width: 0; background: var(--paper); color: inherit; } button { background: var(--accent); color: var(--on); font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid currentColor; outline-offset: 2px; }`;

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value != null) element.setAttribute(name, value);
    element.append(...children.flat().filter((child) => child != null));
    return element;
  }

  async function fetched(url, options) {
    const response = await fetch(url, options);
    if (!response.ok) throw Object.assign(new Error(response.statusText), { status: response.status });
    return response.json();
  }

  class QuotedeskWidget extends HTMLElement {
    async connectedCallback() {
      if (this.shadowRoot) return;
      const sheet = new CSSStyleSheet();  // unlike <style>, allowed by a policy without 'unsafe-inline'
      sheet.replaceSync(STYLE);
      const shadow = this.attachShadow({ mode: "open" });
      shadow.adoptedStyleSheets = [sheet];
      this.tint(this.getAttribute("colour"));
      this.endpoint = new URL(`${this.getAttribute("endpoint") ?? HOME}/`.replace(/\/+$/, "/"), document.baseURI).href;
      this.history = [];
      const language = (this.closest("[lang]")?.lang || "en").toLowerCase().split("-")[0];
      try {
        Object.assign(this, await fetched(`${this.endpoint}widget/${language}.json`));
      } catch {
        return this.dispatchEvent(new CustomEvent("quotedesk-unreachable", { bubbles: true }));
      }
      this.draw(shadow);
      if (this.getAttribute("question")) this.ask(this.getAttribute("question").trim());
    }

    /** The accent, and black or white on it, whichever stands out more. */
    tint(colour) {
      if (!/^#[0-9a-f]{6}$/i.test(colour ?? "")) return;
      const [red, green, blue] = [1, 3, 5].map((at) => (parseInt(colour.slice(at, at + 2), 16) / 255) ** 2.2);
      const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
      this.style.setProperty("--accent", colour);
      this.style.setProperty("--on", light > 0.179 ? "#000" : "#fff");
    }

    get language() {
      return this.phrases["page.language"];
    }

    say(name, values = {}) {
      return this.phrases[name].replace(/\{(\w+)\}/g, (_, key) => String(values[key]));
    }

    counted(name, count) {
      const form = `${name}.${new Intl.PluralRules(this.language).select(count)}`;
      return this.say(form in this.phrases ? form : `${name}.other`, { count });
    }

    draw(shadow) {
      const box = make("input", { id: "box", maxlength: "2000" });
      const form = make("form", {}, make("label", { for: "box" }, this.say("ask.label")), box, make("button", {}, this.say("ask.send")));
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        if (box.value.trim()) this.ask(box.value.trim());
        box.value = "";
      });
      this.status = make("p", { role: "status", class: "quiet" });
      this.turns = make("div", {});
      const notices = [this.notice, this.getAttribute("notice")].filter((text) => text?.trim())
        .map((text) => make("p", { class: "notice exact", dir: "auto" }, text.trim()));
      shadow.append(make("section", { lang: this.language, dir: this.phrases["page.direction"], "aria-label": this.say("page.title") },
        notices, form, this.status, this.turns));
    }

    async ask(question) {
      const asked = this.asked = Symbol(question);
      this.status.className = "quiet";
      this.status.textContent = this.say("ask.searching");
      let drawn;
      try {
        const body = JSON.stringify({ question, history: this.history.slice(-20) });
        drawn = this.answer(await fetched(`${this.endpoint}api/ask`, { method: "POST", headers: { "Content-Type": "application/json" }, body }));
        this.history.push(question);
      } catch (error) {
        drawn = [make("p", { class: "result" }, this.say([429, 503].includes(error.status) ? "failed.busy" : "failed.answer"))];
      }
      if (asked !== this.asked) return;
      this.turns.prepend(make("div", { class: "turn" }, make("h2", { class: "exact" }, question), drawn));
      this.status.className = "told";
      this.status.textContent = this.turns.querySelector(".result").textContent;
    }

    answer(answer) {
      const understood = answer.understood ? make("p", { class: "quiet" }, this.say("ask.understood", { question: answer.understood })) : null;
      return [understood, ...(answer.abstained ? this.abstention(answer) : this.found(answer))];
    }

    abstention({ reason, missing, closest }) {
      const list = new Intl.ListFormat(this.language, { type: "disjunction" });
      const result = make("div", { class: "result" }, make("h3", {}, this.say("abstained.heading")),
        make("p", {}, this.say(`abstained.${reason}`, { words: list.format(missing.map((word) => `“${word}”`)) })));
      const exact = { class: "exact", dir: "auto" };
      const near = closest.map(({ text, title }) => make("figure", {}, make("blockquote", exact, text), make("figcaption", exact, title)));
      return near.length ? [result, make("details", {}, make("summary", {}, this.say("abstained.closest")), near)] : [result];
    }

    found(answer) {
      const { quotes, timeline } = answer;
      const figures = quotes.map((quote, index) => this.figure(answer, quote, index));
      const others = figures.filter((_, index) => !timeline.includes(index));
      const part = (name) => make("h3", {}, this.say(name));
      const dated = timeline.length ? [part("timeline.heading"), ...timeline.map((at) => figures[at])] : [];
      return [make("p", { class: "result" }, this.counted("found", quotes.length)), ...dated,
        ...(dated.length && others.length ? [part("timeline.others")] : []), ...others];
    }

    figure({ confidence, citations, question, understood }, quote, index) {
      const source = citations[quote.citation - 1];
      const sure = this.certainties.find(([least]) => confidence >= least)[1];
      const spoken = { named: quote.speaker?.text, unnamed: this.say("quote.unnamed"), several: this.say("quote.several") };
      const said = spoken[quote.speech ?? (quote.speaker ? "named" : "")];
      const day = source.published ? new Intl.DateTimeFormat(this.language, { dateStyle: "long", timeZone: "UTC" })
        .format(new Date(`${source.published}T00:00:00Z`)) : this.say("quote.undated");
      const desk = `${this.endpoint}?${new URLSearchParams({ q: understood ?? question })}`;
      const link = (href, text, more) => make("a", { href, target: "_blank", ...more }, text);
      const exact = { class: "exact", dir: "auto" };
      return make("figure", {},
        index ? null : make("small", { class: "quiet" }, this.say(`certainty.${sure}`)),
        make("blockquote", exact, pieces(quote)),
        make("figcaption", {},
          said ? make("p", { class: "speaker exact", dir: "auto" }, said) : null,
          `${source.number}. `,
          /^https?:/i.test(source.link ?? "") ? link(source.link, source.title, exact) : make("cite", exact, source.title),
          make("span", { class: "quiet" }, ` · ${[source.publisher, day].filter(Boolean).join(" · ")} · `),
          link(desk, this.say("quote.open"), {})));
    }
  }

  /** The quote's text with its answer and periods set apart; offsets count code points, of which [...text] is made. */
  function pieces({ text, start, answer, periods = [] }) {
    const letters = [...text];
    const spans = [...periods, answer].filter(Boolean).map((span) => [span.start - start, span.end - start, span === answer]);
    const edges = [...new Set([0, letters.length, ...spans.flatMap(([from, to]) => [from, to])])].sort((a, b) => a - b);
    return edges.slice(1).map((to, at) => {
      const inside = spans.filter(([from, end]) => from <= edges[at] && to <= end);
      const words = letters.slice(edges[at], to).join("");
      const dated = inside.some(([, , is]) => !is) ? make("span", { class: "period" }, words) : words;
      return inside.some(([, , is]) => is) ? make("mark", {}, dated) : dated;
    });
  }

  customElements.define("quotedesk-widget", QuotedeskWidget);
})();

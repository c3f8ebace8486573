// <quotedesk-widget endpoint lang notice colour question>: samples/portal/README.md. Text never becomes markup.
(() => {
  const HOME = new URL(".", document.currentScript.src).href;
  const EXACT = { class: "exact", dir: "auto" };

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) if (value != null) element.setAttribute(name, value);
    element.append(...children.flat().filter((child) => child != null));
    return element;
  }

  /** A button that shows for a moment, and tells screen readers, which phrase came of its act. */
  function button(widget, phrase, act) {
    const element = make("button", { type: "button", class: "plain" }, widget.say(phrase));
    element.addEventListener("click", async () => {
      widget.tell(element.textContent = widget.say(await act(element)));
      setTimeout(() => { element.textContent = widget.say(phrase); }, 2000);
    });
    return element;
  }

  /** The JSON at a URL; with a body it is posted. */
  async function fetched(url, body) {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(url, body && { method: "POST", headers, body: JSON.stringify(body) });
    if (!response.ok) throw response;
    return response.json();
  }

  /** Copies; without a secure connection, browsers allow that only in answer to a copy event. */
  async function copy(text) {
    let done = "copy.failed";
    const give = (event) => {
      event.clipboardData.setData("text/plain", text);
      event.preventDefault();
      done = "copy.done";
    };
    try {
      await navigator.clipboard.writeText(text);
      return "copy.done";
    } catch {
      document.addEventListener("copy", give, { once: true });
      document.execCommand("copy");
      document.removeEventListener("copy", give);
      return done;
    }
  }

  class QuotedeskWidget extends HTMLElement {
    async connectedCallback() {
      if (this.shadowRoot) return;
      const shadow = this.attachShadow({ mode: "open" });
      this.tint(this.getAttribute("colour"));
      this.endpoint = new URL(`${this.getAttribute("endpoint") ?? HOME}/`.replace(/\/+$/, "/"), document.baseURI).href;
      this.history = [];
      const language = (this.closest("[lang]")?.lang || "en").toLowerCase().split("-")[0];
      try {
        Object.assign(this, await fetched(`${this.endpoint}widget/${language}.json`));
      } catch {
        return this.dispatchEvent(new Event("quotedesk-unreachable", { bubbles: true }));
      }
      const sheet = new CSSStyleSheet();  // unlike <style>, allowed by a policy without 'unsafe-inline'
      sheet.replaceSync(this.css);
      shadow.adoptedStyleSheets = [sheet];
      this.language = this.phrases["page.language"];
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

    /** Tells a screen reader what the others see. */
    tell(sentence, seen = "told") {
      this.status.className = seen;
      this.status.textContent = sentence;
    }

    async ask(question) {
      const asked = this.asked = Symbol();
      this.tell(this.say("ask.searching"), "quiet");
      let drawn;
      try {
        drawn = this.answer(await fetched(`${this.endpoint}api/ask`, { question, history: this.history.slice(-20) }));
        this.history.push(question);
      } catch ({ status }) {
        drawn = [make("p", { class: "result" }, this.say([429, 503].includes(status) ? "failed.busy" : "failed.answer"))];
      }
      if (asked !== this.asked) return;
      this.turns.prepend(make("div", { class: "turn" }, make("h2", { class: "exact" }, question), drawn));
      this.tell(this.turns.querySelector(".result").textContent);
    }

    answer(answer) {
      const understood = answer.understood ? make("p", { class: "quiet" }, this.say("ask.understood", { question: answer.understood })) : null;
      return [understood, ...(answer.abstained ? this.abstention(answer) : this.found(answer)), this.feedback(answer)];
    }

    /** Two verdicts; the page takes the third, and comments. */
    feedback({ answer_id }) {
      if (!answer_id) return null;
      const label = this.say("feedback.label");
      const buttons = ["right", "wrong"].map((verdict) => button(this, `feedback.${verdict}`,
        () => fetched(`${this.endpoint}api/feedback`, { answer_id, verdict }).then(() => "feedback.thanks", () => "feedback.failed")));
      return make("div", { class: "verdict", role: "group", "aria-label": label }, label, buttons);
    }

    abstention({ reason, missing, closest }) {
      const list = new Intl.ListFormat(this.language, { type: "disjunction" });
      const result = make("div", { class: "result" }, make("h3", {}, this.say("abstained.heading")),
        make("p", {}, this.say(`abstained.${reason}`, { words: list.format(missing.map((word) => `“${word}”`)) })));
      const near = closest.map(({ text, title }) => make("figure", {}, make("blockquote", EXACT, text), make("figcaption", EXACT, title)));
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
      const day = source.published ? new Date(source.published).toLocaleDateString(this.language, { dateStyle: "long", timeZone: "UTC" })
        : this.say("quote.undated");
      const desk = `${this.endpoint}?${new URLSearchParams({ q: understood ?? question })}`;
      const link = (href, text, more) => make("a", { href, target: "_blank", ...more }, text);
      const copied = [quote.text, "", said, [source.title, source.publisher, day].filter(Boolean).join(", "), quote.link];
      return make("figure", {},
        index ? null : make("small", { class: "quiet" }, this.say(`certainty.${sure}`)),
        make("blockquote", EXACT, pieces(quote)),
        make("figcaption", {},
          said ? make("p", { class: "speaker exact", dir: "auto" }, said) : null,
          `${source.number}. `,
          /^https?:/i.test(quote.link ?? "") ? link(quote.link, source.title, EXACT) : make("cite", EXACT, source.title),
          make("span", { class: "quiet" }, ` · ${[source.publisher, day].filter(Boolean).join(" · ")} · `),
          link(desk, this.say("quote.open")),
          button(this, "copy.plain", () => copy(copied.filter((line) => line != null).join("\n")))));
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

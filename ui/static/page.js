// The whole page, drawn from its state: what was asked and answered, in the reader's language.
import { NO_FILTERS, asked, inLanguage, linkTo, show } from "./address.js";
import { composer, suggestions } from "./composer.js";
import { turn } from "./conversation.js";
import { announce, button, make } from "./dom.js";
import { notice } from "./notice.js";
import { history, keep } from "./past.js";
import { source } from "./source.js";
import { chosen, remember, wording } from "./words.js";

/** Draws the page; Gradio carries questions to the service and answers back in ``props.value``. */
export function page(element, props, watch, trigger) {
  element.classList.add("desk");
  const desk = JSON.parse(props.interface);
  const state = { turns: [], filters: asked().filters, longest: desk.longest, publishers: desk.publishers };
  const at = { conversation: null, turns: null, language: chosen(desk.languages, desk.standard) };
  const beside = make("div", { id: "source" });
  const panel = source(beside, () => words);
  let words = null;

  function draw() {
    words = wording(desk.languages[at.language]);
    for (const whole of [document.documentElement, element]) {  // Gradio sets a direction between the two
      whole.lang = words.language;
      whole.dir = words.direction;
    }
    at.turns = make("div", { class: "turns" }, state.turns.map((one) => turn(words, one)));
    at.conversation = make("div", { id: "conversation" }, masthead(), at.turns);
    element.replaceChildren(
      make("div", { id: "talk" },
        make("div", { class: "scroll" }, at.conversation, suggestions(words, desk.examples, ask)),
        make("div", { class: "foot" }, composer(words, state, ask), notice(words, desk.notice))),
      beside,
      make("p", { id: "status", class: "unseen", role: "status", "aria-live": "polite" }));
  }

  function masthead() {
    const tools = make("div", { class: "tools" }, languages(),
      history(words, ask), button({ class: "plain" }, () => window.print(), words.say("page.print")), signOut());
    return make("header", { class: "masthead" }, tools,
      make("h1", {}, words.say("page.title")), make("p", {}, words.say("page.promise")));
  }

  /** Where this browser is signed in here, and not by a proxy in front. */
  function signOut() {
    if (!/(^|; )quotedesk_signed_in=1/.test(document.cookie)) return null;
    return make("a", { class: "plain", href: "logout" }, words.say("page.sign_out"));
  }

  function languages() {
    const names = Object.entries(desk.languages).map(([code, phrases]) =>
      make("option", { value: code, lang: code, selected: code === at.language ? "" : null }, phrases["page.name"]));
    const select = make("select", { "aria-label": words.say("page.choose") }, names);
    select.addEventListener("change", () => {
      panel.close();
      at.language = select.value;
      remember("language", at.language);
      show(inLanguage(at.language));
      draw();
      element.querySelector(".tools select").focus();
    });
    return select;
  }

  function ask(question, limits = state.filters) {
    const filters = { ...NO_FILTERS, ...limits };
    panel.closeDrawer();
    element.querySelector(".filters").fill(filters);
    const last = state.turns.at(-1);
    if (last && !last.view) at.turns.lastElementChild.remove(), state.turns.pop();
    const number = (last?.number ?? 0) + 1;
    state.turns.push({ number, question, filters });
    at.turns.append(turn(words, state.turns.at(-1)));
    document.body.classList.add("asked");
    announce(words.say("ask.searching"));
    toTop(at.turns.lastElementChild);
    keep(question, filters);
    show(linkTo(question, filters));
    props.value = { turn: number, question, ...filters };
    trigger("submit");
  }

  function answered(view) {
    const last = state.turns.at(-1);
    last.view = view;
    learn(view);
    const drawn = turn(words, last);
    at.turns.lastElementChild.replaceWith(drawn);
    announce(drawn.querySelector(".result").textContent);
    toTop(drawn);
    if (view.understood) show(linkTo(view.understood, last.filters));
  }

  /** Publishers of the answers are offered as filters too: only those that the reader has seen. */
  function learn(view) {
    const seen = (view.articles ?? []).map((article) => article.publisher).filter(Boolean);
    const added = [...new Set(seen)].filter((name) => !state.publishers.includes(name));
    state.publishers.push(...added);
    element.querySelector("#publishers").append(...added.map((name) => make("option", { value: name })));
  }

  const waits = (number) => state.turns.length > 0 && !state.turns.at(-1).view && state.turns.at(-1).number === number;
  watch("value", () => {
    if (props.value.view && waits(props.value.turn)) answered(JSON.parse(props.value.view));
  });
  document.addEventListener("quotedesk:failed", () => {
    if (waits(state.turns.at(-1)?.number)) answered({ question: state.turns.at(-1).question, problem: "failed.answer" });
  });
  draw();
  begin(ask);
}

/** A link to an answer asks at once; otherwise the box waits. In a frame the focus stays with the page around it. */
function begin(ask) {
  const { question, filters } = asked();
  if (question) ask(question, filters);
  else if (window.top === window) document.getElementById("question").focus();
}

/** The first answer stays under the masthead; a later one moves to the top. */
function toTop(section) {
  if (section.previousElementSibling) section.scrollIntoView({ block: "start" });
}

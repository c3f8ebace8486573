// The column of questions and answers. Gradio hands over each answer as one JSON string.
import { counted, make, particulars, speaker } from "./dom.js";

export function conversation(element, props, watch) {
  const phrases = props.phrases;
  const say = speaker(phrases);
  const turns = make("div", { class: "turns" });
  const status = make("p", { class: "unseen", role: "status", "aria-live": "polite" });
  let waiting = null;

  element.replaceChildren(masthead(say), turns, status);

  function begin(question) {
    waiting?.remove();
    const busy = make("p", { class: "busy" }, say("ask.searching"));
    waiting = make("section", { class: "turn" }, make("h2", { class: "question" }, question), busy);
    turns.append(waiting);
    document.body.classList.add("asked");
    status.textContent = say("ask.searching");
    toTop(waiting);
  }

  function end(view) {
    if (!view.question) return;
    if (!waiting) begin(view.question);
    waiting.replaceChildren(make("h2", { class: "question" }, view.question), ...answer(phrases, view));
    status.textContent = waiting.querySelector(".result").textContent;
    toTop(waiting);
    waiting = null;
  }

  document.addEventListener("quotedesk:asked", (event) => {
    const question = (event.detail ?? "").trim();
    if (question) begin(question);
  });
  document.addEventListener("quotedesk:failed", () => {
    if (waiting) end({ question: waiting.querySelector(".question").textContent, problem: "failed.answer" });
  });
  watch("value", () => end(JSON.parse(props.value.view)));
}

function masthead(say) {
  return make("header", { class: "masthead" },
    make("h1", {}, say("page.title")),
    make("p", {}, say("page.promise")));
}

/** What stands under a question: quotes, an abstention, or a problem. */
function answer(phrases, view) {
  if (view.problem) return [make("p", { class: "result problem" }, speaker(phrases)(view.problem, view))];
  const understood = view.understood
    ? [make("p", { class: "understood" }, speaker(phrases)("ask.understood", { question: view.understood }))] : [];
  return [...understood, ...(view.reason ? abstention(phrases, view) : found(phrases, view))];
}

function found(phrases, view) {
  const result = make("p", { class: "result" }, counted(phrases, "found", view.quotes.length));
  const quotes = view.quotes.map((quote, index) => quotation(phrases, view, quote, index));
  if (!view.timeline.length) return [result, ...quotes];
  const others = quotes.filter((_, index) => !view.timeline.includes(index));
  const say = speaker(phrases);
  return [result,
    make("h3", { class: "part" }, say("timeline.heading")),
    ...view.timeline.map((index) => quotes[index]),
    ...(others.length ? [make("h3", { class: "part" }, say("timeline.others")), ...others] : [])];
}

function abstention(phrases, view) {
  const say = speaker(phrases);
  const words = new Intl.ListFormat(phrases["page.language"], { type: "disjunction" }).format(view.missing.map((word) => `“${word}”`));
  const result = make("div", { class: "result abstained" },
    make("h3", {}, say("abstained.heading")),
    make("p", {}, say(`abstained.${view.reason}`, { words })));
  return view.closest.length ? [result, related(phrases, view)] : [result];
}

function related(phrases, view) {
  return make("details", { class: "related" },
    make("summary", {}, speaker(phrases)("abstained.closest")),
    view.closest.map((passage, index) => quotation(phrases, view, passage, index)));
}

/** One quote and its reference; the reference opens the article beside it. */
function quotation(phrases, view, quote, index) {
  const words = make("blockquote", { class: "exact", dir: "auto" },
    quote.pieces.map(marked));
  return make("figure", { class: "quotation" },
    words,
    make("figcaption", {},
      quote.speech ? spoken(phrases, quote) : null,
      reference(phrases, view, quote, index),
      quote.also_in ? make("p", { class: "also" }, counted(phrases, "also", quote.also_in)) : null));
}

/** A piece of a quote: the short answer in it marked, and the period it names. */
function marked(piece) {
  const text = piece.period ? make("span", { class: "period" }, piece.text) : piece.text;
  return piece.answer ? make("mark", {}, text) : text;
}

/** Who is speaking, as the article names them, or that it does not. */
function spoken(phrases, quote) {
  const say = speaker(phrases);
  if (quote.speech !== "named") {
    return make("p", { class: "speaker unnamed" }, quote.speech === "several" ? say("quote.several") : say("quote.unnamed"));
  }
  return make("p", { class: "speaker" },
    make("span", { class: "unseen" }, `${say("quote.speaker")} `),
    make("span", { class: "exact", dir: "auto" }, quote.speaker));
}

function reference(phrases, view, quote, index) {
  const article = view.articles[quote.number - 1];
  const button = make("button", { type: "button", class: "reference" },
    make("span", { class: "number" }, String(quote.number)),
    make("span", { class: "work" },
      make("cite", { class: "exact", dir: "auto" }, article.title),
      make("span", { class: "particulars" }, particulars(phrases, article, ["publisher", "published"])),
      make("span", { class: "open" }, speaker(phrases)("quote.open"))));
  button.addEventListener("click", () => {
    document.dispatchEvent(new CustomEvent("quotedesk:open", { detail: { article, index, opener: button } }));
  });
  return button;
}

/** The first answer stays under the masthead; a later one moves to the top. */
function toTop(section) {
  if (section.previousElementSibling) section.scrollIntoView({ block: "start" });
}

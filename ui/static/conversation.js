// One question and what was found: quotes, an abstention, or a problem.
import { linkTo } from "./address.js";
import { inWords } from "./composer.js";
import { mention, toClipboard } from "./copying.js";
import { announce, button, make } from "./dom.js";
import { feedback } from "./feedback.js";
import { overTime } from "./figures.js";
import { quotation } from "./quotation.js";

/** A turn of the conversation; without a view it is still being answered. */
export function turn(words, { question, filters, view }) {
  const limits = inWords(words, filters);
  return make("section", { class: "turn" },
    make("h2", { class: "question" }, question),
    limits ? make("p", { class: "understood" }, words.say("filters.only", { filters: limits })) : null,
    view ? answer(words, view, filters) : make("p", { class: "busy" }, words.say("ask.searching")));
}

/** The places of the quotes in the order in which they are shown. */
export function inOrder(view) {
  if (!view.quotes.length) return [...view.closest.keys()];
  const others = [...view.quotes.keys()].filter((index) => !view.timeline.includes(index));
  return [...view.timeline, ...others];
}

function answer(words, view, filters) {
  if (view.problem) return [make("p", { class: "result problem" }, words.say(view.problem, view))];
  const understood = view.understood
    ? make("p", { class: "understood" }, words.say("ask.understood", { question: view.understood })) : null;
  return [understood, ...(view.reason ? abstention(words, view) : found(words, view)),
    make("div", { class: "after" }, permanent(words, view, filters), feedback(words, view))];
}

function found(words, view) {
  const result = make("p", { class: "result" }, words.counted("found", view.quotes.length));
  const quotes = view.quotes.map((_, index) => quotation(words, view, index));
  if (!view.timeline.length) return [result, ...quotes];
  const others = quotes.filter((_, index) => !view.timeline.includes(index));
  return [result,
    make("h3", { class: "part" }, words.say("timeline.heading")),
    ...overTime(words, view, quotes),
    ...view.timeline.map((index) => quotes[index]),
    ...(others.length ? [make("h3", { class: "part" }, words.say("timeline.others")), ...others] : [])];
}

function abstention(words, view) {
  const { say } = words;
  const result = make("div", { class: "result abstained" },
    make("h3", {}, say("abstained.heading")),
    make("p", {}, say(`abstained.${view.reason}`, { words: words.either(view.missing) })));
  return view.closest.length ? [result, related(words, view)] : [result];
}

function related(words, view) {
  return make("details", { class: "related" },
    make("summary", {}, words.say("abstained.closest")),
    view.closest.map((_, index) => quotation(words, view, index, true)));
}

/** A follow-up is linked to as it was understood: whoever opens the link has not asked what came before. */
function permanent(words, view, filters) {
  return button({ class: "plain permanent" }, async (event) => {
    const done = await toClipboard(linkTo(view.understood ?? view.question, filters));
    const outcome = words.say(done ? "copy.done" : "copy.failed");
    announce(outcome);
    mention(event.target, outcome);
  }, words.say("link.copy"));
}

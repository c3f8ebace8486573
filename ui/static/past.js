// The questions asked in this browser. They are kept here and nowhere else.
import { button, make } from "./dom.js";
import { remember, remembered } from "./words.js";

const MOST = 50;

/** Earlier questions with their filters, newest first. */
export function past() {
  try {
    const kept = JSON.parse(remembered("past") ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one?.question === "string") : [];
  } catch {
    return [];
  }
}

/** Puts a question first; one that is asked again is kept once. */
export function keep(question, filters) {
  const same = (one) => one.question === question && JSON.stringify(one.filters) === JSON.stringify(filters);
  remember("past", JSON.stringify([{ question, filters }, ...past().filter((one) => !same(one))].slice(0, MOST)));
}

/** The list, to ask from again or to clear; made anew each time it is opened. */
export function history(words, ask) {
  const list = make("div", { class: "list" });
  const details = make("details", { class: "past" }, make("summary", {}, words.say("past.label")), list);
  const draw = () => list.replaceChildren(...entries(words, details, ask, draw));
  details.addEventListener("toggle", () => { if (details.open) draw(); });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    event.stopPropagation();  // the source beside it stays open
    details.open = false;
    details.querySelector("summary").focus();
  });
  return details;
}

function entries(words, details, ask, draw) {
  const kept = past();
  if (!kept.length) return [make("p", {}, words.say("past.empty"))];
  const again = ({ question, filters }) => button({ class: "again" }, () => {
    details.open = false;
    ask(question, filters);
  }, question);
  const forget = () => {
    remember("past", null);
    draw();
    details.querySelector("summary").focus();
  };
  return [make("p", {}, words.say("past.note")),
    make("ul", {}, kept.map((one) => make("li", {}, again(one)))),
    button({ class: "plain" }, forget, words.say("past.clear"))];
}

// The operator's words, always in sight. They are plain text; addresses and telephone numbers in it can be followed.
import { make } from "./dom.js";

const LINKS = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/g;

/** The notice; null where the operator has none. */
export function notice(words, text) {
  if (!text.trim()) return null;
  return make("aside", { class: "notice", "aria-label": words.say("page.notice") },
    make("p", { class: "exact", dir: "auto" }, text.trim().split(LINKS).map(linked)));
}

/** Every second part of the split is an address. */
function linked(part, index) {
  return index % 2 ? make("a", { href: part, target: "_blank", rel: "noopener noreferrer" }, part) : part;
}

// The article beside the conversation, with the quote marked. Everything it shows came with the answer.
import { make, particulars, speaker } from "./dom.js";

const DRAWER = window.matchMedia("(max-width: 900px)");

export function source(element, props) {
  const phrases = props.phrases;
  const say = speaker(phrases);
  let opener = null;

  function open({ article, index, opener: button }) {
    opener?.removeAttribute("aria-current");
    opener = button;
    opener.setAttribute("aria-current", "true");
    element.replaceChildren(panel(phrases, article, index, close));
    document.body.classList.add("reading");
    covered(DRAWER.matches);
    show(element, index);
  }

  function close() {
    if (!opener) return;
    document.body.classList.remove("reading");
    covered(false);
    element.replaceChildren();
    opener.removeAttribute("aria-current");
    opener.focus();
    opener = null;
  }

  document.addEventListener("quotedesk:open", (event) => open(event.detail));
  document.addEventListener("quotedesk:asked", () => { if (DRAWER.matches) close(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  DRAWER.addEventListener("change", () => covered(opener !== null && DRAWER.matches));
}

/** Keeps the keyboard and screen readers out of what the drawer covers. */
function covered(is) {
  document.getElementById("talk").inert = is;
}

function panel(phrases, article, index, close) {
  const say = speaker(phrases);
  const shut = make("button", { type: "button", class: "close", "aria-label": say("source.close") }, "×");
  shut.addEventListener("click", close);
  return make("aside", { class: "panel", "aria-label": say("source.label") },
    make("header", { class: "about" },
      make("p", { class: "kicker" }, say("source.label"), " ", make("span", { class: "number" }, String(article.number))),
      shut,
      make("h2", { class: "exact", dir: "auto" }, article.title),
      make("p", { class: "particulars" }, particulars(phrases, article)),
      original(say, article)),
    make("div", { class: "text exact", dir: "auto", tabindex: "0" }, text(say, article.pieces, index)));
}

function original(say, article) {
  if (!/^https?:\/\//i.test(article.link ?? "")) return null;
  return make("p", {}, make("a", { href: article.link, target: "_blank", rel: "noopener noreferrer" }, say("source.original")));
}

/** The pieces of the article; those of one quote share one mark, so that it is read and focused as a whole. */
function text(say, pieces, index) {
  const nodes = [];
  let group = null;
  let reason = null;
  for (const piece of pieces) {
    const quoted = piece.quotes.join();
    if (quoted !== group?.quoted) group = { quoted, into: quoted ? mark(nodes, piece.quotes, index) : null };
    const node = piece.dropped === null ? kept(piece) : dropped(say, piece, piece.dropped !== reason);
    if (piece.dropped !== null || piece.text.trim()) reason = piece.dropped;
    group.into ? group.into.append(node) : nodes.push(node);
  }
  return nodes;
}

function mark(nodes, quotes, index) {
  const current = quotes.includes(index);
  const element = make("mark", { class: current ? "quoted current" : "quoted", tabindex: current ? "-1" : null });
  nodes.push(element);
  return element;
}

function kept(piece) {
  return piece.answer ? make("strong", { class: "short" }, piece.text) : piece.text;
}

/** Greyed, with its reason before it: as generated content, which is never part of the text. */
function dropped(say, piece, first) {
  const label = first ? say("source.left_out", { reason: piece.dropped }) : null;
  return make("span", { class: "dropped", "data-reason": label }, piece.text);
}

function show(element) {
  const target = element.querySelector("mark.current") ?? element.querySelector(".text");
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}

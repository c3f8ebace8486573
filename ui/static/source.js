// The article beside the conversation, with the quotes marked. Everything it shows came with the answer.
import { inOrder } from "./conversation.js";
import { button, make } from "./dom.js";

const DRAWER = window.matchMedia("(max-width: 900px)");

/** The panel; ``words`` gives the phrases of the moment. */
export function source(element, words) {
  let opener = null;
  let shown = null;

  function open({ view, index, opener: pressed }) {
    opener?.removeAttribute("aria-current");
    opener = pressed;
    opener.setAttribute("aria-current", "true");
    show(view, index);
    document.body.classList.add("reading");
    covered(DRAWER.matches);
    reveal(element);
  }

  function show(view, index) {
    shown = { view, index };
    element.replaceChildren(panel(words(), shown, { close, step }));
  }

  function step(by, focus) {
    const order = inOrder(shown.view);
    const next = order[order.indexOf(shown.index) + by];
    if (next === undefined) return;
    show(shown.view, next);
    reveal(element);
    const pressed = focus && element.querySelector(focus);
    if (pressed && !pressed.disabled) pressed.focus();
  }

  function close() {
    if (!opener) return;
    document.body.classList.remove("reading");
    covered(false);
    element.replaceChildren();
    opener.removeAttribute("aria-current");
    opener.focus();
    opener = shown = null;
  }

  document.addEventListener("quotedesk:open", (event) => open(event.detail));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  // Single letters only while the focus is in the panel (WCAG 2.1.4), where nothing is typed.
  element.addEventListener("keydown", (event) => {
    const by = { n: 1, p: -1 }[event.key];
    if (by && !event.ctrlKey && !event.altKey && !event.metaKey) step(by);
  });
  DRAWER.addEventListener("change", () => covered(opener !== null && DRAWER.matches));
  return { close, closeDrawer: () => { if (DRAWER.matches) close(); } };
}

/** Keeps the keyboard and screen readers out of what the drawer covers. */
function covered(is) {
  document.getElementById("talk").inert = is;
}

function panel(words, { view, index }, { close, step }) {
  const { say } = words;
  const article = view.articles[(view.quotes[index] ?? view.closest[index]).number - 1];
  return make("aside", { class: "panel", "aria-label": say("source.label") },
    make("header", { class: "about" },
      make("p", { class: "kicker" }, say("source.label"), " ", make("span", { class: "number" }, String(article.number))),
      button({ class: "close", "aria-label": say("source.close") }, close, "×"),
      make("h2", { class: "exact", dir: "auto" }, article.title),
      facts(words, article),
      original(say, (view.quotes[index] ?? article).link),
      steps(words, view, index, step)),
    make("div", { class: "text exact", dir: "auto", tabindex: "0", role: "region", "aria-label": article.title },
      text(words, article.pieces, index)));
}

/** What is known of the article, a term and a fact each. */
function facts(words, article) {
  const { say } = words;
  const dates = { published: article.published && words.day(article.published) };
  const known = [
    [say("source.byline"), article.byline],
    [say("source.publisher"), article.publisher],
    [say("source.published"), dates.published ?? say("source.unknown")],
    [say("source.updated"), article.updated && article.updated !== article.published && words.day(article.updated)],
  ].filter(([, fact]) => fact);
  return make("dl", { class: "particulars" },
    known.map(([term, fact]) => make("div", {}, make("dt", {}, term), make("dd", { class: "exact", dir: "auto" }, fact))));
}

function original(say, link) {
  if (!/^https?:\/\//i.test(link ?? "")) return null;
  return make("p", {}, make("a", { href: link, target: "_blank", rel: "noopener noreferrer" }, say("source.original")));
}

function steps({ say }, view, index, step) {
  const order = inOrder(view);
  if (order.length < 2) return null;
  const at = order.indexOf(index);
  const to = (by, name, phrase, key) => button(
    { class: `plain ${name}`, "aria-keyshortcuts": key, title: say("source.keys"), disabled: order[at + by] === undefined ? "" : null },
    () => step(by, `.${name}`), phrase);
  return make("div", { class: "steps" },
    to(-1, "previous", say("source.previous"), "p"),
    make("span", { class: "place" }, say("source.place", { number: at + 1, count: order.length })),
    to(1, "next", say("source.next"), "n"));
}

/** The pieces of the article; those of one quote share one mark, so that it is read and focused as a whole. */
function text(words, pieces, index) {
  const nodes = [];
  let group = null;
  let reason = null;
  for (const piece of pieces) {
    const quoted = piece.quotes.join();
    if (quoted !== group?.quoted) group = { quoted, into: quoted ? mark(nodes, piece.quotes, index) : null };
    const node = piece.dropped === null ? kept(piece) : dropped(words, piece, piece.dropped !== reason);
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
function dropped(words, piece, first) {
  return make("span", { class: "dropped", "data-reason": first ? words.dropped(piece.dropped) : null }, piece.text);
}

function reveal(element) {
  const target = element.querySelector("mark.current") ?? element.querySelector(".text");
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "center" });
}

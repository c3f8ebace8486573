// A quote for the clipboard: its exact text, who said it, and where it stands.
import { announce, button, make } from "./dom.js";

/** The three buttons under a quote. */
export function copies(words, quote, article) {
  const { say } = words;
  const copy = (text, phrase) => button({ class: "plain" }, async (event) => {
    const done = await toClipboard(text());
    announce(say(done ? "copy.done" : "copy.failed"));
    mention(event.target, say(done ? "copy.done" : "copy.failed"));
  }, phrase);
  return make("div", { class: "copies", role: "group", "aria-label": say("copy.label") },
    copy(() => plain(words, quote, article), say("copy.plain")),
    copy(() => markdown(words, quote, article), say("copy.markdown")),
    copy(() => quote.csl, say("copy.reference")));
}

/** The exact words of a quote. */
export function textOf(quote) {
  return quote.pieces.map((piece) => piece.text).join("");
}

/** The quote, then one line each for the speaker, the article and the link. */
export function plain(words, quote, article) {
  const lines = [said(words, quote), sourceLine(words, article, article.title), quote.link];
  return [textOf(quote), "", ...lines.filter(Boolean)].join("\n");
}

/** The quote as a block that CommonMark renders as the same words, then its source. */
export function markdown(words, quote, article) {
  const block = textOf(quote).split(/\r\n|\r|\n/).map((line) => `> ${escaped(line)}`).join("\\\n");
  const title = escaped(article.title.replace(/\s+/g, " "));
  const source = sourceLine(words, { publisher: article.publisher && escaped(article.publisher), published: article.published },
    quote.link ? `[${title}](<${quote.link}>)` : title);
  const speaker = said(words, quote);
  return [block.replace(/(^|\n)> \\(?=\n)/g, "$1>"), "", `— ${speaker ? `${escaped(speaker)}. ` : ""}${source}`].join("\n");
}

function said(words, quote) {
  if (!quote.speech) return null;
  return quote.speech === "named" ? quote.speaker : words.say(quote.speech === "several" ? "quote.several" : "quote.unnamed");
}

function sourceLine(words, article, title) {
  const day = article.published ? words.day(article.published) : words.say("quote.undated");
  return [title, article.publisher, day].filter(Boolean).join(", ");
}

/** Text whose punctuation CommonMark does not read as markup. */
function escaped(text) {
  return text.replace(/[\\`*_{}[\]<>()#+\-.!|~$&:=]/g, "\\$&");
}

/** Whether the text is in the clipboard, to the letter. */
export async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return byEvent(text);
  }
}

/** Without a secure connection, or in a frame that may not, browsers allow copying only in answer to a copy event. */
function byEvent(text) {
  let given = false;
  const give = (event) => {
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    given = true;
  };
  document.addEventListener("copy", give, { once: true });
  document.execCommand("copy");
  document.removeEventListener("copy", give);
  return given;
}

/** Shows on a button, for a moment, what came of it. */
export function mention(element, sentence) {
  const before = element.dataset.label ?? element.textContent;
  element.dataset.label = before;
  element.textContent = sentence;
  setTimeout(() => { element.textContent = before; }, 2000);
}

// One quote: its words, who said them, how sure the answer is, and where they stand.
import { copies } from "./copying.js";
import { make } from "./dom.js";

/** A quote of an answer, or a passage that is none (``related``): the reference opens the article beside it. */
export function quotation(words, view, index, related = false) {
  const quote = (related ? view.closest : view.quotes)[index];
  const article = view.articles[quote.number - 1];
  return make("figure", { class: "quotation" },
    related || index > 0 ? null : certainty(words, view),
    make("blockquote", { class: "exact", dir: "auto" }, quote.pieces.map(marked)),
    make("figcaption", {},
      quote.speech ? spoken(words, quote) : null,
      reference(words, view, quote, index),
      quote.also_in ? make("p", { class: "also" }, words.counted("also", quote.also_in)) : null,
      related ? null : copies(words, quote, article)));
}

/** The confidence of the answer in three words, and the number for whoever opens them. */
function certainty(words, view) {
  return make("details", { class: `certainty ${view.certainty}` },
    make("summary", {}, words.say(`certainty.${view.certainty}`)),
    make("p", {}, words.say("certainty.number", { percent: words.percent(view.confidence) })));
}

/** A piece of a quote: the short answer in it marked, and the period it names. */
function marked(piece) {
  const text = piece.period ? make("span", { class: "period" }, piece.text) : piece.text;
  return piece.answer ? make("mark", {}, text) : text;
}

/** Who is speaking, as the article names them, or that it does not. */
function spoken({ say }, quote) {
  if (quote.speech !== "named") {
    return make("p", { class: "speaker unnamed" }, quote.speech === "several" ? say("quote.several") : say("quote.unnamed"));
  }
  return make("p", { class: "speaker" },
    make("span", { class: "unseen" }, `${say("quote.speaker")} `),
    make("span", { class: "exact", dir: "auto" }, quote.speaker));
}

function reference(words, view, quote, index) {
  const article = view.articles[quote.number - 1];
  const day = article.published ? words.day(article.published) : words.say("quote.undated");
  const element = make("button", { type: "button", class: "reference" },
    make("span", { class: "number" }, String(quote.number)),
    make("span", { class: "work" },
      make("cite", { class: "exact", dir: "auto" }, article.title),
      make("span", { class: "particulars" }, [article.publisher, day].filter(Boolean).join(" · ")),
      make("span", { class: "open" }, words.say("quote.open"))));
  element.addEventListener("click", () => {
    document.dispatchEvent(new CustomEvent("quotedesk:open", { detail: { view, index, opener: element } }));
  });
  return element;
}

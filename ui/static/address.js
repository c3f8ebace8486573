// The question and its filters in the address: a link to an answer is a link that asks.

export const NO_FILTERS = Object.freeze({ source: "", after: "", before: "" });

/** What the address asks: a question, if any, and its filters. */
export function asked() {
  const parts = new URLSearchParams(location.search);
  const filters = Object.keys(NO_FILTERS).map((name) => [name, parts.get(name) ?? ""]);
  return { question: (parts.get("q") ?? "").trim(), filters: Object.fromEntries(filters) };
}

/** The address that asks ``question``; what else is in the address stays. */
export function linkTo(question, filters) {
  const url = new URL(location.href);
  url.hash = "";
  for (const [name, value] of Object.entries({ q: question, ...filters })) {
    value ? url.searchParams.set(name, value) : url.searchParams.delete(name);
  }
  return url.href;
}

/** Shows an address without going there. */
export function show(href) {
  history.replaceState(history.state, "", href);
}

/** The current address in another language. */
export function inLanguage(language) {
  const url = new URL(location.href);
  url.searchParams.set("lang", language);
  return url.href;
}

// Elements without markup: text goes in as text nodes, so it can neither run nor change.

/** An element with attributes and children; a child that is a string becomes a text node, null is left out. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Looks up a fixed phrase and fills in its {braces}. */
export function speaker(phrases) {
  return (name, values = {}) =>
    phrases[name].replace(/\{(\w+)\}/g, (_, key) => String(values[key]));
}

/** The phrase for a count, by the plural rules of the language. */
export function counted(phrases, name, count) {
  const form = new Intl.PluralRules(phrases["page.language"]).select(count);
  const phrase = `${name}.${form}` in phrases ? `${name}.${form}` : `${name}.other`;
  return speaker(phrases)(phrase, { count });
}

/** "The Ledger · Ada Finch · 1 November 2024", of what is known. */
export function particulars(phrases, article, parts = ["publisher", "byline", "published"]) {
  const known = parts.map((part) => (part === "published" ? day(phrases, article.published) : article[part]));
  return known.filter(Boolean).join(" · ");
}

function day(phrases, published) {
  if (!published) return speaker(phrases)("quote.undated");
  const format = new Intl.DateTimeFormat(phrases["page.language"], { dateStyle: "long", timeZone: "UTC" });
  return format.format(new Date(`${published}T00:00:00Z`));
}

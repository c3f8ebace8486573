// Fixed phrases in the reader's language, with counts, lists and days as that language writes them.

/** The phrases of one language, ready to fill in. */
export function wording(phrases) {
  const language = phrases["page.language"];
  const say = (name, values = {}) => phrases[name].replace(/\{(\w+)\}/g, (_, key) => String(values[key]));
  return {
    language,
    direction: phrases["page.direction"],
    say,
    /** The phrase for a count, by the plural rules of the language. */
    counted(name, count) {
      const form = `${name}.${new Intl.PluralRules(language).select(count)}`;
      return say(form in phrases ? form : `${name}.other`, { count });
    },
    /** “this” or “that”. */
    either(words) {
      return new Intl.ListFormat(language, { type: "disjunction" }).format(words.map((word) => `“${word}”`));
    },
    /** An ISO day, written out; what is none stays as it is. */
    day(iso) {
      const time = Date.parse(`${iso}T00:00:00Z`);
      return Number.isNaN(time) ? iso : new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" }).format(time);
    },
    /** Whole percents, never 100 for what is less than certain. */
    percent(share) {
      return new Intl.NumberFormat(language, { style: "percent" }).format(Math.min(Math.round(share * 100), 99) / 100);
    },
    /** Why a stretch was left out; a reason that an operator made up is shown as it is. */
    dropped(reason) {
      const name = `dropped.${reason.replaceAll(" ", "_")}`;
      return say("source.left_out", { reason: name in phrases ? phrases[name] : reason });
    },
  };
}

/** The language to begin with: that of the address, else the remembered one, else the browser's, else the operator's. */
export function chosen(languages, standard) {
  const asked = new URLSearchParams(location.search).get("lang");
  const wanted = [asked, remembered("language"), ...navigator.languages].filter(Boolean);
  return wanted.map((tag) => tag.toLowerCase().split("-")[0]).find((tag) => tag in languages) ?? standard;
}

/** What this browser keeps under a name; null where it keeps nothing, or is not allowed to. */
export function remembered(name) {
  try {
    return localStorage.getItem(`quotedesk.${name}`);
  } catch {
    return null;
  }
}

/** Keeps a string in this browser; null forgets it. */
export function remember(name, value) {
  try {
    value === null ? localStorage.removeItem(`quotedesk.${name}`) : localStorage.setItem(`quotedesk.${name}`, value);
  } catch { /* a browser that keeps nothing still answers */ }
}

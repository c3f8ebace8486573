// Where a question is written, with suggestions to start from and filters.
import { NO_FILTERS } from "./address.js";
import { button, make } from "./dom.js";

/** The form; ``ask`` gets the question and its filters. */
export function composer(words, state, ask) {
  const { say } = words;
  const box = make("textarea", { id: "question", rows: "1", maxlength: state.longest, "aria-label": say("ask.label"),
    placeholder: say("ask.placeholder") });
  const filters = filterFields(words, state);
  const form = make("form", { class: "composer", id: "composer" }, filters,
    make("div", { class: "row" }, box, make("button", { type: "submit", class: "send" }, say("ask.send"))));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!box.value.trim() || !filters.check()) return;
    ask(box.value.trim(), state.filters);
    box.value = "";
    box.style.height = "";
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  box.addEventListener("input", () => {
    box.style.height = "";
    box.style.height = `${Math.min(box.scrollHeight + 2, 140)}px`;
  });
  return form;
}

/** Questions to start from. */
export function suggestions(words, examples, ask) {
  if (!examples.length) return null;
  return make("section", { class: "examples", id: "examples", "aria-label": words.say("page.examples") },
    make("p", {}, words.say("page.examples")),
    examples.map((question) => button({ class: "example" }, () => ask(question), question)));
}

/** The filters in one line: "The Ledger · from 1 January 2024"; empty where there are none. */
export function inWords(words, { source, after, before }) {
  return [
    source,
    after && words.say("filters.from", { day: words.day(after) }),
    before && words.say("filters.until", { day: words.day(before) }),
  ].filter(Boolean).join(" · ");
}

function filterFields(words, state) {
  const { say } = words;
  const publishers = make("datalist", { id: "publishers" }, state.publishers.map((name) => make("option", { value: name })));
  const fields = {
    source: make("input", { name: "source", list: "publishers", maxlength: "200", autocomplete: "off" }),
    after: make("input", { name: "after", type: "date", max: "9999-12-31" }),
    before: make("input", { name: "before", type: "date", max: "9999-12-31" }),
  };
  const problem = make("p", { class: "problem", role: "alert", hidden: "" }, say("filters.backwards"));
  const summary = make("summary", {});
  const read = () => {
    for (const name of Object.keys(NO_FILTERS)) state.filters[name] = fields[name].value.trim();
    summary.textContent = [say("filters.label"), inWords(words, state.filters)].filter(Boolean).join(": ");
  };
  const fill = (values) => {
    for (const [name, field] of Object.entries(fields)) field.value = values[name];
    read();
  };
  const label = (phrase, field) => make("label", {}, make("span", {}, phrase), field);
  const details = make("details", { class: "filters" }, summary, publishers,
    make("div", { class: "fields" },
      label(say("filters.publisher"), fields.source),
      label(say("filters.after"), fields.after),
      label(say("filters.before"), fields.before),
      button({ class: "plain" }, () => fill(NO_FILTERS), say("filters.clear"))),
    problem);
  details.addEventListener("input", read);
  details.check = () => {
    const backwards = Boolean(state.filters.after && state.filters.before && state.filters.after > state.filters.before);
    problem.hidden = !backwards;
    if (backwards) details.open = true;
    return !backwards;
  };
  details.fill = fill;
  fill(state.filters);
  return details;
}

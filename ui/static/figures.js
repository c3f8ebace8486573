// Figures that several articles give: a table, and a plot by date. Every value is the words of a quote.
import { button, make } from "./dom.js";

/** The table and, of two figures or more of one kind, the plot; a row or point opens its quote in ``quotes``. */
export function overTime(words, view, quotes) {
  const rows = view.timeline.map((index) => row(words, view, index, quotes[index])).filter((one) => one.slice);
  return rows.length ? [table(words, rows), plot(words, rows)].filter(Boolean) : [];
}

function row(words, view, index, figure) {
  const quote = view.quotes[index];
  const { published, publisher } = view.articles[quote.number - 1];
  return {
    slice: quote.pieces.filter((piece) => piece.answer).map((piece) => piece.text).join(""),
    value: quote.value,
    published,
    publisher: publisher ?? "",
    day: published ? words.day(published) : words.say("quote.undated"),
    go: () => {
      figure.scrollIntoView({ block: "center" });
      figure.querySelector(".reference").focus({ preventScroll: true });
    },
  };
}

function table({ say }, rows) {
  const head = ["timeline.date", "timeline.figure", "filters.publisher"].map((name) => make("th", { scope: "col" }, say(name)));
  const cells = (one) => make("tr", {}, make("td", {}, one.day),
    make("td", { class: "value exact" }, button({ class: "plain" }, one.go, one.slice)), make("td", {}, one.publisher));
  return make("table", { class: "overtime" }, make("thead", {}, make("tr", {}, head)), make("tbody", {}, rows.map(cells)));
}

function plot({ say }, rows) {
  const placed = rows.filter((one) => one.value && one.published);
  const kinds = new Set(placed.map((one) => one.value.percent));
  if (placed.length < 2 || kinds.size > 1) return null;
  const at = scale(placed.map((one) => Date.parse(one.published)));
  const high = scale([0, ...placed.map((one) => one.value.number)]);
  const points = placed.map((one) => {
    const point = button({ class: "point", title: [one.day, one.publisher].filter(Boolean).join(" · ") }, one.go, one.slice,
      make("span", { class: "unseen" }, ` (${one.day})`));
    const along = at(Date.parse(one.published));
    point.classList.toggle("late", along > 60); // its words stand before its mark, or they would leave a narrow plot
    point.style.setProperty("--at", `${along}%`);
    point.style.setProperty("--high", `${high(one.value.number)}%`);
    return point;
  });
  return make("div", { class: "plot", role: "group", "aria-label": say("timeline.plot") },
    make("div", { class: "points" }, points), axis(placed));
}

/** From when to when: the first and the last day, or the only one. */
function axis(placed) {
  const ordered = [...placed].sort((one, other) => Date.parse(one.published) - Date.parse(other.published));
  const ends = ordered[0].day === ordered.at(-1).day ? [ordered[0]] : [ordered[0], ordered.at(-1)];
  return make("div", { class: "dates" }, ends.map((one) => make("time", { datetime: one.published }, one.day)));
}

/** From a value to its place between the smallest and the largest, 0 to 100. */
function scale(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return (value) => (most === least ? 50 : ((value - least) / (most - least)) * 100);
}

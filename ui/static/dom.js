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

/** A button that does something. */
export function button(attributes, act, ...children) {
  const element = make("button", { type: "button", ...attributes }, ...children);
  element.addEventListener("click", act);
  return element;
}

/** Says a sentence to a screen reader, wherever the focus is. */
export function announce(sentence) {
  document.getElementById("status").textContent = sentence;
}

"use strict";
// Shows the questions that went wrong in a certain way, have a tag, or hold some words. Without it, all are shown.
(() => {
  const form = document.querySelector(".filters");
  if (!form) return;
  const questions = [...document.querySelectorAll(".question")];
  const [failure, tag, words] = ["failure", "tag", "words"].map((id) => document.getElementById(id));
  const count = document.getElementById("count");
  const none = document.querySelector(".none");

  function isAsked(question) {
    const { failure: wrong, tags, turn } = question.dataset;
    const kinds = { "*": true, "!": wrong !== "", lost: turn === "lost", won: turn === "won" };
    const inside = question.querySelector("summary").textContent.toLowerCase();
    return (kinds[failure.value] ?? wrong === failure.value)
      && (tag.value === "" || JSON.parse(tags).includes(tag.value))
      && inside.includes(words.value.trim().toLowerCase());
  }

  function show() {
    let shown = 0;
    for (const question of questions) {
      question.hidden = !isAsked(question);
      shown += question.hidden ? 0 : 1;
    }
    count.textContent = `${shown} of ${questions.length} questions`;
    none.hidden = shown > 0;
  }

  function openAll(open) {
    for (const question of questions) if (!question.hidden) question.open = open;
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", show);
  document.getElementById("open").addEventListener("click", () => openAll(true));
  document.getElementById("close").addEventListener("click", () => openAll(false));
  addEventListener("beforeprint", () => openAll(true));
  show();
})();

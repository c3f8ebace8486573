// Right, wrong or something missing, with a comment: told to the service under the name of the answer.
import { announce, make } from "./dom.js";

const VERDICTS = ["right", "wrong", "missing"];

/** The form under an answer; null where the service keeps no feedback. */
export function feedback(words, view) {
  if (!view.answer_id) return null;
  const { say } = words;
  const verdict = (name) => make("label", {},
    make("input", { type: "radio", name: "verdict", value: name, required: "" }), ` ${say(`feedback.${name}`)}`);
  const comment = make("textarea", { name: "comment", rows: "2", maxlength: "2000" });
  const form = make("form", {},
    make("fieldset", {}, make("legend", { class: "unseen" }, say("feedback.label")), VERDICTS.map(verdict)),
    make("label", { class: "comment" }, make("span", {}, say("feedback.comment")), comment),
    make("button", { type: "submit", class: "plain" }, say("feedback.send")));
  const outcome = make("p", { class: "outcome" });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = { answer_id: view.answer_id, verdict: new FormData(form).get("verdict") };
    if (comment.value.trim()) told.comment = comment.value.trim();
    const saved = await tell(told);
    if (saved) form.remove();
    outcome.textContent = say(saved ? "feedback.thanks" : "feedback.failed");
    announce(outcome.textContent);
  });
  return make("details", { class: "feedback" }, make("summary", {}, say("feedback.label")), form, outcome);
}

async function tell(told) {
  try {
    const response = await fetch(new URL("api/feedback", document.baseURI), {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(told),
    });
    return response.ok;
  } catch {
    return false;
  }
}

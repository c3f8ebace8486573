"""How soon a running server's page is there, and an answer on it; no test, a measurement.

    quotedesk serve --index DIR --rate off --port 7860
    python tests/browser/speed.py http://127.0.0.1:7860 questions.jsonl

Loads the page in fresh browsers, which have nothing of it, until a question can be typed. Then asks on it: from
submitting to the answer drawn, less what the API says that the same question takes the assistant.
"""

import argparse
import json
import statistics
import sys
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM

#: Resolves to the milliseconds from submitting a question until one result more is drawn, painted included.
ASK = """question => new Promise(resolve => {
  const box = document.querySelector('#question');
  const before = document.querySelectorAll('.turn .result').length;
  const watching = new MutationObserver(() => {
    if (document.querySelectorAll('.turn .result').length > before) {
      watching.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - begun)));
    }
  });
  watching.observe(document.body, {childList: true, subtree: true});
  box.value = question;
  const begun = performance.now();
  box.form.requestSubmit();
})"""


def loaded(browser: Browser, url: str) -> tuple[float, float]:
    """Seconds until a question can be typed, in a browser that has nothing of the page, and kB that it took."""
    with browser.new_context(locale="en-GB") as context:
        page = context.new_page()
        finished = []
        page.on("requestfinished", lambda request: finished.append(request))
        page.goto(url, wait_until="commit")
        page.get_by_label("Your question").fill("x")
        seconds = page.evaluate("performance.now()") / 1000
        page.wait_for_timeout(1000)  # for what comes after that
        sizes = [request.sizes() for request in finished]
        return seconds, sum(size["responseBodySize"] + size["responseHeadersSize"] for size in sizes) / 1000


def answered_by_api(url: str, question: str) -> float:
    """Milliseconds that the assistant took."""
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{url}/api/ask", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request) as response:
        return float(json.load(response)["timings_ms"]["total"])


def shown(page: Page, url: str, questions: list[str]) -> list[float]:
    """Milliseconds from an answer to its being on screen, of each question; the first, which warms up, is left out.

    Each is the first of its conversation: one that is not answered would be asked again as a follow-up.
    """
    beyond = []
    for question in questions:
        page.goto(url)
        page.get_by_label("Your question").fill("x")
        answered_by_api(url, question)
        answered = answered_by_api(url, question)
        beyond.append(page.evaluate(ASK, question) - answered)
    return beyond[1:]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("url")
    parser.add_argument("questions", type=Path, help="a question set, in JSON Lines")
    parser.add_argument("--most", type=int, default=40)
    options = parser.parse_args()
    texts = [json.loads(line)["question"] for line in options.questions.read_text("utf-8").splitlines() if line.strip()]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        loads = [loaded(browser, options.url) for _ in range(5)]
        beyond = shown(browser.new_page(locale="en-GB"), options.url, texts[: options.most])
        browser.close()
    seconds, sizes = zip(*loads, strict=True)
    ends = statistics.quantiles(beyond, n=20)
    sys.stdout.write(
        f"a question can be typed after {min(seconds):.2f} to {max(seconds):.2f} s, {max(sizes):.0f} kB\n"
        f"an answer is on screen {statistics.median(beyond):.0f} ms after the assistant has it, p95 {ends[-1]:.0f}"
        f" ({len(beyond)} questions)\n"
    )


if __name__ == "__main__":
    main()

"""A small newsroom whose articles come, change and go; every sentence is made up here."""

import datetime
import json
import random
from dataclasses import dataclass, field
from pathlib import Path

_WHO = ("The harbour office", "A parish council", "The ferry crew", "The night school", "An allotment society")
_DID = ("counted", "repaired", "closed", "opened", "mapped", "painted", "sold", "cleaned")
_WHAT = ("lanterns", "footbridges", "hen houses", "tide gauges", "bus shelters", "orchards", "bandstands", "kilns")
_WHERE = ("Wexcombe", "Low Fell", "Saltby", "Thornmere", "Old Quay", "Pendle Row", "Marl Hill")
QUESTIONS = (
    "Who repaired the footbridges in Wexcombe?",
    "How many tide gauges were counted?",
    "What was sold in Thornmere after the flood?",
    "lanterns",
)


def story(choice: random.Random, mark: str) -> str:
    """A few paragraphs; ``mark`` stands in one of them, so that no two versions are equal."""
    paragraphs = []
    for _ in range(choice.randint(2, 5)):
        paragraphs.append(" ".join(sentence(choice) for _ in range(choice.randint(3, 9))))
    return "\n\n".join([*paragraphs, f"This is edition {mark} of the notice."])


def sentence(choice: random.Random) -> str:
    """Somebody did something to so many things somewhere."""
    return (
        f"{choice.choice(_WHO)} {choice.choice(_DID)} {choice.randint(2, 9000)} {choice.choice(_WHAT)}"
        f" in {choice.choice(_WHERE)} on day {choice.randint(1, 365)}."
    )


@dataclass
class Newsroom:
    """The articles as they are now in ``folder``: records of one feed, and a text file each for the others."""

    folder: Path
    choice: random.Random
    records: dict[str, dict[str, str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    editions: int = 0

    def start(self, articles: int) -> None:
        """Open with so many of each kind."""
        for _ in range(articles):
            self._write_text(f"notice-{self._edition()}")
            self._write_record(f"report-{self.editions}", day=self.editions % 28)
        self.write()

    def change(self) -> None:
        """A few things happen: new articles, new versions, updates of the same page."""
        for _ in range(self.choice.randint(2, 5)):
            kind = self.choice.choice(("text", "record", "edit text", "edit record", "update"))
            if kind == "text" or (kind == "edit text" and not self.texts):
                self._write_text(f"notice-{self._edition()}")
            elif kind == "edit text":
                self._write_text(self.choice.choice(sorted(self.texts)))
            elif kind == "record" or not self.records:
                self._write_record(f"report-{self._edition()}", day=self.editions % 28)
            elif kind == "edit record":
                name = self.choice.choice(sorted(self.records))
                self._write_record(name, day=self.choice.randint(0, 27))
            else:
                self._update(self.choice.choice(sorted(self.records)))
        self.write()

    def withdraw(self) -> None:
        """A few articles go."""
        for articles in (self.texts, self.records):
            for name in self.choice.sample(sorted(articles), k=min(len(articles) // 3, 3)):
                del articles[name]
        self.write()

    def versions(self) -> dict[str, str]:
        """The text of each article, by id."""
        return self.texts | {name: record["text"] for name, record in self.records.items()}

    def write(self) -> None:
        """Have the folder hold just this."""
        write_news(self.folder, self.texts, self.records)

    def _edition(self) -> int:
        self.editions += 1
        return self.editions

    def _write_text(self, name: str) -> None:
        self.texts[name] = f"{name.capitalize()} is posted\n\n{story(self.choice, f'{name}.{self._edition()}')}\n"

    def _write_record(self, name: str, day: int) -> None:
        self.records[name] = {
            "id": name, "title": f"{name.capitalize()} is out", "text": story(self.choice, f"{name}.{self._edition()}"),
            "date": _date(day), "url": f"https://news.example/{name}", "publisher": "The Saltby Bell",
        }  # fmt: skip

    def _update(self, name: str) -> None:
        """The same page a month later under another id: the older one is hidden from questions."""
        old = self.records[name]
        later = (datetime.date.fromisoformat(old["date"]) + datetime.timedelta(days=30)).isoformat()
        edition = f"{name}-u{self._edition()}"
        text = f"{old['text']}\n\nA later edition, {edition}, says more. {sentence(self.choice)}"
        self.records[edition] = old | {"id": edition, "date": later, "text": text}


def _date(day: int) -> str:
    return (datetime.date(2023, 1, 1) + datetime.timedelta(days=day)).isoformat()


def write_news(folder: Path, texts: dict[str, str], records: dict[str, dict[str, str]]) -> None:
    """Write the files that are new or changed, and remove those that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {f"{name}.txt": text for name, text in texts.items()}
    feed = "".join(json.dumps(records[name]) + "\n" for name in sorted(records))
    wanted |= {"feed.jsonl": feed} if records else {}
    for file in folder.iterdir():
        if file.name not in wanted:
            file.unlink()
    for name, content in wanted.items():
        (folder / name).write_text(content, encoding="utf-8")

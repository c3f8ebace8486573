"""A training set of our own, small enough to learn by heart."""

import gzip
import json

import pytest

TEXTS = {
    "fell": (
        "The Fell helpline took 4,120 calls in 2022. Ada Holm runs it from Brindle. "
        "Most callers were girls. The council gave it £90,000 in May 2021."
    ),
    "kite": (
        "Ofcom fined Blue Kite £1m in May 2024. The firm runs a chat app for boys. "
        "Its head, Lena Moss, said it would appeal."
    ),
}
ASKED = [
    ("How many calls did the Fell helpline take in 2022?", "fell", "4,120"),
    ("Who runs the helpline?", "fell", "Ada Holm"),
    ("What did the council give in May 2021?", "fell", "£90,000"),
    ("Who fined Blue Kite?", "kite", "Ofcom"),
    ("Who is the head of Blue Kite?", "kite", "Lena Moss"),
    ("How much did Ofcom fine Blue Kite in 2023?", "kite", None),
]


def write_lines(file, records):
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(record) + "\n" for record in records)


@pytest.fixture
def reading_set(tmp_path):
    folder = tmp_path / "squad2-train"
    folder.mkdir()
    padding = "About. "
    write_lines(
        folder / "articles.jsonl.gz",
        [{"id": key, "title": key.title(), "text": padding + text} for key, text in TEXTS.items()],
    )
    write_lines(
        folder / "passages.jsonl.gz",
        [{"id": f"{key}-p", "doc_id": key, "text": text} for key, text in TEXTS.items()],
    )
    write_lines(
        folder / "questions.jsonl.gz",
        [
            {
                "id": str(number),
                "question": question,
                "answerable": answer is not None,
                "articles": [key],
                "quotes": [],
                "answers": [answer] if answer else [],
                "passages": [f"{key}-p"],
                "answer_starts": [TEXTS[key].index(answer)] if answer else [],
            }
            for number, (question, key, answer) in enumerate(ASKED)
        ],
    )
    return folder

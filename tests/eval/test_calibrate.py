import dataclasses
import json
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from index.articles import Article
from index.collection import Collection
from index.indexer import index_paths
from quotedesk import main
from rag.answers import Answer, Provenance, Quote
from rag.threshold import calibrated_floor

SAMPLES = Path(__file__).resolve().parents[2] / "samples" / "questions.jsonl"


@dataclass(frozen=True)
class Unsure:
    """Answers with what ``answers_of`` gives, unless the confidence in it is below the ``floor``."""

    answers_of: Callable[[str], Answer]
    article: Callable[[str], Article | None]
    floor: float = 0.25

    def ask(self, question: str, *, history: Sequence[str] = (), today: date | None = None) -> Answer:
        answer = self.answers_of(question)
        low = answer.confidence < self.floor
        return dataclasses.replace(answer, quotes=(), reason="not_answered") if low else answer


@pytest.fixture
def folder(tmp_path):
    """An index of one article, with the hash embedder."""
    (tmp_path / "helpline.txt").write_text("Helpline opens\n\nThe Fell helpline opens in May. Calls are free.\n")
    index_paths([tmp_path / "helpline.txt"], tmp_path / "index", embedder="hash-256")
    return tmp_path / "index"


@pytest.fixture
def asked(tmp_path):
    """A question set: "right 0.9" is answered right with confidence 0.9, "wrong 0.4" has no answer but gets one."""

    def asked(*counts, **more):
        lines = []
        for kind, confidence, count in counts:
            gold = {"articles": ["tool"]} if kind == "right" else {"answerable": False}
            lines += [{"question": f"{kind} {confidence}", **gold, **more}] * count
        path = tmp_path / "questions.jsonl"
        path.write_text("".join(json.dumps({"id": str(number), **line}) + "\n" for number, line in enumerate(lines)))
        return path

    return asked


@pytest.fixture
def calibrated(monkeypatch, folder, quoting, oracle):
    """Runs the command with an assistant in the place of the one in the index."""
    quote = Quote(quoting("tool", "Report Remove takes images down."), 1.0)

    def answer(question):
        made_by = Provenance(1, "hash-256", "unsure-1")
        return Answer(question, (quote,), float(question.split()[1]), (), made_by, timings_ms={"total": 1.0})

    def calibrated(*arguments, answers_of=answer):
        opened = ModuleType("rag.opening")
        opened.open_assistant = lambda folder, reader: Unsure(answers_of, oracle.article)
        monkeypatch.setitem(sys.modules, "rag.opening", opened)
        return CliRunner().invoke(main, ["calibrate", *map(str, arguments), "--index", str(folder)])

    return calibrated


GOOD = (("right", 0.9, 60), ("wrong", 0.4, 20))


def floor(folder):
    return calibrated_floor(Collection.open(folder), "unsure-1")


def test_the_threshold_is_stored_and_shown_beside_the_default(calibrated, asked, folder):
    ran = calibrated(asked(*GOOD))
    assert (ran.exit_code, ran.stderr) == (0, "")
    rows = {line.split()[0]: line.replace(" %", "").split()[1:] for line in ran.stdout.splitlines() if line.strip()}
    assert rows["chosen"] == ["0.41", "3.76", "0", "60", "0", "75"]
    assert rows["default"] == ["0.25", "32.3", "20", "80", "25", "100"]
    assert "With 90 % confidence, at most 10 % of the answers given at 0.41 are wrong" in ran.stdout
    assert floor(folder) == 0.41


def test_json_has_all_that_the_table_has(calibrated, asked, folder):
    found = json.loads(calibrated(asked(*GOOD), "--json").stdout)
    assert found["stored"] is True
    assert found["problem"] is None
    assert found["threshold"] | {"made": ""} == {
        "value": 0.41, "risk": 0.1, "confidence": 0.9, "questions": 80, "made": "",
        "reader": "unsure-1", "embedder": "hash-256",
    }  # fmt: skip
    assert (found["chosen"]["wrong_share"], found["chosen"]["coverage"]) == (0, 0.75)
    assert found["chosen"]["risk_bound"] == pytest.approx(1 - 0.1 ** (1 / 60))
    assert (found["default"]["threshold"], found["default"]["wrong"], found["default"]["answered"]) == (0.25, 20, 80)


def test_a_dry_run_stores_nothing(calibrated, asked, folder):
    ran = calibrated(asked(*GOOD), "--dry-run")
    assert ran.exit_code == 0
    assert "not stored" in ran.stdout
    assert floor(folder) is None


def test_reset_removes_what_is_stored(calibrated, asked, folder):
    calibrated(asked(*GOOD))
    assert calibrated("--reset").exit_code == 0
    assert floor(folder) is None


def test_a_set_that_is_too_small_stores_nothing_and_says_what_it_takes(calibrated, asked, folder):
    calibrated(asked(*GOOD))
    ran = calibrated(asked(("right", 0.9, 21)), "--json")
    assert ran.exit_code == 1
    assert "the set is too small, 21 questions" in ran.stderr
    assert "at least 22 right answers in a row; nothing is stored" in ran.stderr
    found = json.loads(ran.stdout)
    assert (found["threshold"], found["stored"], found["right_in_a_row_needed"]) == (None, False, 22)
    assert floor(folder) == 0.41  # that of before


def test_where_no_threshold_holds_the_best_is_named(calibrated, asked, folder):
    ran = calibrated(asked(("right", 0.9, 40), ("wrong", 0.9, 10)))
    assert ran.exit_code == 1
    assert "no threshold promises at most 10 % wrong at 90 % confidence: the best is 0.9, where 10 of 50" in ran.stderr
    assert "nearest" in ran.stdout
    assert floor(folder) is None


def test_more_risk_and_less_confidence_take_fewer_questions(calibrated, asked):
    questions = asked(("right", 0.9, 6))
    assert calibrated(questions, "--risk", "0.3", "--confidence", "0.8").exit_code == 0
    assert calibrated(questions, "--risk", "0.3").exit_code == 1


def test_follow_up_questions_are_left_out_and_counted(calibrated, asked):
    ran = calibrated(asked(*GOOD, history=["What is grooming?"]))
    assert ran.exit_code == 2
    path = asked(*GOOD)
    follow_up = {"id": "f", "question": "wrong 0.9", "answerable": False, "history": ["right 0.9"]}
    path.write_text(path.read_text() + json.dumps(follow_up) + "\n")
    found = json.loads(calibrated(path, "--json").stdout)
    assert (found["questions"], found["left_out"]) == (80, 1)


def test_a_question_that_fails_stores_nothing(calibrated, asked, folder):
    ran = calibrated(asked(*GOOD), answers_of=lambda question: 1 / 0)
    assert ran.exit_code == 1
    assert "80 questions failed" in ran.stderr
    assert floor(folder) is None


@pytest.mark.parametrize("options", [[], ["--reset", "--dry-run"], ["questions.jsonl", "--reset"]])
def test_a_question_set_or_reset_but_not_both(calibrated, options):
    ran = calibrated(*options)
    assert ran.exit_code == 2
    assert "name a question set, or give --reset" in ran.stderr


@pytest.mark.parametrize("share", ["0", "1", "1.5", "nan"])
def test_a_risk_is_a_share(calibrated, asked, share):
    assert calibrated(asked(*GOOD), "--risk", share).exit_code == 2


def test_info_shows_the_threshold(calibrated, asked, folder):
    calibrated(asked(*GOOD))
    shown = CliRunner().invoke(main, ["info", "--index", str(folder)]).stdout
    assert "threshold: value 0.41, risk 0.1, confidence 0.9, questions 80, made " in shown
    assert ", reader unsure-1, embedder hash-256" in shown


def test_no_index_is_a_message(tmp_path):
    ran = CliRunner().invoke(main, ["calibrate", "--reset", "--index", str(tmp_path / "none")])
    assert (ran.exit_code, ran.stderr.count("\n")) == (2, 1)


@pytest.mark.slow
def test_the_real_assistant_is_calibrated_on_the_sample_questions(sample_index, tmp_path):
    """Whatever the reader reaches: a promise with a threshold that is then used, or a reason why there is none."""
    from rag.opening import open_assistant

    folder = shutil.copytree(sample_index, tmp_path / "index")
    ran = CliRunner().invoke(main, ["calibrate", str(SAMPLES), "--index", str(folder), "--risk", "0.4", "--json"])
    found = json.loads(ran.stdout)
    assert ran.exit_code == (1 if found["problem"] else 0)
    if found["threshold"]:
        assert found["chosen"]["risk_bound"] <= 0.4
        assert open_assistant(folder).floor == found["threshold"]["value"]

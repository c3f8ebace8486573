import dataclasses

import pytest

from eval.baseline import Baseline, read_baseline, write_baseline
from eval.gate import DROPS, Gate, gate_failures, read_gate
from eval.questions import Question
from eval.results import Judged, Result
from eval.run import Evaluation
from index.errors import QuotedeskError

RIGHT, WRONG = (Judged("a", 0, 9, 1.0, right=right) for right in (True, False))


def evaluation(wrong=(), size=40, confidence=0.8):
    """Every fourth question is unanswerable and refused; the first quote is wrong where told."""
    results = []
    for n in range(size):
        answerable = n % 4 != 3
        question = Question(f"q{n:02}", "?", answerable=answerable, articles=("a",) if answerable else ())
        quotes = ((WRONG if n in wrong else RIGHT),) if answerable else ()
        ranking = ("b", "a") if n in wrong else ("a",)
        results.append(Result(question, confidence if answerable else 0.1, ranking, quotes=quotes, verbatim=(True,)))
    return Evaluation.of(results)


GOOD = evaluation()


def test_a_baseline_is_a_small_sorted_table_that_reads_back(tmp_path):
    path = tmp_path / "deep" / "baseline.tsv"
    write_baseline(path, evaluation(wrong={0, 1}))
    lines = path.read_text().splitlines()
    assert lines[0].startswith("# ")
    assert lines[1].split("\t")[:5] == ["question", "confidence", "wrong", "recall@5", "MRR"]
    assert [line.split("\t")[0] for line in lines[2:]] == [f"q{n:02}" for n in range(40)]
    assert lines[2].split("\t")[1:5] == ["0.8", "1", "1", "0.5"]
    read, made = read_baseline(path), Baseline.of(evaluation(wrong={0, 1}))
    assert read.rows.keys() == made.rows.keys()
    assert all(read.rows[name] == pytest.approx(row, abs=1e-4) for name, row in made.rows.items())


def test_the_order_of_the_questions_does_not_change_the_file(tmp_path):
    for name, results in (("one", GOOD.results), ("other", GOOD.results[::-1])):
        write_baseline(tmp_path / name, Evaluation.of(results))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


def test_a_real_drop_fails_with_its_worst_questions_and_the_same_run_does_not():
    baseline = Baseline.of(GOOD)
    assert gate_failures(Gate(), GOOD, baseline) == []
    worse = evaluation(wrong=set(range(0, 40, 2)))
    assert gate_failures(Gate(drops={"MRR": 0.0}), worse, baseline) == [
        "gate: MRR went from 1 to 0.6667 over 30 questions (p = 0.0001), 0 is allowed; worst: 'q00', 'q02', 'q04'"
    ]
    assert gate_failures(Gate(drops={"MRR": 0.5}), worse, baseline) == []


def test_two_questions_that_changed_are_noise():
    assert (
        gate_failures(Gate(drops={"MRR": 0.0, "first quote right": 0.0}), evaluation({0, 1}), Baseline.of(GOOD)) == []
    )


def test_without_drops_the_main_measures_may_not_fall():
    worse = evaluation(wrong=set(range(0, 40, 2)))
    (line,) = gate_failures(Gate(), worse, Baseline.of(GOOD))
    assert line.startswith("gate: first quote right went from 1 to 0.3333")
    assert "first quote right" in DROPS


def test_getting_better_never_fails():
    assert gate_failures(Gate(), GOOD, Baseline.of(evaluation(wrong=set(range(0, 40, 2))))) == []


def test_a_confidence_that_lost_its_meaning_fails():
    (line,) = gate_failures(Gate(drops={"AUROC": 0.0}), evaluation(confidence=0.05), Baseline.of(GOOD))
    assert line.startswith("gate: AUROC went from 1 to 0 over 40 questions")


def test_a_measure_that_is_missing_fails_only_where_it_was_asked_for_or_had_been():
    other = Evaluation.of([dataclasses.replace(one, question=Question(f"z{n}", "?", articles=("a",)))
                           for n, one in enumerate(GOOD.results)])  # fmt: skip
    assert gate_failures(Gate(drops={"MRR": 0.0}), other, Baseline.of(GOOD)) == [
        "gate: MRR cannot be compared: no question has it in both runs"
    ]
    assert len(gate_failures(Gate(), other, Baseline.of(GOOD))) == 4  # and AUROC keeps no column


def test_a_drop_that_cannot_be_compared_is_an_error_in_the_gate(tmp_path):
    (tmp_path / "gate.toml").write_text('[drops]\n"total ms p95" = 5\n')
    with pytest.raises(QuotedeskError, match="'total ms p95' cannot be compared question by question"):
        read_gate(tmp_path / "gate.toml")


@pytest.mark.parametrize(
    "text", ["", "nonsense", "question\tconfidence\nq1\t0.5\n", "question\tconfidence\twrong\nq\tx\t1"]
)
def test_what_is_no_baseline_is_an_error_with_a_remedy(tmp_path, text):
    (tmp_path / "b.tsv").write_text(text)
    with pytest.raises(QuotedeskError) as raised:
        read_baseline(tmp_path / "b.tsv")
    assert raised.value.fix
    with pytest.raises(QuotedeskError, match="cannot read the baseline"):
        read_baseline(tmp_path / "none.tsv")

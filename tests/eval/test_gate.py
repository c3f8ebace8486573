import pytest

from eval.gate import Gate, broken_promises, read_gate
from eval.run import evaluate
from index.errors import QuotedeskError


def test_a_bound_that_is_met_exactly_holds():
    assert not list(Gate({"MRR": 0.5}, {"failed": 0}).failures({"MRR": 0.5, "failed": 0.0}))


def test_each_broken_bound_is_a_line():
    gate = Gate({"MRR": 0.5, "recall@7": 0.1, "AUROC": 0.9}, {"failed": 0, "read ms p95": 9})
    assert list(gate.failures({"MRR": 0.25, "AUROC": None, "failed": 0.125, "read ms p95": float("nan")})) == [
        "gate: MRR is 0.25, its floor is 0.5",
        "gate: recall@7 is not measured, its floor is 0.1",
        "gate: AUROC is not measured, its floor is 0.9",
        "gate: failed is 0.125, its ceiling is 0",
        "gate: read ms p95 is nan, its ceiling is 9",
    ]


def test_a_gate_is_read(tmp_path):
    path = tmp_path / "gate.toml"
    path.write_text('[floors]\n"recall@5" = 0.95\n[ceilings]\n"unanswerable answered" = 1\n')
    assert read_gate(path) == Gate({"recall@5": 0.95}, {"unanswerable answered": 1.0})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[floors", "cannot read the gate"),
        ("", "bounds nothing"),
        ("[floors]\n[ceilings]", "bounds nothing"),
        ("[floor]\nMRR = 1", "unknown key 'floor'"),
        ("floors = 3", "floors is 3"),
        ("[floors]\nMRR = true", "MRR = True"),
        ("[floors]\nMRR = 'x'", "MRR = 'x'"),
        ("[ceilings]\nfailed = nan", "failed = nan"),
        ("[floors]\nrecall@5 = 1", "cannot read the gate"),
    ],
)
def test_a_bad_gate_is_an_error_with_a_remedy(tmp_path, text, said):
    path = tmp_path / "gate.toml"
    path.write_text(text)
    with pytest.raises(QuotedeskError) as raised:
        read_gate(path)
    assert said in str(raised.value)
    assert str(path) in raised.value.problem
    assert raised.value.fix


def test_a_missing_gate_is_an_error(tmp_path):
    with pytest.raises(QuotedeskError, match="cannot read the gate"):
        read_gate(tmp_path / "gate.toml")


def test_promises_kept_are_no_lines(questions, oracle, silent):
    assert not list(broken_promises(evaluate(questions, oracle)))
    assert not list(broken_promises(evaluate(questions, silent)))


def test_promises_broken_name_the_first_question(questions, shifted, desk):
    assert list(broken_promises(evaluate(questions, shifted))) == [
        "verbatim rate is below 1: 5 answers quote what no article holds, first 'q1'"
    ]
    mute = desk(lambda text: 1 / 0, lambda text: [], lambda text: 0.0)
    assert list(broken_promises(evaluate(questions, mute))) == [
        "5 questions failed, first 'q1': ZeroDivisionError: division by zero"
    ]

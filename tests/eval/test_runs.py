import json
from dataclasses import replace

import pytest

from eval.about import Asked, about, commit, settings_of
from eval.run import Aside, evaluate
from eval.runs import Run, load_run, qrels, ranked, write_run
from index.errors import QuotedeskError

SAID = Asked("questions.jsonl", "0" * 64, 5, 2)


@pytest.fixture
def run(questions, gossip, oracle):
    aside = Aside(lambda text: {"keyword": ("tool", "earlier"), "dense": ("offences",)}, oracle)
    evaluation = evaluate(questions, gossip, aside=aside)
    return Run(about(SAID, evaluation, {"k": 30, "floor": 0.3}, 1.25), evaluation)


def test_a_run_reads_back_as_it_was(run, tmp_path):
    write_run(tmp_path / "run", run)
    found = load_run(tmp_path / "run")
    assert found == run
    assert found.evaluation.total() == run.evaluation.total()  # times too, which results do not compare


def test_a_failed_question_reads_back_too(questions, desk, tmp_path):
    mute = desk(lambda text: 1 / 0, lambda text: [], lambda text: 0.0)
    evaluation = evaluate(questions, mute)
    write_run(tmp_path, Run(about(SAID, evaluation, {}, 0.1), evaluation))
    assert load_run(tmp_path).evaluation == evaluation


def test_a_line_says_first_which_question_and_what_went_wrong(run, tmp_path):
    write_run(tmp_path, run)
    line = json.loads((tmp_path / "results.jsonl").read_text().splitlines()[0])
    assert list(line)[:2] == ["id", "failure"]
    assert line["gold"] == [{"article_id": "offences", "start": 27, "end": 41}] or line["gold"] == [
        ["offences", 27, 41]
    ]
    assert line["searched"]["keyword"] == ["tool", "earlier"]
    assert line["scores"]["keyword MRR"] == 0


def test_rankings_are_in_the_format_of_trec(run):
    assert list(ranked(run.evaluation.results, "keyword"))[:2] == [
        "q1 Q0 tool 1 1.000000 quotedesk-keyword\n",
        "q1 Q0 earlier 2 0.500000 quotedesk-keyword\n",
    ]
    assert list(qrels(run.evaluation.results)) == [
        "q1 0 offences 1\n", "q2 0 offences 1\n", "q2 0 earlier 1\n", "q3 0 tool 1\n",
    ]  # fmt: skip


def test_trec_files_give_ir_measures_the_figures_that_are_reported(run, tmp_path):
    import ir_measures

    write_run(tmp_path, run)
    gold = list(ir_measures.read_trec_qrels(str(tmp_path / "qrels.trec")))
    for stage, name in (("keyword", "keyword nDCG@10"), ("fused", "nDCG@10")):
        ranking = list(ir_measures.read_trec_run(str(tmp_path / f"run.{stage}.trec")))
        found = ir_measures.calc_aggregate([ir_measures.nDCG @ 10], gold, ranking)
        assert found[ir_measures.nDCG @ 10] == pytest.approx(run.evaluation.total()[name])


def test_what_a_refusal_kept_back_is_asked_of_the_assistant_without_threshold(questions, silent, oracle):
    evaluation = evaluate(questions, silent, aside=Aside(unguarded=oracle))
    assert [result.withheld is not None for result in evaluation.results] == [True, True, True, False, False]
    assert evaluation.total()["AURC"] == pytest.approx(2 / 5)  # at one confidence: two of five cannot be right


@pytest.mark.parametrize("file", ["run.json", "results.jsonl"])
def test_a_folder_without_a_run_or_with_a_torn_one_is_an_error_with_a_remedy(run, tmp_path, file):
    write_run(tmp_path, run)
    (tmp_path / file).write_text('{"id": "q1"}\n')
    with pytest.raises(QuotedeskError, match="is not what this version writes"):
        load_run(tmp_path)
    (tmp_path / file).unlink()
    with pytest.raises(QuotedeskError, match=f"cannot read {file}"):
        load_run(tmp_path)


def test_settings_are_the_plain_fields_of_the_parts(gossip, questions):
    assert settings_of([questions[0]])["answerable"] is True
    assert "articles" not in settings_of([questions[0]])
    assert settings_of([gossip]) == {"groups": None}
    assert settings_of([replace(gossip, groups=frozenset("ba"))]) == {"groups": "a, b"}


def test_a_folder_without_git_has_no_commit(tmp_path):
    assert commit(tmp_path) is None

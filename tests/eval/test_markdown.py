import dataclasses

from eval.about import Asked, about
from eval.baseline import Baseline
from eval.differences import differences
from eval.markdown import escaped, markdown
from eval.page import Beside
from eval.run import evaluate
from eval.runs import Run


def written(evaluation, problems=(), baseline=None):
    run = Run(about(Asked("set.jsonl", "0", len(evaluation.results)), evaluation, {}, 1.0), evaluation)
    changes = differences(baseline, evaluation) if baseline else ()
    return markdown(run, Beside(lambda _: None, baseline, changes, evaluation.intervals(), problems, ()))


def test_the_summary_says_whether_it_passed_what_came_out_and_what_went_wrong(questions, gossip):
    said = written(evaluate(questions, gossip), ["gate: MRR is 0.3, its floor is 0.9"])
    assert said.startswith("## Failed: set.jsonl\n")
    assert "\n- gate\\: MRR is 0.3, its floor is 0.9\n" in said
    assert "| first quote right | 0.333 | 0.000 to 1.000 |" in said
    assert "<summary>2 not retrieved: " in said
    assert "\n- q4: How many on TikTok?\n" in said


def test_the_baseline_is_beside_and_lost_questions_come_first(questions, gossip, oracle):
    said = written(evaluate(questions, gossip), baseline=Baseline.of(evaluate(questions, oracle)))
    assert "| first quote right | 0.333 | 0.000 to 1.000 | -0.667 | no telling |" in said
    assert said.index("4 Lost since the baseline") < said.index("2 not retrieved")


def test_a_question_is_neither_markup_nor_a_mention(questions, silent):
    odd = dataclasses.replace(questions[0], text="<img src=x> @everyone\n| [x](http://y) `a`")
    said = written(evaluate([odd], silent))
    assert r"\<img src=x\> \@everyone \| \[x\]\(http\://y\) \`a\`" in said
    assert escaped("# a\n- b") == r"\# a \- b"

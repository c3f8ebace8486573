from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index.articles import Article, Dropped, sha256_of
from index.sentences import sentences
from rag.answers import Quote
from rag.quoting import LONGEST, choose

RECORDED = "Police in Fell recorded 214 offences in 2022."
WARNED = "The council warned of more to come."
HELD = "A meeting was held in Brindle on Monday."
FIGURE = "The figure was 190 a year before."
SHE = "She wants a second helpline."
HOLM = "Ada Holm runs the helpline in Brindle."
FINED = "Ofcom fined Blue Kite £1m in May."
ROSE = "Calls to Kite rose by a third."


def article_of(text, name="a", dropped=(), title="Title"):
    return Article(name, title, text, sha256_of(text), dropped=tuple(dropped))


def candidates_of(article, scores, answers=None):
    """One candidate a sentence of ``scores``, which is by the sentence's own text, best first."""
    found = []
    for text, score in scores.items():
        start = article.text.index(text)
        answer = (answers or {}).get(text)
        at = article.text.index(answer, start) if answer else 0
        found.append(
            Quote(
                article.passage(start, start + len(text)),
                score,
                article.passage(at, at + len(answer)) if answer else None,
            )
        )
    return sorted(found, key=lambda quote: -quote.score)


def shown(candidates, most=3, also=0.6):
    return [quote.passage.text for quote in choose(candidates, most=most, also=also)]


@pytest.mark.parametrize(
    ("text", "scores", "quotes"),
    [
        ([RECORDED, HELD, FINED], {RECORDED: 0.9}, [RECORDED]),
        ([RECORDED, HELD, FINED], {RECORDED: 0.9, FINED: 0.5}, [RECORDED]),
        ([RECORDED, HELD, FINED], {RECORDED: 0.8, FINED: 0.9}, [FINED, RECORDED]),
        ([RECORDED, FINED, HELD], {RECORDED: 0.9, FINED: 0.8}, [f"{RECORDED} {FINED}"]),
        ([RECORDED, FINED, ROSE], {RECORDED: 0.8, FINED: 0.7, ROSE: 0.9}, [f"{RECORDED} {FINED} {ROSE}"]),
        (
            [RECORDED, FINED, ROSE, HELD],
            {RECORDED: 0.9, FINED: 0.8, ROSE: 0.7, HELD: 0.6},
            [f"{RECORDED} {FINED} {ROSE}", HELD],
        ),
        ([HELD, RECORDED, FIGURE], {FIGURE: 0.9}, [f"{RECORDED} {FIGURE}"]),
        ([HOLM, SHE, FIGURE, HELD], {FIGURE: 0.9}, [f"{HOLM} {SHE} {FIGURE}"]),
        ([HELD, HOLM, SHE, FIGURE, "It fell."], {"It fell.": 0.9}, [f"{SHE} {FIGURE} It fell."]),
        ([FIGURE, HELD], {FIGURE: 0.9}, [FIGURE]),
        ([HOLM, SHE, FIGURE, "They fell."], {FIGURE: 0.9, "They fell.": 0.8}, [f"{HOLM} {SHE} {FIGURE}"]),
    ],
)  # fmt: skip
def test_a_quote_is_the_sentence_with_what_it_leans_on_and_neighbours_that_answer_too(text, scores, quotes):
    assert shown(candidates_of(article_of(" ".join(text)), scores)) == quotes


def test_a_merged_quote_has_the_score_and_the_answer_of_its_best_sentence():
    article = article_of(f"{RECORDED} {FINED} {HELD}")
    answers = {RECORDED: "214", FINED: "£1m"}
    (quote,) = choose(candidates_of(article, {RECORDED: 0.7, FINED: 0.9}, answers), most=3, also=0.6)
    assert (quote.score, quote.answer.text) == (0.9, "£1m")


def test_what_was_dropped_parts_neighbours_and_is_never_leaned_on():
    advert = "Sign up for our newsletter today."
    text = f"{RECORDED}\n{advert}\n{FIGURE}"
    start = text.index(advert)
    article = article_of(text, dropped=[Dropped(start, start + len(advert) + 1, "promotion")])
    assert shown(candidates_of(article, {RECORDED: 0.9, FIGURE: 0.8})) == [RECORDED, FIGURE]


def test_the_headline_is_not_leaned_on_and_a_heading_is_only_passed_through():
    headline = "Fell records more offences"
    assert shown(candidates_of(article_of(f"{headline}\n{FIGURE}", title=headline), {FIGURE: 0.9})) == [FIGURE]
    article = article_of(f"{RECORDED}\nA year before\n{FIGURE}")
    assert shown(candidates_of(article, {FIGURE: 0.9})) == [f"{RECORDED}\nA year before\n{FIGURE}"]
    under = article_of(f"{headline}\nA year before\n{FIGURE}", title=headline)
    assert shown(candidates_of(under, {FIGURE: 0.9})) == [FIGURE]


def test_a_second_quote_of_an_article_must_bring_another_answer():
    again = "In all 214 were recorded by Fell."
    article = article_of(f"{RECORDED} {HELD} {again} {HELD} {FINED}")
    answers = {RECORDED: "214", again: "214", FINED: "£1m"}
    assert shown(candidates_of(article, {RECORDED: 0.9, again: 0.8, FINED: 0.7}, answers)) == [RECORDED, FINED]


def test_the_same_words_in_other_articles_are_one_quote_that_names_them_all():
    first = candidates_of(article_of(f"{HELD} {RECORDED}", "b"), {RECORDED: 0.9})
    copy = RECORDED.replace("recorded", "have").replace("have", "recorded").upper()
    others = [
        candidates_of(article_of(f"{copy} {ROSE}", name), {copy: score})[0] for name, score in [("c", 0.8), ("a", 0.1)]
    ]
    differs = RECORDED.replace("214", "241")
    another = candidates_of(article_of(differs, "d"), {differs: 0.7})
    quotes = choose([*first, others[0], *another, others[1]], most=3, also=0.6)
    assert [(quote.passage.article.id, quote.also_in) for quote in quotes] == [("b", ("a", "c")), ("d", ())]


def test_nothing_is_made_of_no_candidates_and_one_quote_is_always_shown():
    assert choose([], most=3, also=0.6) == ()
    one = candidates_of(article_of(RECORDED), {RECORDED: 0.0})
    assert shown(one, most=0) == [RECORDED]


SENTENCES = st.sampled_from(
    [RECORDED, WARNED, HELD, FIGURE, SHE, HOLM, FINED, ROSE, "“We were full. Nobody came,” she said.", "Key findings",
     "It is not known why.", "“Calls rose.”", "He said: “It is bad.", "And it fell.”", "RECORDED BY POLICE"]
)  # fmt: skip
GAPS = st.sampled_from([" ", "\n", "\n\n", "\n@Advert here. @\n"])


@st.composite
def articles(draw, name):
    parts = draw(st.lists(st.tuples(SENTENCES, GAPS), min_size=1, max_size=9))
    text = "".join(part for pair in parts for part in pair)
    dropped, at = [], 0
    while (start := text.find("@", at)) >= 0:
        at = text.index("@", start + 1) + 1
        dropped.append(Dropped(start, at, "other"))
    return article_of(text, name, dropped, draw(st.sampled_from(["Title", RECORDED, "Key findings"])))


def spans_of(article):
    return [sentences(article.text, *kept) for kept in article.kept]


@st.composite
def found(draw):
    quotes = []
    for name in draw(st.lists(st.sampled_from("abc"), min_size=1, unique=True)):
        article = draw(articles(name))
        for start, end in [span for spans in spans_of(article) for span in spans]:
            score = draw(st.one_of(st.none(), st.sampled_from([0.2, 0.5, 0.7, 0.9]), st.floats(0, 1)))
            begin = draw(st.integers(start, end - 1))
            answer = draw(st.sampled_from([None, article.passage(begin, end)]))
            quotes += [] if score is None else [Quote(article.passage(start, end), score, answer)]
    return sorted(quotes, key=lambda quote: -quote.score)


@settings(max_examples=300, deadline=None)
@given(found(), st.integers(1, 6), st.sampled_from([0.0, 0.4, 0.6, 1.0]))
def test_quotes_are_whole_neighbouring_sentences_around_a_candidate_best_first_and_disjoint(candidates, most, also):
    quotes = choose(candidates, most=most, also=also)
    assert quotes == choose(candidates, most=most, also=also)
    assert bool(quotes) == bool(candidates)
    assert len(quotes) <= most
    assert [quote.score for quote in quotes] == sorted((quote.score for quote in quotes), reverse=True)
    for number, quote in enumerate(quotes):
        passage = quote.passage
        spans = next(spans for spans in spans_of(passage.article) if passage.start in [span.start for span in spans])
        inside = [span for span in spans if passage.start <= span.start and span.end <= passage.end]
        assert 1 <= len(inside) <= LONGEST
        assert (passage.start, passage.end) == (inside[0].start, inside[-1].end)
        assert not any(one.start < passage.end and passage.start < one.end for one in passage.article.dropped)
        assert any(
            (one.score, one.answer) == (quote.score, quote.answer) and one.passage.article == passage.article
            and passage.start <= one.passage.start and one.passage.end <= passage.end for one in candidates
        )  # fmt: skip
        assert quote.answer is None or (passage.start <= quote.answer.start and quote.answer.end <= passage.end)
        assert all(
            other.end <= passage.start or passage.end <= other.start
            for other in (one.passage for one in quotes[:number])
            if other.article == passage.article
        )  # fmt: skip
        assert passage.article.id not in quote.also_in
        assert quote.also_in == tuple(sorted(set(quote.also_in)))
    if candidates:
        first = candidates[0].passage
        assert quotes[0].passage.start <= first.start
        assert first.end <= quotes[0].passage.end


@settings(max_examples=200, deadline=None)
@given(found(), st.randoms(use_true_random=False))
def test_which_articles_say_the_same_does_not_depend_on_the_order_of_equals(candidates, random):
    assume(candidates)
    best = replace(candidates[0], score=1.0)
    equals = [replace(quote, score=0.5) for quote in candidates[1:]]
    shuffled = random.sample(equals, len(equals))
    ordered, other = (choose([best, *rest], most=1, also=1.0) for rest in (equals, shuffled))
    assert ordered == other

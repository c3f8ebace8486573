"""Readers for models of the user's own, over tiny models that are made here."""

import json
import math
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from index.articles import Article, Hit, sha256_of
from index.errors import QuotedeskError
from index.sentences import sentences
from rag.huggingface import open_huggingface

QA = ["bert", "roberta", "distilbert", "xlnet"]
PAIRS = ["bert-1", "bert-2", "roberta-2"]
QUESTION = "Who counts the boats of Brindle?"
FERRY = (
    "The ferry to Brindle leaves at noon. The harbour master counts every boat that comes back in fog or rain.  "
    "“It was late again,” said Mr Holm. On board were 412 people 🚢 of the town."
)


@pytest.fixture(scope="module")
def tiny():
    import torch

    from tests.rag import tiny_models  # imports transformers

    torch.manual_seed(7)
    return tiny_models


@pytest.fixture(scope="module")
def opened(tiny, tmp_path_factory):
    """The reader of that name, made once."""
    readers = {}

    def opened(name):
        if name not in readers:
            save = (tiny.QA | tiny.PAIRS)[name]
            readers[name] = open_huggingface(str(save(tmp_path_factory.mktemp(name))))
        return readers[name]

    return opened


@pytest.fixture(params=QA + PAIRS)
def reader(request, opened):
    return opened(request.param)


def article_of(text, article_id="ferry"):
    return Article(article_id, "A headline", text, sha256_of(text))


def hits_of(*texts):
    articles = [article_of(text, f"a{at}") for at, text in enumerate(texts)]
    return [Hit(article.passage(0, len(article.text)), 0.5) for article in articles]


def scores_of(quotes):
    return {(quote.passage.article.id, quote.passage.start): quote.score for quote in quotes}


PIECES = (
    *("the ferry", " ", "  ", "\n", "\n\n", ". ", "! ", "?” ", "Mr. Holm", "No. 7 ", "412", "A headline", "”“", "…"),
    *("café", "cafe\u0301", "e\u0301\u0327", "🚢", "👩\u200d👩\u200d👧", "🇬🇧 ", "ﬁne", "İ", "ß", "漢字。"),
    *("\u200b", "\u00a0", "\x07", "x" * 150, " fog or rain" * 40),
)
pieces = st.sampled_from(PIECES)


@given(st.lists(pieces, max_size=40).map("".join) | st.text(max_size=80), st.integers(0, 60))
@settings(deadline=None, max_examples=15)
@pytest.mark.parametrize("name", QA + PAIRS)
def test_every_quote_is_a_sentence_of_a_hit_and_every_answer_lies_inside_it(opened, name, text, start):
    text = text.encode("utf-8", "replace").decode()
    article = article_of(text)
    spans = {*sentences(text), *sentences(text, min(start, len(text)))}
    hits = [Hit(article.passage(0, len(text)), 0.9), Hit(article.passage(min(start, len(text)), len(text)), 0.8)]
    quotes = opened(name).read(QUESTION, hits)
    for quote in quotes:
        passage, answer = quote.passage, quote.answer
        assert (passage.start, passage.end) in spans
        assert passage.article is article
        assert 0 <= quote.score <= 1
        if answer:
            assert passage.start <= answer.start < answer.end <= passage.end
            assert answer.text == answer.text.strip()
    assert [quote.score for quote in quotes] == sorted((quote.score for quote in quotes), reverse=True)
    assert len(scores_of(quotes)) == len(quotes)


def test_every_sentence_is_read_and_only_question_answering_marks_an_answer(reader, opened):
    quotes = reader.read(QUESTION, hits_of(FERRY))
    assert {quote.passage.text for quote in quotes} == {FERRY[start:end] for start, end in sentences(FERRY)}
    finds_answers = reader in [opened(name) for name in QA]
    assert all((quote.answer is not None) == finds_answers for quote in quotes)
    assert len({quote.score for quote in quotes}) > 1


def test_no_hits_are_no_quotes(reader):
    assert reader.read(QUESTION, []) == []


def test_a_long_text_is_read_in_rows_that_leave_no_word_out(reader):
    text = " ".join(f"The boat no {at} of the town was late in the fog." for at in range(250)) + " Marmalade!"
    rows = reader.model.rows(QUESTION, ["Short.", text])
    read = {place for row in rows if row.text == 1 for start, end in row.offsets for place in range(start, end)}
    assert {place for place, letter in enumerate(text) if not letter.isspace()} <= read
    assert max(len(row.offsets) for row in rows) <= reader.model.most


def test_the_last_sentence_of_3000_words_can_be_the_answer(tiny, tmp_path):
    reader = open_huggingface(str(tiny.save_word_spotter(tmp_path, {"marmalade": 1.0, "[CLS]": 0.0}, -0.5)))
    text = "The harbour master counts every boat of the town. " * 340 + "On board was Marmalade, again."
    assert len(text.split()) > 3000
    first = reader.read(QUESTION, hits_of(FERRY, text))[0]
    assert first.passage.text == "On board was Marmalade, again."
    assert first.answer.text == "Marmalade"
    assert first.score > 0.99


def test_an_answer_ends_with_its_sentence_and_the_next_has_its_own(tiny, tmp_path):
    reader = open_huggingface(str(tiny.save_word_spotter(tmp_path, {"noon": 0.9, "fog": 0.9, "[CLS]": 0.0}, 0.1)))
    quotes = reader.read(QUESTION, hits_of("It was late, at noon. Fog again."))
    assert {quote.answer.text for quote in quotes} == {"noon", "Fog"}


def test_an_accent_that_the_tokenizer_drops_stays_with_its_letter(tiny, tmp_path):
    reader = open_huggingface(str(tiny.save_word_spotter(tmp_path, {"noon": 0.9}, 0.1)))
    assert reader.read(QUESTION, hits_of("It was noon\u0301 again."))[0].answer.text == "noon\u0301"


@pytest.mark.parametrize(("null", "word", "answers"), [(0.9, -0.9, False), (0.9, 0.5, False), (-0.9, 0.5, True)])
def test_the_score_weighs_the_best_answer_against_the_null_answer(tiny, tmp_path, null, word, answers):
    reader = open_huggingface(str(tiny.save_word_spotter(tmp_path, {"[CLS]": null}, word)))
    for quote in reader.read(QUESTION, hits_of(FERRY)):
        assert (quote.score > 0.5) == answers
        assert quote.score == pytest.approx(1 / (1 + math.exp(-2 * 8 * (word - null))), abs=0.01)


@pytest.mark.parametrize("name", QA)
def test_one_short_sentence_scores_as_the_model_itself_says(opened, name):
    import torch

    model, tokenizer = opened(name).model.model, opened(name).model.tokenizer
    text = "The ferry leaves at noon."
    inputs = tokenizer(QUESTION, text, return_tensors="pt")
    taken = {key: inputs[key] for key in opened(name).model._inputs}
    with torch.inference_mode():
        output = model(**taken)
    starts, ends = output.start_logits[0].float().tolist(), output.end_logits[0].float().tolist()
    of_text = [at for at, part in enumerate(inputs.sequence_ids()) if part == 1]
    null = inputs["input_ids"][0].tolist().index(tokenizer.cls_token_id)
    best = max(starts[i] + ends[j] for i in of_text for j in of_text if i <= j < i + 30)
    expected = 1 / (1 + math.exp(starts[null] + ends[null] - best))
    assert opened(name).read(QUESTION, hits_of(text))[0].score == pytest.approx(expected, abs=0.03)


@pytest.mark.parametrize("name", PAIRS)
def test_a_pair_scores_as_the_classifier_itself_says(opened, name):
    import torch

    model, tokenizer = opened(name).model.model, opened(name).model.tokenizer
    text = "The ferry leaves at noon."
    inputs = tokenizer(QUESTION, text, return_tensors="pt")
    with torch.inference_mode():
        logits = model(**{key: inputs[key] for key in opened(name).model._inputs}).logits[0].float()
    expected = logits.sigmoid()[0] if len(logits) == 1 else logits.softmax(0)[1]
    assert opened(name).read(QUESTION, hits_of(text))[0].score == pytest.approx(expected.item(), abs=0.03)


def test_of_two_labels_the_one_that_is_no_denial_counts(tiny, tmp_path):
    folder = tiny.save_bert_pairs(tmp_path / "as-is", 2)
    swapped = shutil.copytree(folder, tmp_path / "swapped")
    config = json.loads((swapped / "config.json").read_text())
    names = {"id2label": {"0": "entailment", "1": "not_entailment"}, "label2id": {"entailment": 0, "not_entailment": 1}}
    (swapped / "config.json").write_text(json.dumps(config | names))
    plain, denied = (open_huggingface(str(one)).read(QUESTION, hits_of(FERRY)) for one in (folder, swapped))
    assert scores_of(denied) == pytest.approx({place: 1 - score for place, score in scores_of(plain).items()}, abs=1e-5)


def test_company_does_not_change_a_score(reader):
    texts = [FERRY, "It was late.", "Rain! " * 30, "Mr Holm of Brindle said that 412 boats were late in the fog " * 9]
    together = scores_of(reader.read(QUESTION, hits_of(*texts)))
    for at, text in enumerate(texts):
        for (_, start), score in scores_of(reader.read(QUESTION, hits_of(text))).items():
            assert together[f"a{at}", start] == pytest.approx(score, abs=0.03)


def test_several_threads_read_as_one_does(reader):
    alone = scores_of(reader.read(QUESTION, hits_of(FERRY)))
    with ThreadPoolExecutor(4) as threads:
        for quotes in threads.map(lambda _: reader.read(QUESTION, hits_of(FERRY)), range(8)):
            assert scores_of(quotes) == pytest.approx(alone, abs=0.01)


def test_a_question_longer_than_the_model_and_half_a_surrogate_pair_are_read(reader):
    assert reader.read("who counts the boats \ud83d " * 100, hits_of(FERRY))


def test_the_headline_is_not_quoted(reader):
    quotes = reader.read(QUESTION, hits_of("# A headline\n\nThe ferry leaves at noon."))
    assert [quote.passage.text for quote in quotes] == ["The ferry leaves at noon."]


def test_only_the_first_hits_are_read(opened):
    quotes = opened("bert").read(QUESTION, hits_of(*["It was late."] * 15))
    assert len(quotes) == opened("bert").passages == 12


def test_a_folder_is_named_without_the_way_to_it(tiny, tmp_path):
    assert open_huggingface(str(tiny.save_bert_pairs(tmp_path / "my-model"))).name == "my-model"


def test_a_name_in_the_local_cache_is_opened(tiny, tmp_path, monkeypatch):
    revision = "a" * 40
    cached = tmp_path / "models--harbour--reader"
    tiny.save_bert_qa(cached / "snapshots" / revision)
    (cached / "refs").mkdir()
    (cached / "refs" / "main").write_text(revision)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    assert open_huggingface("harbour/reader").name == "harbour/reader"


def without(*names):
    """Spoils a good model's folder by removing files."""
    return lambda folder: [(folder / name).unlink() for name in names]


def with_config(**changes):
    def spoil(folder):
        config = json.loads((folder / "config.json").read_text()) | changes
        (folder / "config.json").write_text(json.dumps(config))

    return spoil


def without_padding(folder):
    config = json.loads((folder / "tokenizer_config.json").read_text())
    del config["pad_token"]
    (folder / "tokenizer_config.json").write_text(json.dumps(config))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (without("config.json"), "holds no model: it has no config.json"),
        (lambda folder: (folder / "config.json").write_text("{no"), "not a valid JSON"),
        (with_config(architectures=None), "is no architecture, neither"),
        (with_config(architectures=["BertForMaskedLM"]), "is BertForMaskedLM, neither …ForQuestionAnswering nor"),
        (with_config(model_type="unheard-of"), "cannot be loaded"),
        (with_config(architectures=["BertForSequenceClassification"], num_labels=3), "has 3 labels"),
        (with_config(architectures=["BertForSequenceClassification"]), "lack bert.pooler.dense.bias"),
        (without("tokenizer.json", "tokenizer_config.json"), "no fast tokenizer"),
        (without_padding, "no padding token"),
        (without("model.safetensors"), "cannot be loaded"),
        (lambda folder: (folder / "model.safetensors").write_bytes(b"not weights at all"), "cannot be loaded"),
    ],
)
def test_what_cannot_be_read_with_is_a_line_that_says_where_and_what_to_do(tiny, tmp_path, spoil, says):
    folder = tiny.save_bert_qa(tmp_path / "model")
    spoil(folder)
    with pytest.raises(QuotedeskError) as raised:
        open_huggingface(str(folder))
    line = str(raised.value)
    assert says in line
    assert str(folder) in line
    assert raised.value.fix
    assert "\n" not in line


@pytest.mark.parametrize("name", ["/nowhere/model", "nobody/nothing", "two words"])
def test_a_name_that_is_nowhere_is_a_line_that_names_it(name):
    with pytest.raises(QuotedeskError, match=f"there is no folder {name}, and no model of that name"):
        open_huggingface(name)


@pytest.mark.parametrize(("options", "expected"), [([], "trained"), (["--reader", "mine"], "mine")])
def test_the_commands_pass_the_reader_on(monkeypatch, tmp_path, options, expected):
    from quotedesk import main

    assistant = ModuleType("rag.opening")

    def open_assistant(folder, *, reader):
        raise QuotedeskError(f"asked for {reader}")

    assistant.open_assistant = open_assistant
    monkeypatch.setitem(sys.modules, "rag.opening", assistant)
    (tmp_path / "q.jsonl").write_text('{"id": "q", "question": "Who?", "answerable": false}\n')
    for command in (["ask", "Who?"], ["serve", "--port", "0"], ["eval", str(tmp_path / "q.jsonl")]):
        result = CliRunner().invoke(main, [*command, "--index", str(tmp_path), *options])
        assert f"asked for {expected}" in result.stderr
        result = CliRunner().invoke(main, [*command, "--index", str(tmp_path)], env={"QUOTEDESK_READER": "given"})
        assert "asked for given" in result.stderr

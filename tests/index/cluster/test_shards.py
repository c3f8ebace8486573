import json

from hypothesis import given, settings
from hypothesis import strategies as st

from index.catalog import Catalog
from index.cluster.shards import MOST_PARTS, found_in, shards
from index.formats import read
from index.indexer import index_paths


def feed(file, count):
    lines = [json.dumps({"id": f"{file.stem}-{n}", "text": f"Gate {n} was shut at dusk."}) for n in range(count)]
    file.write_text("\n\n".join(lines), encoding="utf-8")  # blank lines are no articles
    return file


@settings(max_examples=20)
@given(counts=st.lists(st.integers(0, 70), min_size=1, max_size=3), size=st.integers(1, 30))
def test_shards_read_every_article_once_and_in_order(tmp_path_factory, counts, size):
    folder = tmp_path_factory.mktemp("feeds")
    files = [feed(folder / f"{number}.jsonl", count) for number, count in enumerate(counts)]
    cut = list(shards(files, Catalog.open_to_write(folder / "index"), size))
    found = [found_in(part, 10_000) for shard in cut for part in shard]
    assert [one for part in found for one in part.documents] == [
        one for file in files for one in read(file, max_bytes=10_000)
    ]
    ends = [part.part.file for part in found if part.part.last is None]
    assert ends == files
    assert all(sum(part.file == file for shard in cut for part in shard) <= MOST_PARTS for file in files)


def test_what_is_indexed_is_known_by_its_fingerprint(tmp_path):
    file = feed(tmp_path / "gates.jsonl", 3)
    index_paths([file], tmp_path / "index", embedder="hash-256")
    ((part,),) = shards([file.resolve()], Catalog.open(tmp_path / "index"))
    assert len(part.known) == 3


def test_a_file_that_is_gone_has_no_state_and_one_rejection(tmp_path):
    file = feed(tmp_path / "gates.jsonl", 3)
    ((part,),) = shards([file], Catalog.open_to_write(tmp_path / "index"))
    file.unlink()
    found = found_in(part, 10_000)
    assert (found.state, len(found.documents)) == ("", 1)

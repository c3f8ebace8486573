"""What shapes an index: chosen when it is made, stored in it, the same ever after."""

import dataclasses
import json
from dataclasses import dataclass

from index.catalog import Catalog
from index.embedders import BUNDLED, Embedder, open_embedder
from index.errors import IndexMismatch
from index.splitter import Splitter


@dataclass(frozen=True, slots=True)
class Settings:
    """What shapes an index; stored in it."""

    embedder: Embedder
    splitter: Splitter
    store: str


def settled(catalog: Catalog, embedder: str | None, splitter: Splitter | None, store: str | None) -> Settings:
    """The index's own settings, or those given for a new one."""
    given = {
        "embedder": embedder,
        "splitter": json.dumps(dataclasses.asdict(splitter)) if splitter else None,
        "store": store,
    }
    defaults = {"embedder": BUNDLED, "splitter": json.dumps(dataclasses.asdict(Splitter())), "store": "faiss"}
    chosen = {}
    for key, value in given.items():
        stored = catalog.setting(key)
        if stored and value and stored != value:
            raise IndexMismatch(
                f"this index was made with {key} {stored}, not {value}",
                fix=f"leave out --{key}, or index into a new folder",
            )
        chosen[key] = stored or value or defaults[key]
    opened = open_embedder(chosen["embedder"])
    if catalog.setting("embedder") is None:
        _ = opened.dim  # a model that cannot be loaded is an error before a new index is given its name
    with catalog.transaction():
        for key, value in chosen.items():
            catalog.set(key, value)
    return Settings(opened, Splitter(**json.loads(chosen["splitter"])), chosen["store"])

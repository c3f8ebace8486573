"""Where the parts of the assistant are put together."""

from dataclasses import replace
from typing import TYPE_CHECKING

from index.store import Place, open_collection
from rag.reader import Reader, trained_reader

if TYPE_CHECKING:
    from rag.assistant import Assistant


def open_assistant(folder: Place, *, reader: str = "trained") -> "Assistant":
    """The assistant over the index in ``folder``, or in Milvus: the one place where the parts are put together.

    ``reader`` is ``trained`` or the folder or name of a Hugging Face model. The models and what is searched load beside
    each other and the rest; the first question waits for them.
    """
    collection = open_collection(folder)
    read_by = open_reader(reader)
    collection.begin_loading()
    from rag.assistant import Assistant  # takes a quarter of a second, in which all that loads
    from rag.retriever import Retriever
    from rag.threshold import calibrated_floor

    assistant = Assistant(collection, Retriever(collection), read_by)
    floor = calibrated_floor(collection, assistant.reads_as)
    return assistant if floor is None else replace(assistant, floor=floor)


def open_reader(name: str) -> Reader:
    """The reader that comes with the project, ``trained``, or a Hugging Face model by its folder or name."""
    if name == "trained":
        return trained_reader()
    from rag.huggingface import open_huggingface

    return open_huggingface(name)

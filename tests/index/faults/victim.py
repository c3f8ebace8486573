"""A warm process that forks for each order: the child does the work, and dies of it as ordered.

Orders are JSON lines on standard input; the answers too. What the child had acknowledged when it died stands in
the answer, because it writes that to a pipe at once.
"""

import json
import os
import signal
import sys
import threading
import time
import traceback
from pathlib import Path

import index.generations
import index.runs
from index.catalog import Catalog
from index.collection import Collection
from index.compaction import compact
from index.generations import publish
from index.indexer import index_paths
from index.runs import Run
from index.writing import one_writer
from tests.index.faults.disk import Fault, arm, operations

#: Passages committed together, so few that a run has several commits.
BATCH = 6


def warm(folder):
    """Have everything imported and built once, so that a fork only does its work."""
    folder.mkdir(parents=True)
    (folder / "warm.txt").write_text("A title\n\nA sentence of nothing much.\n", encoding="utf-8")
    index_paths([folder / "warm.txt"], folder / "index", embedder="hash-256")
    Collection.open(folder / "index").nearest("nothing", 1)


def acknowledge(pipe):
    """Say what is committed as soon as it is."""
    flush, prune = Run.flush, Run.prune

    def flushed(run):
        ids = [pending.article.id for pending in run.pending]
        flush(run)
        os.write(pipe, (json.dumps(ids) + "\n").encode())

    def pruned(run, paths):
        prune(run, paths)
        os.write(pipe, b'["*pruned"]\n')

    Run.flush, Run.prune = flushed, pruned
    index.runs._BATCH = BATCH


def work(name, news, folder):
    """One of the things that write to an index."""
    if name in ("add", "prune"):
        index_paths([news], folder, prune=name == "prune", embedder="hash-256")
    elif name == "publish":
        with one_writer(folder):
            publish(Catalog.open_to_write(folder), folder, "faiss")
    elif name == "compact":
        compact(folder)
    elif name == "unsynced publish":
        index.generations.sync = lambda _: None
        with one_writer(folder):
            publish(Catalog.open_to_write(folder), folder, "faiss")
    elif name == "command":
        from quotedesk import main

        main(["index", str(news), "--index", str(folder), "--embedder", "hash-256"])
    else:
        raise ValueError(name)


def child(order, pipe):
    """Do the work and end; never returns to the caller's stack."""
    fault = Fault(**order["fault"])
    with Path(order["said"]).open("w") as said:
        os.dup2(said.fileno(), 2)
        os.dup2(said.fileno(), 1)
    code = 0
    try:
        acknowledge(pipe)
        arm(order["folder"], fault)
        work(order["work"], Path(order["news"]), Path(order["folder"]))
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc()
        code = 70
    sys.stdout.flush()
    os.write(pipe, (json.dumps({"operations": operations()}) + "\n").encode())
    os._exit(code)


def obey(order):
    """Fork, perhaps kill, and say how it ended."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        child(order, writing)
    os.close(writing)
    if order["fault"]["kill_after"]:
        threading.Timer(order["fault"]["kill_after"], os.kill, (pid, signal.SIGKILL)).run()
    with os.fdopen(reading) as pipe:
        said = [json.loads(line) for line in pipe]
    status = os.waitpid(pid, 0)[1]
    return {"killed": os.WIFSIGNALED(status), "code": os.waitstatus_to_exitcode(status), "said": said}


def main():
    warm(Path(sys.argv[1]))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        begun = time.perf_counter()
        answer = obey(json.loads(line))
        sys.stdout.write(json.dumps(answer | {"seconds": time.perf_counter() - begun}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

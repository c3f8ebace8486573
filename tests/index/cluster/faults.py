"""What goes wrong in worker processes: they are slow, they are killed, they die of what they read."""

import os
import signal
import threading
import time
from contextlib import contextmanager


@contextmanager
def slowed(client, seconds):
    """Every embedding takes so long, in the processes that run now."""

    def slow():
        import time

        from index.embedders.hashing import HashEmbedder

        HashEmbedder.quick = HashEmbedder.embed_passages
        HashEmbedder.embed_passages = lambda self, texts: (time.sleep(seconds), self.quick(texts))[1]

    def restore():
        from index.embedders.hashing import HashEmbedder

        HashEmbedder.embed_passages = getattr(HashEmbedder, "quick", HashEmbedder.embed_passages)

    client.run(slow)
    yield
    client.run(restore)


@contextmanager
def killing_one_at_work(client):
    """Kills a process as soon as it is seen at a shard, as when its machine goes; gives the pids killed."""
    pids, killed = client.run(os.getpid), []

    def kill():
        while not killed:
            busy = [worker for worker, keys in client.processing().items() if any("work" in key for key in keys)]
            if busy:
                time.sleep(0.7)  # into its second shard: the result of its first may go with it
                killed.append(pids[busy[-1]])
                os.kill(killed[0], signal.SIGKILL)
            time.sleep(0.02)

    thread = threading.Thread(target=kill)
    thread.start()
    yield killed
    thread.join(30)


@contextmanager
def deadly(client, name):
    """A process that reads a file of that name dies of it, in those that run now and those that take their place."""
    from distributed import WorkerPlugin

    class Deadly(WorkerPlugin):
        def setup(self, worker):
            import os

            from index.cluster import shards

            shards.living = shards.read
            shards.read = lambda file, max_bytes: (
                os._exit(9) if file.name == name else shards.living(file, max_bytes=max_bytes)
            )

        def teardown(self, worker):
            from index.cluster import shards

            shards.read = shards.living

    client.register_plugin(Deadly(), name="deadly")
    yield
    client.unregister_worker_plugin("deadly")

"""Runs a real Milvus until its standard input ends; started with the Python of the environment that has it."""

import json
import os
import random
import socket
import sys
from pathlib import Path

from milvus import MilvusServer, MilvusServerConfig


class Config(MilvusServerConfig):
    def try_bind_port(self, port):
        """As the engine itself binds: a port whose connections have just been cut off is free."""
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            listener.close()
            return None
        return listener


def etcd(data):
    """A file of settings that gives the etcd inside the engine ports of its own, so that two engines can run."""
    client, peer = (f"http://127.0.0.1:{port}" for port in random.sample(range(30_000, 32_000), 2))
    settings = {
        "name": "default",
        "listen-client-urls": client,
        "advertise-client-urls": client,
        "listen-peer-urls": peer,
        "initial-advertise-peer-urls": peer,
        "initial-cluster": f"default={peer}",
    }
    file = data / "etcd.yaml"
    file.write_text(json.dumps(settings))
    return file


home, data, port = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
(home / "bin").mkdir(exist_ok=True)  # the engine unpacks itself there once, and not for every folder of data
if not (data / "bin").exists():
    (data / "bin").symlink_to(home / "bin")
os.environ["ETCD_CONFIG_PATH"] = str(etcd(data))
server = MilvusServer(Config(proxy_port=port, data_dir=str(data)))
server.start()
sys.stdout.write(json.dumps({"pid": server.server_proc.pid}) + "\n")
sys.stdout.flush()
sys.stdin.read()
server.stop()

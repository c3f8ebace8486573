"""One script a system, run in an environment of its own; all speak ``eval.peers.protocol``."""

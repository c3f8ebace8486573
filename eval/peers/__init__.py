"""Other systems, asked the same questions and held against the same gold: ``python -m eval.peers``."""

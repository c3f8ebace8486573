"""Comparisons behind a choice, each run by ``python -m eval.bench.<name>``."""

"""Indexing on many machines: workers read, clean, split and embed; one process writes the index, as ever."""

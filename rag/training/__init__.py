"""How the reader's weights were made, to run again."""

"""Shows an answer, decides nothing."""

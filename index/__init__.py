"""Files in, hits out."""

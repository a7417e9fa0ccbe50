"""Stage 8: what it adds up to. Reads all stages, writes none."""

"""Stage 6: in. Raw mail kept first, then parsed, classified, matched, settled."""

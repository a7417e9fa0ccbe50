"""Stage 1: how many ask. Import counts into snapshots; what may be printed of them is the disclosure."""

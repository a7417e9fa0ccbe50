"""Alembic revisions, numbered in order. `make migration NAME=what_changes` writes the next one."""

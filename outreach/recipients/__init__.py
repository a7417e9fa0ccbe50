"""Stage 1: who is asked. Governments, offices, holders, contacts, their checks, and objections."""

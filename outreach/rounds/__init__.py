"""Stage 2: one wave. A plan writes addressees; schedule, start, pause, cancel, close."""

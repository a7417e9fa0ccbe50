"""Stage 5: out. Claim, commit, send, record; evidence of what arrived; hand-over to people."""

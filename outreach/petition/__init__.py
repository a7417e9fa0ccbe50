"""Stage 1: what is asked. Campaign, text per language with provenance, demands; freeze and withdraw."""

"""Stage 7: what governments said. Positions per demand and commitments, recorded by people."""

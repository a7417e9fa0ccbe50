"""Stage 4: the human gate. Parcels, four eyes, decisions that pin a manifest's hash."""

"""The demonstration: a whole round there and back, in one folder, with played offices. SAMPLE throughout."""

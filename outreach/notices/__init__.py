"""What our own people are told by mail: volunteers do not watch a desk at three in the morning.

An event is told once to each person concerned: rows first, then mail, which holds links and numbers only.
"""

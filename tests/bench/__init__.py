"""Benchmarks: each measures our way and the plain way a newcomer would write, in the same run.

To add one: a file with a function that returns a `Measure`, and a line in `BENCHMARKS` of `__main__`.
"""

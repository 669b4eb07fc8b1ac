"""What a run is made of, for every caller: the seed, the grading, what is published, a run again.

The command line, nbgrader's hook and Python users do all of it here; none of them prints here.
"""

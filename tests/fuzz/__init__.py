"""A fuzzer for everything that reads what a submission sends back.

``python -m tests.fuzz --frames 10_000_000 --processes 2`` mutates frames of every kind of value.
Each must decode to a plain value or raise `CodecError`, within bounds on memory, and whatever
decodes must pass through the comparisons, descriptions and fingerprints of the grader.
"""

"""Reads how scores are computed, to look for a weakness."""

import os

import autograder


def attack(world):
    with open(os.path.join(os.path.dirname(autograder.__file__), "grading", "score.py")) as file:
        return "def score_of" in file.read()

"""Imports the grader by name to get at what it holds."""


def attack(world):
    from autograder.grading import score

    return callable(score.score_of)

"""Drivers say in both languages what they do with the student's function."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from autograder.checks.describe import shortly
from autograder.course import digests
from autograder.course.catalog import load_exercise
from autograder.course.drivers import driver_of, is_driver, without_sentences
from autograder.errors import AuthorError
from autograder.grading.calls import calls_in_words
from autograder.model import Text
from autograder.sandbox.processes.channel import Call

SOLUTIONS = Path(__file__).parents[3] / "solutions"
SOURCE = '''"""About the module."""


def train(student, sizes, lr=0.5, *more, device="cpu"):
    """`f` on batches of {sizes} ({sizes[1]} is the second), rate {lr}, {more} on {device}

    对 {sizes} 调用 `f`
    """
    return student.f(sizes)
'''


def driver(source=SOURCE, sentence=None):
    node = next(n for n in ast.parse(source).body if is_driver(n))
    paragraphs = (ast.get_docstring(node) or "").split("\n\n")
    return driver_of(node, sentence or Text(*paragraphs), "scenario.py: train")


def words(*args, **kwargs):
    return calls_in_words([Call("train", args, kwargs, "train")], [driver()])


def test_a_call_of_a_driver_is_told_by_its_sentence():
    said = words((5, 2), 0.25, "a", 3, device="cuda")
    assert said.en == "`f` on batches of 5, 2 (2 is the second), rate 0.25, 'a', 3 on cuda"
    assert said.zh == "对 5, 2 调用 `f`"
    assert words((5,)).en == "`f` on batches of 5 (... is the second), rate 0.5,  on cpu"


def test_a_call_of_the_students_function_is_shown_as_it_was_made():
    calls = [Call("train", (1,), {}), Call("train", (1,), {})]
    assert calls_in_words(calls, [driver()]) == Text("train(1)", "train(1)")


def test_a_batch_of_floats_is_told_by_its_shape():
    batch = [(torch.ones(3, 6), torch.tensor([1, -100, 2]))]
    assert shortly(batch) == "(float32 of shape (3, 6), int64 tensor of shape (3,) = [1, -100, 2])"
    assert shortly(()) == "none" and shortly((1, (2, 3))) == "1, (2, 3)"


@pytest.mark.parametrize(
    "wrong, cure", [("{size}", "sizes"), ("{sizes} {", "brace"), ("{seed}", "no")]
)
def test_a_field_without_a_parameter_is_refused_in_either_language(wrong, cure):
    for sentence in (Text(wrong, "好"), Text("good", wrong)):
        with pytest.raises(AuthorError, match=cure):
            driver(sentence=sentence)


def test_helpers_are_no_drivers():
    helpers = ast.parse("def _run(student): ...\ndef data(seed, student): ...\nX = 1")
    assert not any(map(is_driver, helpers.body))


def test_sentences_decide_nothing():
    exercise = load_exercise(SOLUTIONS / "03_gpu_training_loop/05_train_one_epoch")
    assert len(exercise.drivers) > 5 and all(
        d.sentence.en and d.sentence.zh for d in exercise.drivers
    )
    other = exercise.scenario.replace("learning rate {lr}", "a rate of {lr}")
    slower = exercise.scenario.replace("lr=lr)", "lr=0.0)")
    known, reworded, changed = (
        digests.deciding(replace(exercise, scenario=source, drivers=()))
        for source in (exercise.scenario, other, slower)
    )
    assert other != exercise.scenario != slower and known == reworded != changed
    assert "About" not in without_sentences(SOURCE) and "student.f(sizes)" in without_sentences(
        SOURCE
    )

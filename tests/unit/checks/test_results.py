"""The words about one property refuse every wrong value and take every right form."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
import torch

from autograder.checks import (
    CheckFailed,
    as_number,
    assert_entry,
    assert_keeps_arguments,
    assert_losses,
    assert_modes,
    assert_number,
    assert_numbers,
    assert_parts,
    assert_tensor,
    assert_type,
    assert_varied,
    type_name,
)
from autograder.sandbox import codec
from autograder.sandbox.processes.channel import Channel
from autograder.sandbox.processes.student import RemoteObject

NAN, INF = float("nan"), float("inf")


def refused(word, *arguments, **options):
    """Return the sentence with which a word refuses; it stands in both languages."""
    with pytest.raises(CheckFailed) as failed:
        word(*arguments, **options)
    assert failed.value.text.en and failed.value.text.zh
    return failed.value.text.en


def test_the_name_of_a_type_is_the_student_s_own():
    assert type_name(1.0) == "float"
    left = RemoteObject(Channel(lambda frame: b""), codec.Handle(0, "Encoder"))
    assert type_name(left) == "Encoder"


@pytest.mark.parametrize("value, kind", [(1.5, float), ({}, dict), (torch.device("cpu"), None)])
def test_a_type_is_accepted_and_given_back(value, kind):
    assert assert_type(value, kind or torch.device) is value


@pytest.mark.parametrize(
    "value, kind, sentence",
    [
        (True, int, "expected int, got bool: True"),
        (torch.ones(()), float, "expected float, got Tensor: float32 tensor of shape () = 1"),
        ("cpu", torch.device, "expected torch.device, got str: 'cpu'"),
        (None, dict, "expected dict, got NoneType: None"),
    ],
)
def test_another_type_is_refused_with_both_names(value, kind, sentence):
    assert refused(assert_type, value, kind) == sentence


def test_parts_are_given_back_in_their_order():
    assert assert_parts((1, "b"), "X", "y") == (1, "b")
    assert assert_parts([1, 2, 3], "a", "b", "c", kinds=(tuple, list)) == (1, 2, 3)
    x, y = assert_parts((torch.ones(1), torch.zeros(1)), "X", "y", each=assert_tensor)
    assert (x.item(), y.item()) == (1, 0)


@pytest.mark.parametrize("result", [None, 3, "ab", [1, 2], {0: 1, 1: 2}, torch.ones(2)])
def test_what_is_no_tuple_has_no_parts(result):
    assert refused(assert_parts, result, "X", "y").startswith("expected a tuple (X, y), got ")


@pytest.mark.parametrize("result", [(), (1,), (1, 2, 3)])
def test_another_number_of_parts_is_refused(result):
    sentence = refused(assert_parts, result, "X", "y")
    assert sentence.startswith(f"expected a tuple (X, y), got {len(result)} items")


def test_the_sentence_says_which_part_is_wrong():
    sentence = refused(assert_parts, (torch.ones(1), 2), "X", "y", each=assert_tensor)
    assert sentence == "at y: expected a tensor, got int: 2"


def test_an_entry_is_found_beside_others():
    assert assert_entry({"loss": 1, "n": 2}, "n") == 2
    assert refused(assert_entry, {"loss": 1}, "n") == "expected the key 'n', got the keys ['loss']"
    assert refused(assert_entry, [("n", 2)], "n").startswith("expected dict, got list")


FORMS = [2.5, torch.tensor(2.5), torch.tensor([[2.5]], dtype=torch.float64), np.float32(2.5),
         np.array(2.5), torch.tensor(2.5, requires_grad=True)]  # fmt: skip
NO_NUMBERS = [None, True, "2.5", [2.5], torch.tensor([2.5, 2.5]), torch.ones(0), 2.5j,
              torch.tensor(True), 10**400, torch.tensor(2.5 + 0j)]  # fmt: skip


@pytest.mark.parametrize("value", FORMS, ids=repr)
def test_a_number_is_one_in_every_form(value):
    assert as_number(value) == assert_number(value) == 2.5
    assert type(as_number(value)) is float
    assert_numbers(value, 2.5)


@pytest.mark.parametrize("value", NO_NUMBERS, ids=lambda value: repr(value)[:20])
def test_what_is_no_number_is_refused(value):
    assert refused(assert_number, value).startswith("expected a number, got ")
    refused(assert_numbers, value, 2.5)


def test_as_number_leaves_everything_else_as_it_is():
    for value in (None, "2", [1], torch.ones(2)):
        assert as_number(value) is value


@pytest.mark.parametrize(
    "actual, expected",
    [
        (torch.tensor([1, 0, 1]), torch.tensor([1.0, 0.0, 1.0])),
        (torch.tensor([True, False]), torch.tensor([1.0, 0.0])),
        (torch.tensor([1.0, 2.0]), torch.tensor([1, 2])),
        (torch.tensor([1.0, 2.0], dtype=torch.float64), [1, 2]),
        (torch.tensor([0.1, 0.2]), [0.1, 0.2]),
        (torch.tensor([[1.0], [2.0]], dtype=torch.bfloat16), [[1.0], [2.0]]),
        (torch.tensor([2 + 0j]), torch.tensor([2.0])),
        (torch.zeros(0, 3, dtype=torch.int64), torch.zeros(0, 3)),
        (3, 3.0),
    ],
)
def test_the_same_numbers_are_the_same_in_every_dtype(actual, expected):
    assert_numbers(actual, expected)


@pytest.mark.parametrize(
    "actual, expected",
    [
        (torch.tensor([0.5, 1.0]), torch.tensor([0, 1])),  # converted to int64, it would be 0
        (torch.tensor([1.0, 1.001]), torch.tensor([1.0, 1.0])),
        (torch.tensor([1.0]), torch.tensor([[1.0]])),
        (torch.tensor([1.0]), torch.tensor([1.0, 1.0])),
        (torch.tensor([2 + 1j]), torch.tensor([2.0])),
        (torch.tensor([2**53 + 1]), torch.tensor([2**53])),
        (torch.tensor([NAN]), torch.tensor([NAN])),
        ([1.0], torch.tensor([1.0])),
        (np.ones(1), torch.ones(1)),
        (None, [1.0]),
        (3.1, 3),
        (NAN, 3.0),
    ],
)
def test_other_numbers_or_another_shape_are_refused(actual, expected):
    refused(assert_numbers, actual, expected)


def test_tolerance_and_nan_are_the_author_s_choice():
    assert_numbers(torch.tensor([1.0]), [1.01], rtol=0.1)
    assert_numbers(torch.tensor([NAN]), [NAN], equal_nan=True)
    refused(assert_numbers, torch.tensor([1.0000001]), [1.0], rtol=0, atol=0)


@pytest.mark.parametrize(
    "results", [[0.5, torch.tensor(0.25)], [torch.tensor([1.5]), 2], [0.5, 0.5, 0.25]]
)
def test_losses_are_taken_in_every_form(results):
    assert_losses(results, len(results))


def test_one_loss_alone_differs_from_none():
    assert assert_losses([0.5], 1) == [0.5]


def test_the_module_in_the_other_mode_is_named():
    def said(modes, when=""):
        return refused(assert_modes, modes, [True, False, True], ["Norm", "Dropout"], when)

    assert said([True, True, True]) == '"0" (Norm) is in train mode, not in eval mode'
    assert said([False] * 3, "pass 2") == "in pass 2, the model is in eval mode, not in train mode"
    assert said([True]) == said([True]) and "a mode for each module" in said(None)
    assert_modes([True, False, True], [True, False, True], ["Norm", "Dropout"])


@pytest.mark.parametrize(
    "results",
    [None, (0.5, 0.25), [0.5], [0.5, 0.5], [0.5, 0.0], [0.5, -1.0], [0.5, NAN], [0.5, INF],
     [0.5, None], [0.5, "0.25"], [0.5, torch.tensor([0.1, 0.2])], [0.5, True]],
)  # fmt: skip
def test_what_are_no_losses_is_refused(results):
    assert refused(assert_losses, results, 2).startswith("expected a positive loss for each")


def test_answers_vary_when_one_of_them_differs():
    assert_varied([1, 2], [1, 2], [1, 3])
    assert_varied(torch.ones(2), torch.ones(2).int())
    sentence = refused(assert_varied, [1, NAN], [1, NAN])
    assert sentence == "different inputs get the same answer: [1, nan]"


@dataclass(frozen=True)
class Function:
    """Stands for a function of the student's that leaves these arguments behind."""

    after: Any = None

    def observe(self, *arguments):
        @dataclass(frozen=True)
        class Seen:
            value: Any
            arguments_after: tuple

        return Seen("result", arguments if self.after is None else self.after)


def test_untouched_arguments_give_the_result():
    x, y = torch.ones(2), [1]
    assert assert_keeps_arguments(Function(), (x, y), "x", "y") == "result"
    # What has no name is not compared.
    assert assert_keeps_arguments(Function((x, [2])), (x, y), "x") == "result"


def test_a_touched_argument_is_named():
    x, y = torch.ones(2), [1]
    sentence = refused(assert_keeps_arguments, Function((x, [2])), (x, y), "x", "y")
    assert sentence.startswith("the argument y was modified: at [0]: expected 1, got 2")


def test_axes_and_count_of_a_tensor_are_tested_apart_from_its_shape():
    x = torch.zeros(2, 3)
    assert assert_tensor(x, ndim=2, numel=6) is x
    assert refused(assert_tensor, x, ndim=3) == "expected 3 axes, got shape (2, 3)"
    assert refused(assert_tensor, x, numel=5) == "expected 5 numbers, got 6"

"""How a check ends other than by passing or by `CheckFailed`."""

from __future__ import annotations

from autograder.model import Text


class BudgetExceeded(Exception):
    """A measured budget is over the limit; carries the sentence that says so."""

    def __init__(self, text: Text, note: str = ""):
        super().__init__(text.en)
        self.text, self.note = text, note


class ValuesDiffer(Exception):
    """What a budget was to measure gives other values than the reference, so nothing is measured.

    Carries the sentence about the first difference.
    """

    def __init__(self, text: Text):
        super().__init__(text.en)
        self.text = text


class NotRun(Exception):
    """A check whose device, or whose kind of process, is absent."""

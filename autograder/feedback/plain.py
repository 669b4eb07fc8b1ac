"""Feedback on one exercise as plain text, for terminals and notebook output. Pure."""

from __future__ import annotations

from autograder.feedback import pictures
from autograder.feedback.entries import (
    check_lines,
    detail_lines,
    entries,
    headline,
    hints,
    score_in_words,
    warning_lines,
)
from autograder.feedback.labels import WORDS
from autograder.feedback.redaction import MAX_SENTENCE, StudentReport
from autograder.feedback.sanitise import clean
from autograder.model import Exercise


def render(report: StudentReport, exercise: Exercise, language: str) -> str:
    """Return the feedback in `language`, with a newline at its end."""
    title = clean(exercise.title.in_(language), MAX_SENTENCE)
    lines = [f"{title}  {score_in_words(report)}", headline(report, language)]
    lines += [*warning_lines(report, language), ""]
    for entry in entries(report, language):
        sentences = [f"{entry.mark} {line}" for line in check_lines(entry)]
        drawn = (pictures.text(measure, language) for measure in entry.measured)
        details = [*detail_lines(entry, language), *"\n".join(drawn).splitlines()]
        details += [f"{word} {text}" for word, text in entry.notes]
        details = [f"    {line}" for line in details]
        lines += [*details, "", *sentences] if entry.common else [*sentences, *details]
    for hint in hints(report, language):
        lines += ["", f"{WORDS['hint'].in_(language)} {hint}"]
    return "\n".join(lines) + "\n"

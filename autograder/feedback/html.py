"""Feedback as HTML: the fragment of one exercise, and the page of a whole assignment. Pure.

Jinja2 comes with the instructor's extra, which is where feedback becomes HTML; plain text and the
terminal do without it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from html import escape

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from autograder.feedback import pictures
from autograder.feedback.entries import (
    detail_lines,
    entries,
    headline,
    hints,
    score_in_words,
    warning_lines,
)
from autograder.feedback.labels import PAGE_WORDS, WORDS
from autograder.feedback.redaction import MAX_SENTENCE, StudentGrade, StudentReport, require
from autograder.feedback.sanitise import clean, one_line
from autograder.grading.score import number
from autograder.model import Assignment, Exercise, Measure

LANGUAGE_NAMES = {"en": "English", "zh": "中文"}


def fragment(report: StudentReport, exercise: Exercise, language: str) -> str:
    """Return the feedback as an HTML fragment with inline styles only, everything escaped.

    It takes over the text colour around it, so it reads in light and dark notebooks alike.
    """

    def picture(measure: Measure) -> Markup:
        return Markup(pictures.html(measure, language))

    return _environment().get_template("fragment.html.j2").render(
        title=clean(exercise.title.in_(language), MAX_SENTENCE), score=score_in_words(report),
        headline=headline(report, language), warnings=warning_lines(report, language),
        entries=entries(report, language), hints=hints(report, language), language=language,
        hint_word=WORDS["hint"].in_(language), details=detail_lines, picture=picture,
    )  # fmt: skip


def page(grade: StudentGrade, assignment: Assignment, languages: Sequence[str]) -> str:
    """Return one student's assignment; the first language is open, the others are a click away."""
    require(grade, StudentGrade)
    first, *others = languages or ("en",)

    def words(key: str) -> str:
        return PAGE_WORDS[key].in_(first)

    def feedback(report: StudentReport, exercise: Exercise, language: str) -> Markup:
        return Markup(fragment(report, exercise, language))

    return _environment().get_template("page.html.j2").render(
        grade=grade, assignment=assignment, reports={r.exercise: r for r in grade.reports},
        first=first, others=others, names=LANGUAGE_NAMES, words=words, feedback=feedback,
        number=number, one_line=one_line, in_words=score_in_words,
        percent=min(100.0, 100 * grade.final / grade.points) if grade.points > 0 else 0.0,
    )  # fmt: skip


@cache
def _environment() -> Environment:
    """Return the templates, each compiled once a process."""
    environment = Environment(
        loader=PackageLoader("autograder.feedback", ""), autoescape=True, finalize=_escaped,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.filters["zip"] = zip
    return environment


def _escaped(value: object) -> Markup:
    """Escape as `pictures` does, so that a quote is spelled alike in the whole fragment."""
    return value if isinstance(value, Markup) else Markup(escape(str(value)))

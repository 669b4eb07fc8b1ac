"""A student's whole assignment as one HTML page. Pure."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from autograder.feedback import entries as feedback
from autograder.feedback.labels import PAGE_WORDS
from autograder.feedback.sanitise import clean, one_line
from autograder.grading.score import number
from autograder.model import Assignment, Grade

LANGUAGE_NAMES = {"en": "English", "zh": "中文"}


def render(grade: Grade, assignment: Assignment, languages: tuple[str, ...]) -> str:
    """Return the page; the first language is open, the others are a click away."""
    source = files("autograder.feedback").joinpath("page.html.j2").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                              lstrip_blocks=True)  # fmt: skip
    languages = languages or ("en",)
    first = languages[0]
    reports = {report.exercise: report for report in grade.reports}

    def words(key: str, language: str = first) -> str:
        return PAGE_WORDS[key].in_(language)

    def fragment(slug: str, language: str) -> Markup:
        exercise = next(e for e in assignment.exercises if e.slug == slug)
        return Markup(feedback.html(reports[slug], exercise, language))

    return environment.from_string(source).render(
        grade=grade, assignment=assignment, reports=reports, first=first, others=languages[1:],
        names=LANGUAGE_NAMES, words=words, fragment=fragment, number=number, clean=clean,
        one_line=one_line, in_words=feedback.score_in_words,
        percent=min(100.0, 100 * grade.final / grade.points) if grade.points > 0 else 0.0,
    )  # fmt: skip

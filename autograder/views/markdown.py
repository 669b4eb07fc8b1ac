"""Markdown that notebooks and folders share: headings, statements, introductions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from autograder.model import Assignment, Course, Exercise
from autograder.views import limits

LANGUAGE_NAMES = {"en": "English", "zh": "中文"}
POINTS = {"en": ("point", "points"), "zh": ("分", "分")}
DUE = {"en": "Due", "zh": "截止时间"}
MAX_STARS = 3


def folded(texts: dict[str, str], languages: Sequence[str]) -> str:
    """Return the first language's text, with every other language one click away."""
    first, *others = languages
    parts = [texts[first].strip()]
    for language in others:
        # Without the empty lines Markdown inside the element is not rendered.
        summary = f"<details><summary>{LANGUAGE_NAMES[language]}</summary>"
        parts.append(f"{summary}\n\n{texts[language].strip()}\n\n</details>")
    return "\n\n".join(parts)


def statement(exercise: Exercise, language: str) -> str:
    """Return an exercise's heading and what to do."""
    parts = [f"## {heading(exercise, language)}", exercise.statement.in_(language).strip()]
    if own := limits.of_one(exercise.limits, language):
        parts.append(own)
    if exercise.source:
        parts.append(f"*{exercise.source.in_(language)}*")
    return "\n\n".join(parts)


def heading(exercise: Exercise, language: str) -> str:
    """Return as ``4. Channels first (6 points, ★★☆)``."""
    number = int(exercise.slug.split("/")[1][:2])
    stars = "★" * exercise.stars + "☆" * (MAX_STARS - exercise.stars)
    return (
        f"{number}. {exercise.title.in_(language)} ({points(exercise.points, language)}, {stars})"
    )


def introduction(assignment: Assignment, language: str) -> str:
    """Return what stands above an assignment's exercises."""
    facts = points(assignment.points, language)
    if assignment.due:
        facts += f" · {DUE[language]}: {assignment.due}"
    text = assignment.introduction.in_(language).strip()
    return f"{text}\n\n**{facts}**\n\n{limits.of_all(language)}"


def points(value: float, language: str) -> str:
    one, many = POINTS[language]
    return f"{value:g} {one if value == 1 else many}"


def in_every(course: Course, render: Callable[[str], str]) -> str:
    """Render once for each of the course's languages and fold all but the first."""
    return folded({language: render(language) for language in course.languages}, course.languages)

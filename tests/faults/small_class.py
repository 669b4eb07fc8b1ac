"""A small course of real exercises, a class that takes a second, and what must not change."""

import shutil
from pathlib import Path

from autograder.course.catalog import load_course
from autograder.model import Cell, Submission, Verdict

ROOT = Path(__file__).parents[2]
ASSIGNMENT = "02_label_encoding"
EXERCISES = ("01_task_type", "05_one_hot")
SEED = 20


def make(root: Path) -> Path:
    """Copy a course of two exercises, with its witnesses, below `root`; return its folder."""
    authored, folder = ROOT / "solutions" / ASSIGNMENT, root / "solutions" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder.parent / "course.toml").write_text('title.en = "c"\ntitle.zh = "c"\n')
    for file in authored.glob("*.*"):
        shutil.copy(file, folder)
    for name in EXERCISES:
        shutil.copytree(authored / name, folder / name)
        for known in (ROOT / "witnesses" / ASSIGNMENT).glob(name + "*"):
            place = root / "witnesses" / ASSIGNMENT / known.name
            place.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if known.is_dir() else shutil.copy)(known, place)
    return folder.parent


def submissions(course, number: int) -> list[Submission]:
    """Return the class of one round: the same answers each time, never the same text."""
    answers = {}
    for exercise in course.exercises:
        wrong = [w.source for w in exercise.wrong]
        name = exercise.functions[0]
        answers[exercise.slug] = [
            exercise.reference,
            *wrong[:2],
            f"def {name}(*args):\n    return 1 / 0",
            f"import os\ndef {name}(*args):\n    os._exit(3)",
            f"import os\nos._exit(3)\ndef {name}(*args):\n    return 1",
            f"def {name}(*args:",
        ]
    count = max(map(len, answers.values()))
    return [
        Submission(
            f"s{n:02}",
            ASSIGNMENT,
            tuple(
                Cell("answer.py", f"{sources[n % len(sources)]}\n# {n} of round {number}", slug)
                for slug, sources in answers.items()
            ),
            f"s{n} of round {number}",
        )
        for n in range(count)
    ]


def essence(grades) -> list:
    """Return all that decides a grade or that a student reads; not what it cost."""
    return [
        [
            grade.student,
            grade.score,
            [
                [
                    report.exercise,
                    report.score,
                    [text.en for text in report.warnings],
                    [
                        [o.check, o.verdict, o.message.en, o.message.zh, o.counterexample.en,
                         o.hint.en, list(o.trace)]
                        for o in report.outcomes
                    ],
                ]
                for report in grade.reports
            ],
        ]
        for grade in grades
    ]  # fmt: skip


def troubles(grades) -> list[str]:
    """Return what broke a check through no fault of the submission: the ends of the notes."""
    return [
        f"{report.exercise} {outcome.check}: {outcome.note[-300:]}"
        for grade in grades
        for report in grade.reports
        for outcome in report.outcomes
        if outcome.verdict is Verdict.INTERNAL_ERROR
    ]


def open_course(folder: Path):
    return load_course(folder)

"""Grades a class: many submissions on all cores, each report kept as soon as it is there."""

from __future__ import annotations

import os
import subprocess
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path

from autograder.errors import AuthorError, MachineError
from autograder.grading.judging import key_of
from autograder.grading.pool import WorkerHandle, end, start_workers
from autograder.grading.reasons import explained
from autograder.grading.score import penalty_of, total_of
from autograder.grading.session import reference_cell
from autograder.grading.worker import (
    BEAT_SECONDS,
    Answer,
    Job,
    Setup,
    digest_of,
    internal_error,
    killed_the_grader,
)
from autograder.intake.states import Notebook, States
from autograder.model import Course, Grade, Report, Resource, Submission
from autograder.sandbox.confinement import confine
from autograder.sandbox.confinement.profiles import PROFILES
from autograder.storage.store import Store

MAX_TRIES = 2
# A worker enforces every limit of a submission itself, so silence is never the submission's doing.
SILENCE_SECONDS = 60.0
# What orderly workers need for ending by themselves.
END_SECONDS = 15.0


@dataclass(frozen=True)
class Progress:
    """How far a run is: `done` of `total` reports, and the newest one.

    Attributes:
        from_store: Whether it was answered from the store.
    """

    done: int
    total: int
    student: str
    exercise: str
    from_store: bool


@dataclass
class _Task:
    """One job and whom it is for; the same code of several students is judged once."""

    job: Job
    key: str
    student: str
    tries: int = 0
    # Whether it is judged once more while no other is, because it was stopped for waiting.
    alone: bool = False
    # The job that cost two workers their lives, while the reference is judged in its place.
    accused: Job | None = None


class Engine:
    """Warm grading workers for one course. Use as a context manager.

    Args:
        seed: The class's hidden seed.
        workers: How many processes grade; 0 for one a core.
        level: Confinement level; empty for the best of this machine.
        store: File of finished reports, or None to keep nothing.
        silence_seconds: A worker that shows no sign of life for so long is killed and replaced.

    Raises:
        MachineError: The machine confines less than an assignment asks for.
    """

    def __init__(
        self,
        course: Course,
        *,
        seed: int,
        workers: int = 0,
        level: str = "",
        store: Path | None = None,
        silence_seconds: float = SILENCE_SECONDS,
    ):
        self.course, self.seed = course, seed
        self.level = confine.level_named(level) if level else confine.probe().level
        self.count = workers or len(os.sched_getaffinity(0))
        self.silence_seconds = silence_seconds
        self.store = Store(store) if store is not None else None
        self._workers: list[WorkerHandle] = []
        self._processes: list[subprocess.Popen] = []
        self._slugs: tuple[str, ...] = ()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers; they and their children are gone when this returns."""
        self._end_workers(END_SECONDS)
        if self.store is not None:
            self.store.close()

    def _end_workers(self, seconds: float) -> None:
        """End all workers: those that take longer than `seconds` are killed."""
        for worker in self._workers:
            worker.connection.close()
        for process in self._processes:
            end(process, seconds)
        for worker in self._workers:
            worker.close()
        self._workers, self._processes = [], []

    def grade(
        self,
        submissions: Sequence[Submission],
        on_progress: Callable[[Progress], None] = lambda progress: None,
    ) -> list[Grade]:
        """Return one grade for each submission, in their order."""
        self._check_levels({submission.assignment for submission in submissions})
        wanted = {submission.assignment for submission in submissions}
        tasks_of = [self._tasks(submission) for submission in submissions]
        tasks = {task.key: task for own in tasks_of for task in own}
        reports: dict[str, Report] = {}

        def keep(task: _Task, report: Report, from_store: bool) -> None:
            reports[task.key] = report
            if self.store is not None and not from_store and not report.has_internal_error:
                self.store.append(task.key, report)
            on_progress(
                Progress(len(reports), len(tasks), task.student, task.job.exercise, from_store)
            )

        waiting: deque[_Task] = deque()
        for task in tasks.values():
            known = self.store.find(task.key) if self.store is not None else None
            if known is not None:
                keep(task, known, True)
            else:
                waiting.append(task)
        if waiting:
            try:
                self._run(waiting, keep, wanted)
            except BaseException:
                self._end_workers(0)  # what they are at belongs to no later class
                raise
        return [
            self._grade_of(submission, [reports[task.key] for task in own])
            for submission, own in zip(submissions, tasks_of, strict=True)
        ]

    def _check_levels(self, assignments: set[str]) -> None:
        for slug in sorted(assignments):
            assignment = self.course.assignment(slug)
            minima = {slug: assignment.minimum_level}
            minima |= {e.slug: PROFILES[e.profile].level for e in assignment.exercises}
            for where, minimum in minima.items():
                if not confine.at_least(self.level, minimum):
                    raise MachineError(
                        f"asks for confinement level {minimum}, this run has {self.level}",
                        where=where,
                        cure="grade on a machine that confines better; see `autograder doctor`",
                    )

    def _tasks(self, submission: Submission) -> list[_Task]:
        if submission.problem:
            return []
        tasks, notebook = [], Notebook(c for c in submission.cells if not c.exercise)
        for exercise in self.course.assignment(submission.assignment).exercises:
            cells = tuple(c for c in submission.cells if c.exercise in ("", exercise.slug))
            if cells == notebook.cells:
                states = notebook.states(exercise.functions, exercise.grade_id)
            else:  # a file of its own
                states = States(cells)
            digest = digest_of(states)
            key = key_of(digest, exercise, self.seed, self.level)
            tasks.append(_Task(Job(exercise.slug, states, digest), key, submission.student))
        return tasks

    def _run(self, waiting: deque[_Task], keep: Callable, assignments: set[str]) -> None:
        self._start(min(self.count, len(waiting)), assignments)
        busy: dict[WorkerHandle, _Task] = {}
        again: deque[_Task] = deque()
        while waiting or busy or again:
            if not waiting and not busy:
                waiting.append(again.popleft())
            for worker in self._workers:
                if worker not in busy and waiting:
                    busy[worker] = waiting.popleft()
                    worker.send(busy[worker].job)
            for worker in self._heard(list(busy)):
                task = busy.pop(worker)
                answer = worker.receive()
                if answer is None:
                    self._replace(worker)
                    task.tries += 1
                    if task.tries < MAX_TRIES or self._accuse(task):
                        waiting.append(task)
                        continue
                    answer = self._answer_without_judgement(task, internal_error)
                elif task.accused and answer.report:
                    answer = self._answer_without_judgement(task, killed_the_grader)
                if answer.report is None:
                    raise MachineError(answer.error)
                self._check_same(answer.report)
                if _waited_too_long(answer.report) and not task.alone:
                    task.alone = True
                    again.append(task)
                    continue
                keep(task, answer.report, False)

    def _check_same(self, report: Report) -> None:
        """Refuse a report that a worker made with another exercise than its key speaks of."""
        if report.exercise_digest != self.course.exercise(report.exercise).digest:
            raise AuthorError(
                "the exercise has changed since the course was loaded",
                where=report.exercise,
                cure="load the course again and grade again; what is graded stays graded",
            )

    def _accuse(self, task: _Task) -> bool:
        """Put the reference in the submission's place, once, to learn whose fault it is."""
        if task.accused is not None:
            return False
        exercise = self.course.exercise(task.job.exercise)
        task.accused, task.tries = task.job, 0
        task.job = Job(exercise.slug, States((reference_cell(exercise),)), task.job.digest)
        return True

    def _answer_without_judgement(self, task: _Task, report: Callable) -> Answer:
        exercise = self.course.exercise(task.job.exercise)
        note = "the worker process died or fell silent twice"
        return Answer(report(exercise, task.accused, (self.seed, self.level), note))

    def _heard(self, busy: list[WorkerHandle]) -> list[WorkerHandle]:
        """Return the workers that have an answer, and those that are dead or silent for too long.

        The latter are killed. Time in which this process was stopped itself does not count.
        """
        started = time.monotonic()
        ready = wait([end for w in busy for end in (w.connection, w.beats)], BEAT_SECONDS)
        passed = min(time.monotonic() - started, 2 * BEAT_SECONDS)
        for worker in busy:
            worker.silence += passed
            if worker.beats in ready:
                worker.hear()
        silent = {w for w in busy if w.silence > self.silence_seconds} - {
            w for w in busy if w.connection in ready
        }
        for worker in silent:
            worker.kill()
        return [w for w in busy if w.connection in ready or w in silent]

    def _start(self, count: int, assignments: set[str]) -> None:
        """Have `count` workers that know the exercises of these assignments."""
        slugs = tuple(e.slug for e in self.course.exercises if e.assignment in assignments)
        if not set(slugs) <= set(self._slugs):
            self._end_workers(END_SECONDS)
            self._slugs = slugs
        self._workers += self._new_workers(count - len(self._workers))

    def _replace(self, worker: WorkerHandle) -> None:
        worker.kill()
        worker.close()
        (fresh,) = self._new_workers(1)
        self._workers[self._workers.index(worker)] = fresh

    def _new_workers(self, count: int) -> list[WorkerHandle]:
        if count < 1:
            return []
        patience = 3 * self.silence_seconds
        setup = Setup(str(self.course.folder), self._slugs, self.seed, self.level, patience)
        for _ in range(MAX_TRIES):
            process, workers = start_workers(count)
            self._processes.append(process)
            workers[0].send(setup)
            if all([worker.is_ready() for worker in workers]):
                return workers
            end(process, 0)
            self._processes.remove(process)
            for worker in workers:
                worker.close()
        raise MachineError(
            "a grading worker did not start",
            cure="run `autograder doctor`; what is graded stays graded",
        )

    def _grade_of(self, submission: Submission, reports: Sequence[Report]) -> Grade:
        assignment = self.course.assignment(submission.assignment)
        own, warnings = explained(reports, submission.warnings)
        score, points = (0.0, assignment.points) if submission.problem else total_of(own)
        late = penalty_of(score, submission.timestamp, assignment.due, self.course.late)
        return Grade(
            student=submission.student,
            assignment=assignment.slug,
            score=score,
            points=points,
            penalty=late,
            reports=own,
            timestamp=submission.timestamp,
            origin=submission.origin,
            warnings=warnings,
            problem=submission.problem,
        )


def _waited_too_long(report: Report) -> bool:
    """Whether a check was stopped for waiting, which the machine may have had a part in."""
    return any(outcome.stopped_by is Resource.WALL for outcome in report.outcomes)

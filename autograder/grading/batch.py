"""Grades a class: many submissions on all cores, each report kept as soon as it is there."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path

import msgspec

from autograder.errors import MachineError
from autograder.grading.score import penalty_of, total_of
from autograder.grading.store import Store, key_of
from autograder.grading.worker import Answer, Job, Setup, digest_of, internal_error
from autograder.model import Course, Grade, Report, Submission
from autograder.sandbox import confine

MAX_TRIES = 2


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


class Engine:
    """Warm grading workers for one course. Use as a context manager.

    Args:
        seed: The class's hidden seed.
        workers: How many processes grade; 0 for one a core.
        level: Confinement level; empty for the best of this machine.
        store: File of finished reports, or None to keep nothing.

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
    ):
        self.course, self.seed = course, seed
        self.level = level or confine.probe().level
        self.count = workers or len(os.sched_getaffinity(0))
        self.store = Store(store) if store is not None else None
        self._workers: list[_Worker] = []
        self._processes: list[subprocess.Popen] = []
        self._slugs: tuple[str, ...] = ()

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers; they and their children are gone when this returns."""
        for worker in self._workers:
            worker.end()
        for process in self._processes:
            process.wait()
        self._workers, self._processes = [], []
        if self.store is not None:
            self.store.close()

    def grade(
        self,
        submissions: Sequence[Submission],
        on_progress: Callable[[Progress], None] = lambda progress: None,
    ) -> list[Grade]:
        """Return one grade for each submission, in their order."""
        self._check_levels({submission.assignment for submission in submissions})
        wanted = {submission.assignment for submission in submissions}
        tasks = {task.key: task for s in submissions for task in self._tasks(s)}
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
            self._run(waiting, keep, wanted)
        return [self._grade_of(submission, reports) for submission in submissions]

    def _check_levels(self, assignments: set[str]) -> None:
        for slug in sorted(assignments):
            minimum = self.course.assignment(slug).minimum_level
            if not confine.at_least(self.level, minimum):
                raise MachineError(
                    f"asks for confinement level {minimum}, this run has {self.level}",
                    where=slug,
                    cure="grade on a machine that confines better; see `autograder doctor`",
                )

    def _tasks(self, submission: Submission) -> list[_Task]:
        if submission.problem:
            return []
        tasks = []
        for exercise in self.course.assignment(submission.assignment).exercises:
            cells = tuple(c for c in submission.cells if c.exercise in ("", exercise.slug))
            digest = digest_of(cells)
            key = key_of(digest, exercise.digest, self.seed, self.level)
            tasks.append(_Task(Job(exercise.slug, cells, digest), key, submission.student))
        return tasks

    def _run(self, waiting: deque[_Task], keep: Callable, assignments: set[str]) -> None:
        self._start(min(self.count, len(waiting)), assignments)
        busy: dict[_Worker, _Task] = {}
        while waiting or busy:
            for worker in self._workers:
                if worker not in busy and waiting:
                    busy[worker] = waiting.popleft()
                    worker.send(busy[worker].job)
            ready = wait([worker.connection for worker in busy])
            for worker in [w for w in busy if w.connection in ready]:
                task = busy.pop(worker)
                answer = worker.receive()
                if answer is None:
                    self._replace(worker)
                    task.tries += 1
                    if task.tries < MAX_TRIES:
                        waiting.append(task)
                        continue
                    exercise = self.course.exercise(task.job.exercise)
                    answer = Answer(
                        internal_error(
                            exercise,
                            task.job,
                            (self.seed, self.level),
                            "the worker process died twice",
                        )
                    )
                if answer.report is None:
                    raise MachineError(answer.error)
                keep(task, answer.report, False)

    def _start(self, count: int, assignments: set[str]) -> None:
        """Have `count` workers that know the exercises of these assignments."""
        slugs = tuple(e.slug for e in self.course.exercises if e.assignment in assignments)
        if not set(slugs) <= set(self._slugs):
            for worker in self._workers:
                worker.end()
            self._workers, self._slugs = [], slugs
        self._workers += self._new_workers(count - len(self._workers))

    def _replace(self, worker: _Worker) -> None:
        worker.end()
        (fresh,) = self._new_workers(1)
        self._workers[self._workers.index(worker)] = fresh

    def _new_workers(self, count: int) -> list[_Worker]:
        if count < 1:
            return []
        setup = Setup(str(self.course.folder), self._slugs, self.seed, self.level)
        process, connections = _start_workers(count)
        self._processes.append(process)
        workers = [_Worker(connection) for connection in connections]
        workers[0].send(setup)
        for worker in workers:
            worker.await_ready()
        return workers

    def _grade_of(self, submission: Submission, reports: dict[str, Report]) -> Grade:
        assignment = self.course.assignment(submission.assignment)
        own = tuple(reports[task.key] for task in self._tasks(submission))
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
            warnings=submission.warnings,
            problem=submission.problem,
        )


def _start_workers(count: int) -> tuple[subprocess.Popen, list[Connection]]:
    """Start one process that becomes `count` workers; return it and their connections."""
    pairs = [socket.socketpair() for _ in range(count)]
    theirs = [pair[1].fileno() for pair in pairs]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "autograder.grading.worker", *map(str, theirs)],
        pass_fds=theirs,
        env={**os.environ, **threads, "PYTHONHASHSEED": "1"},
        stdin=subprocess.DEVNULL,
    )
    for _, their_end in pairs:
        their_end.close()
    return process, [Connection(ours.detach()) for ours, _ in pairs]


class _Worker:
    """The connection to one worker."""

    def __init__(self, connection: Connection):
        self.connection = connection

    def send(self, message: Setup | Job) -> None:
        with contextlib.suppress(OSError):  # it is dead; `receive` finds out
            self.connection.send_bytes(msgspec.msgpack.encode(message))

    def receive(self) -> Answer | None:
        """Return the next answer, or None when the worker is dead."""
        try:
            return msgspec.msgpack.decode(self.connection.recv_bytes(), type=Answer)
        except (EOFError, OSError):
            return None

    def await_ready(self) -> None:
        """Wait until it has collected its checks.

        Raises:
            MachineError: It could not start; says why.
        """
        answer = self.receive()
        if answer is None:
            raise MachineError("a grading worker did not start", cure="run `autograder doctor`")
        if answer.error:
            raise MachineError(answer.error)

    def end(self) -> None:
        self.connection.close()

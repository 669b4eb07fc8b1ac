"""One grading worker: a pytest session that stays warm and judges whatever it is sent.

Started by `batch` as ``python -m autograder.grading.worker <socket> <pipe>...``, a pair for each
worker: questions come by the socket, signs of life go into the pipe. It holds the secrets
(reference, checks, seed) and talks to its own zygote; student code never runs in it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import traceback
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

import msgspec
import torch

from autograder.course import witnesses
from autograder.course.catalog import load_course
from autograder.errors import AutograderError
from autograder.grading.causes import load_warnings
from autograder.grading.check_runner import CheckRunner, with_checks
from autograder.grading.judging import engine_of
from autograder.grading.score import score_of
from autograder.grading.session import Session
from autograder.intake.states import States
from autograder.model import Cell, Exercise, Level, Outcome, Report, Text, Verdict
from autograder.sandbox.processes.host import Host, start_zygote

BEAT_SECONDS = 1.0
# The worker's own computing for one submission; only a check that never ends needs so much.
MAX_JUDGE_SECONDS = 600.0


@dataclass(frozen=True)
class Setup:
    """What a worker needs to know once.

    Attributes:
        zygote_seconds: A zygote that does not answer for so long is replaced.
    """

    solutions: str
    exercises: tuple[str, ...]
    seed: int
    level: Level
    zygote_seconds: float


@dataclass(frozen=True)
class Job:
    """One submission in one exercise."""

    exercise: str
    states: States
    digest: str


@dataclass(frozen=True)
class Answer:
    """What a worker sends back: a report, or why it cannot work at all; first, who it is."""

    report: Report | None = None
    error: str = ""
    pid: int = 0


def digest_of(states: States) -> str:
    """Return the SHA-256 of the code that one exercise's report depends on."""
    digest = hashlib.sha256()
    for cells in filter(None, (states.own, states.whole, states.first)):
        digest.update(f"{len(cells)} ".encode())
        for cell in cells:
            digest.update(f"{len(cell.name)} {cell.name} {len(cell.source)} ".encode())
            digest.update(cell.source.encode("utf-8", "surrogatepass"))
            digest.update(f"module {cell.module}".encode() if cell.module else b"")
    for cause in states.causes:
        digest.update(f"{len(cause.en)} {cause.en} ".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def main() -> None:
    """Collect the checks once, fork one worker for each connection, and serve until it closes."""
    fds = [int(fd) for fd in sys.argv[1:]]
    connections, beats = [Connection(fd) for fd in fds[::2]], [_Beats(fd) for fd in fds[1::2]]
    setup = msgspec.msgpack.decode(connections[0].recv_bytes(), type=Setup)
    torch.set_num_threads(1)
    zygote: subprocess.Popen[bytes] | None = None
    sockets: list[socket.socket] = []
    try:
        zygote, sockets = start_zygote(setup.level, len(connections))
        course = load_course(Path(setup.solutions))
        exercises = {slug: course.exercise(slug) for slug in setup.exercises}
        for exercise in exercises.values():
            engine_of(exercise)  # found out here, once: the copies know it

        def serve(runner: CheckRunner) -> None:
            number, forked = _fork(len(connections))
            for ends in (connections, sockets, beats):
                for end in ends:
                    if end is not ends[number]:
                        end.close()
            own = connections[number]
            try:
                sockets[number].settimeout(setup.zygote_seconds)
                with Host(setup.level, sockets[number]) as host, beats[number]:
                    _serve(runner, host, exercises, own)
            except (AutograderError, OSError) as error:
                _say(own, Answer(error=_in_words(error)))
            finally:
                if number:
                    os._exit(0)
            for pid in forked:
                os.waitpid(pid, 0)

        with_checks(exercises.values(), setup.seed, serve, witnesses.load)
    except (AutograderError, OSError) as error:
        _say(connections[0], Answer(error=_in_words(error)))
    finally:
        for end in sockets:
            end.close()
        if zygote is not None:
            zygote.wait()


class _Beats:
    """Shows the grader every second that this process runs. Use as a context manager.

    It ends the process when the grader is gone, or when one submission takes it for ever.
    """

    def __init__(self, pipe: int):
        self.pipe = pipe

    def __enter__(self) -> None:
        os.set_blocking(self.pipe, False)
        signal.signal(signal.SIGALRM, self._beat)
        signal.setitimer(signal.ITIMER_REAL, BEAT_SECONDS, BEAT_SECONDS)
        signal.signal(signal.SIGPROF, lambda *_: os._exit(1))

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _beat(self, *_: object) -> None:
        try:
            os.write(self.pipe, b".")
        except BlockingIOError:
            pass  # the grader is stopped, and its pipe full
        except OSError:
            os._exit(1)

    def close(self) -> None:
        os.close(self.pipe)


def _fork(count: int) -> tuple[int, list[int]]:
    """Fork `count` - 1 copies; return this copy's number and the processes it has forked."""
    forked: list[int] = []
    for number in range(1, count):
        pid = os.fork()
        if pid == 0:
            return number, []
        forked.append(pid)
    return 0, forked


def _serve(
    runner: CheckRunner, host: Host, exercises: dict[str, Exercise], own: Connection
) -> None:
    _say(own, Answer(pid=os.getpid()))
    while job := _next(own):
        signal.setitimer(signal.ITIMER_PROF, MAX_JUDGE_SECONDS)
        report = _judged(runner, host, exercises[job.exercise], job)
        signal.setitimer(signal.ITIMER_PROF, 0)
        _say(own, Answer(report))


def _say(own: Connection, answer: Answer) -> None:
    with contextlib.suppress(OSError):  # the grader is gone, and with it whoever could care
        own.send_bytes(msgspec.msgpack.encode(answer))


def _in_words(error: Exception) -> str:
    if isinstance(error, AutograderError):
        return str(error)
    return (
        f"a grading worker cannot go on ({error})\n  -> end other programs, raise the limit of "
        "processes (`ulimit -u`, pids.max) or free memory; what is graded stays graded"
    )


def _judged(runner: CheckRunner, host: Host, exercise: Exercise, job: Job) -> Report:
    """Return a report whatever happens: a worker that died of it would count against the job."""
    host.forgiven.clear()
    try:
        return judge(runner, host, exercise, job)
    except AutograderError:
        raise  # says what is wrong with the machine or the course, for all submissions alike
    except Exception:
        note = traceback.format_exc()[-4000:]
        return internal_error(exercise, job, (runner.seed, host.level), note)


def judge(runner: CheckRunner, host: Host, exercise: Exercise, job: Job) -> Report:
    """Return the report of one submission in one exercise: of the state that earns more."""
    started, spawned = time.perf_counter(), host.spawn_seconds
    before = dict(runner.replayer.phases)
    states = job.states
    outcomes, warnings = _judged_in(runner, host, exercise, states.own)
    if states.first and score_of(outcomes, exercise.points) < exercise.points:
        found, said = _judged_in(runner, host, exercise, states.first)
        if score_of(found, exercise.points) > score_of(outcomes, exercise.points):
            outcomes, warnings = found, (*said, states.defined_again)
            states = replace(states, whole=())
    if states.whole:
        all_outcomes, all_warnings = _judged_in(runner, host, exercise, states.whole)
        own, whole = (score_of(found, exercise.points) for found in (outcomes, all_outcomes))
        if whole > own:
            outcomes, warnings = all_outcomes, (*all_warnings, states.completed)
        elif own > whole:
            warnings = (*warnings, states.undone)
    phases = runner.replayer.phases
    phases = {name: spent - before.get(name, 0.0) for name, spent in phases.items()}
    phases["spawning"] = host.spawn_seconds - spawned
    phases["total"] = time.perf_counter() - started
    run = (runner.seed, host.level)
    return report_of(exercise, job.digest, run, outcomes, warnings=warnings, phases=phases)


def _judged_in(
    runner: CheckRunner, host: Host, exercise: Exercise, cells: tuple[Cell, ...]
) -> tuple[tuple[Outcome, ...], tuple[Text, ...]]:
    """Return the outcomes of the exercise after these cells, and which of them stopped short."""
    session = Session(exercise, cells, host.open)
    try:
        outcomes = runner.judge(session)
        return outcomes, load_warnings(exercise, cells, session.process.faults)
    finally:
        session.close()


def report_of(
    exercise: Exercise,
    digest: str,
    run: tuple[int, Level],
    outcomes: tuple[Outcome, ...],
    *,
    warnings: tuple[Text, ...] = (),
    phases: dict[str, float] | None = None,
) -> Report:
    """Put outcomes together with what is needed to repeat them.

    Args:
        run: The hidden seed and the confinement level.
    """
    return Report(
        exercise=exercise.slug,
        submission_digest=digest,
        exercise_digest=exercise.digest,
        engine=engine_of(exercise),
        seed=run[0],
        level=run[1],
        outcomes=outcomes,
        score=score_of(outcomes, exercise.points),
        points=exercise.points,
        warnings=warnings,
        phases=phases or {},
    )


def internal_error(exercise: Exercise, job: Job, run: tuple[int, Level], note: str) -> Report:
    """Return the report of a worker that fails, or dies over the reference too: full marks."""
    text = Text("the grader itself failed; this costs you nothing", "评分程序自身出错;不会扣分")
    return _alike(exercise, job, run, verdict=Verdict.INTERNAL_ERROR, text=text, note=note)


def killed_the_grader(exercise: Exercise, job: Job, run: tuple[int, Level], note: str) -> Report:
    """Return the report of a submission that ends the worker where the reference does not."""
    text = Text(
        "grading your code ended the grader each time; ask your teachers to look at it",
        "评分你的代码时评分程序每次都会中止;请联系教师查看",
    )
    return _alike(exercise, job, run, verdict=Verdict.CRASHED, text=text, note=note)


def _alike(
    exercise: Exercise, job: Job, run: tuple[int, Level], *, verdict: Verdict, text: Text, note: str
) -> Report:
    outcomes = tuple(
        Outcome(spec.name, verdict, spec.weight, spec.sentence, text, note=note)
        for spec in exercise.checks
    )
    return report_of(exercise, job.digest, run, outcomes)


def _next(connection: Connection) -> Job | None:
    try:
        return msgspec.msgpack.decode(connection.recv_bytes(), type=Job)
    except (EOFError, OSError):
        return None


if __name__ == "__main__":
    main()

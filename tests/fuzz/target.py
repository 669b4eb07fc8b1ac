"""What is demanded of every frame, and the steps a value takes through the grader."""

from __future__ import annotations

import collections
import resource
import time
import traceback
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import torch

from autograder.checks.compare import CheckFailed, assert_close, assert_equal
from autograder.checks.describe import describe
from autograder.errors import CodecError
from autograder.grading.fingerprints import fingerprint
from autograder.sandbox import codec
from autograder.sandbox.processes.channel import Channel
from autograder.sandbox.processes.faults import StudentFault
from autograder.sandbox.processes.student import RemoteObject, Student
from tests.machine import measured

BYTES_PER_BYTE = 128
FREE_BYTES = 32 << 20
MAX_WORDS = 10_000
# CPU time, so that a busy machine is no finding; the slowest step seen took a tenth of a second.
STEP_SECONDS = measured().seconds(2.0)
PLAIN = (
    type(None), bool, int, float, complex, str, bytes, range, torch.Size, torch.dtype,
    torch.device, torch.Tensor, codec.Opaque, codec.OnDevice, RemoteObject,
)  # fmt: skip
SEQUENCES = (list, tuple, set, frozenset)


class CalledBack(Exception):
    """The grader called into the student's process while it only looked at a value."""


class Broken(Exception):
    """A value breaks a promise of the codec."""


def _no_exchange(_frame: bytes) -> bytes:
    raise CalledBack


CHANNEL = Channel(_no_exchange)


@dataclass
class Finding:
    """One way to break a promise: where, and the smallest frame that does it."""

    step: str
    error: str
    frame: bytes
    count: int = 1


@dataclass
class Tally:
    """What a run has seen so far."""

    frames: int = 0
    decoded: int = 0
    worst_seconds: dict[str, float] = field(default_factory=dict)
    worst_traced: float = 0.0
    worst_growth: int = 0
    findings: dict[tuple[str, str], Finding] = field(default_factory=dict)

    def found(self, step: str, error: str, frame: bytes) -> None:
        known = self.findings.setdefault((step, error), Finding(step, error, frame, 0))
        known.count += 1
        if len(frame) < len(known.frame):
            known.frame = frame


def resolve(handle: codec.Handle) -> RemoteObject:
    """Return what a check would see in the handle's place."""
    return RemoteObject(CHANNEL, handle)


class Target:
    """Judges frames.

    Args:
        compare: Also compare decoded values with reference values.
    """

    def __init__(self, compare: bool = True):
        self.tally = Tally()
        self._compare = compare

    def judge(self, frame: bytes, expected: Any) -> bool:
        """Take one frame the whole way; return whether it decodes.

        Args:
            expected: A value that a check could compare the decoded one with.
        """
        self.tally.frames += 1
        before = _peak_bytes()
        value = self._step("decode", frame, lambda: codec.decode(frame, resolve))
        self._bounded("decode", frame, _peak_bytes() - before)
        if value is _NOTHING:
            return False
        self.tally.decoded += 1
        before = _peak_bytes()
        self._step("plain", frame, lambda: check_plain(value))
        self._step("canonical", frame, lambda: check_canonical(value))
        self._step("describe", frame, lambda: check_words(describe(value)))
        self._step("fingerprint", frame, lambda: fingerprint([value]))
        if self._compare:
            self._step("assert_equal", frame, lambda: assert_equal(value, expected))
            self._step("assert_close", frame, lambda: assert_close(value, expected))
        self._bounded("use", frame, _peak_bytes() - before)
        return True

    def judge_reply(self, frame: bytes) -> None:
        """Let the handle read the frame as the answer to a call."""
        student = Student(Channel(lambda _request: frame))
        self._step("reply", frame, lambda: student.f.observe(1))

    def sample_memory(self, frame: bytes) -> None:
        """Decode once more, with every allocation counted."""
        tracemalloc.start()
        try:
            codec.decode(frame, resolve)
        except CodecError:
            pass
        except Exception:  # already a finding
            return
        finally:
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        self.tally.worst_traced = max(self.tally.worst_traced, peak / (len(frame) + 1))
        if peak > BYTES_PER_BYTE * len(frame) + FREE_BYTES:
            self.tally.found("traced memory", "too much", frame)

    def _step(self, name: str, frame: bytes, call: Callable[[], Any]) -> Any:
        started = time.process_time()
        value = _NOTHING
        try:
            value = call()
        except CodecError as error:
            if name != "decode" or ran_out(error):
                self.tally.found(name, where(error), frame)
        except (CheckFailed, StudentFault) as error:
            if name not in ("assert_equal", "assert_close", "reply"):
                self.tally.found(name, where(error), frame)
        except Exception as error:
            self.tally.found(name, where(error), frame)
        seconds = time.process_time() - started
        self.tally.worst_seconds[name] = max(self.tally.worst_seconds.get(name, 0.0), seconds)
        if seconds > STEP_SECONDS:
            self.tally.found(name, "took too long", frame)
        return value

    def _bounded(self, name: str, frame: bytes, growth: int) -> None:
        self.tally.worst_growth = max(self.tally.worst_growth, growth)
        if growth > BYTES_PER_BYTE * len(frame) + FREE_BYTES:
            self.tally.found(name, "resident memory grew out of proportion", frame)


_NOTHING = object()


def check_plain(value: Any) -> None:
    """Raise unless the value consists of the codec's kinds alone, exactly of their types."""
    kind = type(value)
    if kind in SEQUENCES:
        for item in value:
            check_plain(item)
    elif kind in (dict, collections.OrderedDict):
        for key, item in value.items():
            check_plain(key)
            check_plain(item)
    elif kind is codec.Record:
        for _, item in value.fields:
            check_plain(item)
    elif kind is np.ndarray:
        if value.dtype == object:
            check_plain(value.ravel().tolist())
        elif value.dtype.kind not in "biufcmMUS":
            raise Broken(f"an array of {value.dtype}")
    elif not (kind in PLAIN or isinstance(value, np.generic) or kind.__module__[:6] == "pandas"):
        raise Broken(f"a {kind}")


def check_canonical(value: Any) -> None:
    """Raise unless the value's frame decodes to a value with the same frame."""
    frame = codec.encode(value)
    if codec.encode(codec.decode(frame)) != frame:
        raise Broken("not canonical")


def check_words(text: Any) -> None:
    """Raise unless a description is text of a length that a report can hold."""
    if type(text) is not str or len(text) > MAX_WORDS:
        raise Broken(f"a description of {len(text)} characters")


def ran_out(error: CodecError) -> bool:
    """Return whether a refusal hides a failed allocation."""
    cause = error.__context__
    return isinstance(cause, MemoryError) or "allocate" in str(cause)


def where(error: BaseException) -> str:
    """Return the error's type and message and the lines of ours that it came through."""
    ours = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
            for frame in traceback.extract_tb(error.__traceback__)
            if "autograder" in frame.filename]  # fmt: skip
    message = "" if isinstance(error, CodecError) else str(error)[:60]
    return f"{type(error).__name__}: {message} @ {ours[-1] if ours else 'tests'}"


def _peak_bytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10

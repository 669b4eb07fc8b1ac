"""Fingerprints of a submission's answers: equal for equal answers on any machine."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import torch

from autograder.checks.compare import CheckFailed
from autograder.course.witnesses import Signature
from autograder.errors import CodecError
from autograder.sandbox import codec
from autograder.sandbox.processes.faults import StudentRaised
from autograder.sandbox.processes.student import RemoteObject, type_name

MAX_PIECES = 4096  # of one answer; what differs only later has the same fingerprint
ADDRESS = re.compile(r"0x[0-9a-fA-F]+")
CHUNK = 1 << 16  # rounding takes a dozen times the memory of what it rounds
# What a piece is, and what it holds whatever its type.
Piece = tuple[bytes, bytes]


def fingerprint(answers: Iterable[Any]) -> str:
    """Return 16 hex digits for these results and exceptions of a submission, in their order."""
    trail = Trail()
    trail.add(answers, None)
    return trail.signature.exact


class Trail:
    """The answers to one input after another, and how a check took them."""

    def __init__(self) -> None:
        self._exact, self._loose = hashlib.sha256(), hashlib.sha256()

    def add(self, answers: Iterable[Any], error: BaseException | None) -> None:
        """Add the answers to one input.

        Args:
            error: What the check said to them; None if they are right.
        """
        for answer in answers:
            for kind, content in islice(_pieces(answer), MAX_PIECES):
                self._exact.update(kind + content)
                self._loose.update(content)
        if error is not None:
            said = error.text.en if isinstance(error, CheckFailed) else type(error).__name__
            self._exact.update(said.encode("utf-8", "replace"))
            self._loose.update(said.encode("utf-8", "replace"))

    @property
    def signature(self) -> Signature:
        return Signature(self._exact.hexdigest()[:16], self._loose.hexdigest()[:16])


def _pieces(value: Any) -> Iterator[Piece]:
    """Yield bytes that are equal for equal answers; floats are rounded to three digits."""
    if isinstance(value, StudentRaised):
        # Errors of one type have many reasons; an address says nothing of them.
        reason = ADDRESS.sub("", value.message)
        yield b"raised ", f"{value.type_name}: {reason}".encode("utf-8", "replace")
    elif isinstance(value, RemoteObject):
        yield b"object ", type_name(value).encode()
    elif isinstance(value, torch.Tensor):
        yield f"tensor {value.dtype}".encode(), str(tuple(value.shape)).encode()
        yield from _of_tensor(value.detach())
    elif isinstance(value, codec.OnDevice):
        yield f"on {value.device} ".encode(), b""
        yield from _pieces(value.values)
    elif isinstance(value, np.ndarray) and value.dtype.kind == "f":
        yield f"array {value.dtype}".encode(), str(value.shape).encode()
        parts = value.reshape(-1)
        for start in range(0, parts.size, CHUNK):
            yield b"", _rounded(parts[start : start + CHUNK])
    elif isinstance(value, bool | int | float):
        exactly = b"" if isinstance(value, float) else _encoded(value)
        yield type(value).__name__.encode() + exactly, _number(value)
    elif type(value) in (list, tuple):
        yield str(type(value)).encode(), str(len(value)).encode()
        for item in value:
            yield from _pieces(item)
    elif type(value) is dict:
        yield b"dict", b""
        for key, item in value.items():
            yield from _pieces(key)
            yield from _pieces(item)
    else:
        yield b"", _encoded(value)


def _of_tensor(value: torch.Tensor) -> Iterator[Piece]:
    if value.is_complex():
        yield b"", _encoded(value.contiguous())
        return
    for part in value.reshape(-1).split(CHUNK):
        if not value.is_floating_point():  # every digit of a whole number counts
            yield _encoded(part.contiguous()), b""
        yield b"", _rounded(part.to(torch.float64).numpy())


def _number(value: float) -> bytes:
    try:
        return _rounded(np.array(float(value)))
    except OverflowError:
        return _encoded(value)


def _encoded(value: Any) -> bytes:
    try:
        return codec.encode(value)
    except CodecError:
        return b"?"


def _rounded(values: np.ndarray) -> bytes:
    with np.errstate(all="ignore"):
        values = np.asarray(values, dtype=np.float64)
        scale = 10.0 ** (np.floor(np.log10(np.abs(values))) - 2)
        rounded = np.where(
            np.isfinite(values) & (values != 0), np.round(values / scale) * scale, values
        )
        return (rounded.astype(np.float32) + 0.0).tobytes()

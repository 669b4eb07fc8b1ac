"""Fingerprints of a submission's answers: equal for equal answers on any machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import numpy as np
import torch

from autograder.errors import CodecError
from autograder.sandbox import codec
from autograder.sandbox.processes.faults import StudentRaised
from autograder.sandbox.processes.student import RemoteObject, type_name

MAX_PIECES = 4096  # of one answer; what differs only later has the same fingerprint
CHUNK = 1 << 16  # rounding takes a dozen times the memory of what it rounds


def fingerprint(answers: Iterable[Any]) -> str:
    """Return 16 hex digits for these results and exceptions of a submission, in their order."""
    digest = hashlib.sha256()
    for answer in answers:
        for piece in islice(_pieces(answer), MAX_PIECES):
            digest.update(piece)
    return digest.hexdigest()[:16]


def _pieces(value: Any) -> Iterator[bytes]:
    """Yield bytes that are equal for equal answers; floats are rounded to three digits."""
    if isinstance(value, StudentRaised):
        yield f"raised {value.type_name}".encode()
    elif isinstance(value, RemoteObject):
        yield f"object {type_name(value)}".encode()
    elif isinstance(value, torch.Tensor):
        yield f"tensor {value.dtype} {tuple(value.shape)}".encode()
        if value.is_floating_point():
            for part in value.detach().reshape(-1).split(CHUNK):
                yield _rounded(part.to(torch.float64).numpy())
        else:
            yield codec.encode(value.detach().contiguous())
    elif isinstance(value, codec.OnDevice):
        yield f"on {value.device} ".encode()
        yield from _pieces(value.values)
    elif isinstance(value, np.ndarray) and value.dtype.kind == "f":
        yield f"array {value.dtype} {value.shape}".encode()
        parts = value.reshape(-1)
        for start in range(0, parts.size, CHUNK):
            yield _rounded(parts[start : start + CHUNK])
    elif isinstance(value, float):
        yield b"float" + _rounded(np.array(value))
    elif type(value) in (list, tuple):
        yield str(type(value)).encode()
        for item in value:
            yield from _pieces(item)
    elif type(value) is dict:
        yield b"dict"
        for key, item in value.items():
            yield from _pieces(key)
            yield from _pieces(item)
    else:
        yield _encoded(value)


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

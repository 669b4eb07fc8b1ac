"""Fingerprints of a submission's answers: equal for equal answers on any machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import numpy as np
import torch

from autograder.errors import CodecError
from autograder.sandbox import codec
from autograder.sandbox.faults import StudentRaised
from autograder.sandbox.student import RemoteObject

CHUNK = 1 << 16  # rounding takes a dozen times the memory of what it rounds


def fingerprint(answers: Iterable[Any]) -> str:
    """Return 16 hex digits for these results and exceptions of a submission, in their order."""
    digest = hashlib.sha256()
    for answer in answers:
        digest.update(_fingerprint(answer))
    return digest.hexdigest()[:16]


def _fingerprint(value: Any) -> bytes:
    """Return bytes that are equal for equal answers; floats are rounded to three digits."""
    if isinstance(value, StudentRaised):
        return f"raised {value.type_name}".encode()
    if isinstance(value, RemoteObject):
        return f"object {value._type_name}".encode()
    if isinstance(value, torch.Tensor):
        kind = f"tensor {value.dtype} {tuple(value.shape)}".encode()
        if value.is_floating_point():
            return kind + b"".join(
                _rounded(part.to(torch.float64).numpy())
                for part in value.detach().reshape(-1).split(CHUNK)
            )
        return kind + codec.encode(value.detach().contiguous())
    if isinstance(value, codec.OnDevice):
        return f"on {value.device} ".encode() + _fingerprint(value.values)
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        parts = value.reshape(-1)
        return f"array {value.dtype} {value.shape}".encode() + b"".join(
            _rounded(parts[start : start + CHUNK]) for start in range(0, parts.size, CHUNK)
        )
    if isinstance(value, float):
        return b"float" + _rounded(np.array(value))
    if type(value) in (list, tuple):
        return str(type(value)).encode() + b"".join(map(_fingerprint, value))
    if type(value) is dict:
        return b"dict" + b"".join(_fingerprint(k) + _fingerprint(v) for k, v in value.items())
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

"""What a frame may hold: the plain values of its own, the caps, and one account for both ends.

The encoder and the decoder spend from the same `Allowance`, so what one makes the other accepts.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import torch

from autograder.errors import CodecError

MAX_FRAME_BYTES = 256 << 20
# The header becomes Python objects, up to 72 bytes for one of its own; buffers stay what they are.
MAX_HEADER_BYTES = 8 << 20
MAX_PARTS = 1_000_000
MAX_DEPTH = 60
MAX_DIMS = 16
# A zero-element tensor has no data to bound its shape, and `t.sum(0)` of a (0, n) tensor has n
# elements. This many of the widest dtype fill exactly one frame of the largest size.
MAX_EMPTY_ELEMENTS = 1 << 24
MAX_INT_BYTES = 1500  # below the 4300 digits that Python refuses to print
# An expanded tensor claims more than it holds; copying it must stay within reach of its frame.
FREE_EXPANSION = 16
MAX_EXPANDED_BYTES = 16 << 20
MAX_EQUAL_HASHES = 64
MAX_NAME = 80
INLINE_BYTES = 4096

TABLE_PARTS = 200  # a table costs the decoder as much as this many numbers
COLUMN_PARTS = 50
TENSOR_PARTS = 8

TORCH_DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64,
        torch.uint16, torch.uint32, torch.uint64, torch.float16, torch.bfloat16,
        torch.float32, torch.float64, torch.complex64, torch.complex128,
    )
}  # fmt: skip
DTYPE_NAMES = {
    str(value).removeprefix("torch."): value
    for value in vars(torch).values()
    if isinstance(value, torch.dtype)
}
# Taken now: a submission, beside which this runs as well, can put something else in their places.
_dtype, _fromiter = np.dtype, np.fromiter
_NUMPY_NAME = re.compile(
    r"[<>|](?:b1|[iu][1248]|f(?:2|4|8|16)|c(?:8|16|32)|[US][1-9]\d{0,8}"
    r"|[mM]8(?:\[\d{0,9}(?:Y|M|W|D|h|m|s|ms|us|ns|ps|fs|as)\])?)"
)


@dataclass(frozen=True, eq=False)
class Opaque:
    """A value of the other process that has no plain form; equal to nothing.

    Attributes:
        type_name: Name of its type there, for the message only.
    """

    type_name: str

    def __repr__(self) -> str:
        return f"<{self.type_name} object>"


@dataclass(frozen=True)
class Handle:
    """A live object that stays in the other process (an encoder, a model, a function)."""

    number: int
    type_name: str


@dataclass(frozen=True)
class Record:
    """A named tuple of the other process, as its name and fields.

    Fields are attributes too, except those that start with an underscore.
    """

    type_name: str
    fields: tuple[tuple[str, Any], ...]

    def __getattr__(self, name: str) -> Any:
        # Libraries ask any object for `__array__` and the like: the sender must not answer.
        if not name.startswith("_"):
            for key, value in object.__getattribute__(self, "fields"):
                if key == name:
                    return value
        raise AttributeError(name)


@dataclass(frozen=True, eq=False)
class OnDevice:
    """A tensor that lives on another device than the CPU, with a copy of its values."""

    device: str
    values: torch.Tensor


class NoPlainForm(Exception):
    """This value cannot arrive as it is; the encoder puts a handle or an `Opaque` in its place."""


class Allowance:
    """What is left for one frame of its parts and of its expanded tensors."""

    def __init__(self) -> None:
        self._parts = MAX_PARTS
        self._expanded = MAX_EXPANDED_BYTES

    def spend(self, parts: int, depth: int = 0) -> None:
        """Take `parts` from what is left.

        Raises:
            CodecError: The value has too many parts or is too deep.
        """
        self._parts -= parts
        if self._parts < 0 or depth > MAX_DEPTH:
            raise CodecError(f"a value nests deeper than {MAX_DEPTH} or has over {MAX_PARTS} parts")

    def expand(self, claimed: int, held: int) -> bool:
        """Return whether a tensor that claims more bytes than it holds still fits; take them."""
        if claimed > FREE_EXPANSION * held:
            if claimed > self._expanded:
                return False
            self._expanded -= claimed
        return True


def elements(shape: list[int]) -> int:
    """Return how many elements an array of this shape has.

    Raises:
        CodecError: The shape is malformed, or a zero-element one hides a huge dimension.
    """
    if type(shape) is not list or len(shape) > MAX_DIMS:
        raise CodecError(f"a shape of more than {MAX_DIMS} dimensions, or none")
    for size in shape:
        if type(size) is not int or size < 0:
            raise CodecError("malformed shape")
    count = math.prod(shape)
    if count == 0 and math.prod(filter(None, shape)) > MAX_EMPTY_ELEMENTS:
        raise CodecError(f"an empty tensor of shape {tuple(shape)} is too wide")
    return count


@lru_cache(maxsize=256)
def numpy_dtype(name: str) -> np.dtype | None:
    """Return the dtype that `name` spells if its values are plain bytes, else None."""
    # Before NumPy sees it: other names make arrays of objects, whose bytes would be addresses.
    if not _NUMPY_NAME.fullmatch(name):
        return None
    dtype = _dtype(name)
    return dtype if dtype.str == name else None


def objects_of(values: list[Any]) -> np.ndarray:
    """Return an object array whose cells are exactly these values."""
    # Slice assignment would unpack lists and arrays.
    return _fromiter(values, dtype=object, count=len(values))

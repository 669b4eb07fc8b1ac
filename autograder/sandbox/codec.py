"""Values as bytes and back, for a pipe whose other end is hostile.

A frame is a msgpack header followed by raw buffers. Decoding builds plain values only (no pickle,
no import by name, no call into a class of the sender) and checks every size before it allocates.
What has no plain form becomes an `Opaque`, which compares unequal to everything.
"""

from __future__ import annotations

import ctypes
import math
import struct
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import torch

from autograder.errors import CodecError

MAX_FRAME_BYTES = 256 << 20
MAX_NODES = 1_000_000
MAX_DEPTH = 60
MAX_DIMS = 16
# Also bounds zero-element tensors: reducing a (0, 2**38) tensor would allocate its other dimension.
MAX_ELEMENTS = 1 << 31
MAX_INT_DIGITS = 4000

TORCH_DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64,
        torch.uint16, torch.uint32, torch.uint64, torch.float16, torch.bfloat16,
        torch.float32, torch.float64, torch.complex64, torch.complex128,
    )
}  # fmt: skip
NUMPY_KINDS = frozenset("biufcmM")
_HEADER = struct.Struct("<II")
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder()


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
    """A dataclass or named tuple of the other process, as its name and fields."""

    type_name: str
    fields: tuple[tuple[str, Any], ...]

    def __getattr__(self, name: str) -> Any:
        for key, value in object.__getattribute__(self, "fields"):
            if key == name:
                return value
        raise AttributeError(name)


def encode(value: Any, handles: Handles | None = None, *, strict: bool = False) -> bytes:
    """Return the frame of `value`.

    Args:
        handles: Where objects without a plain form are kept; without it they become `Opaque`.
        strict: Refuse what would become `Opaque`.

    Raises:
        CodecError: The value is too large or too deep, or has no plain form and `strict` is set.
    """
    writer = _Writer(handles, strict)
    tree = writer.node(value, 0)
    sizes = [len(buffer) for buffer in writer.buffers]
    header = _encoder.encode([tree, sizes])
    total = len(header) + sum(sizes)
    if total > MAX_FRAME_BYTES:
        raise CodecError(f"a value of {total:,} bytes is larger than {MAX_FRAME_BYTES:,}")
    return b"".join([_HEADER.pack(len(header), total - len(header)), header, *writer.buffers])


def decode(frame: bytes, resolve: Any = None) -> Any:
    """Return the value of `frame`.

    Args:
        resolve: Maps a `Handle` to what the receiver uses in its place; the identity by default.

    Raises:
        CodecError: The frame is not one that `encode` could have written, or exceeds a cap.
    """
    if len(frame) < _HEADER.size:
        raise CodecError("truncated frame")
    header_size, body_size = _HEADER.unpack_from(frame)
    if _HEADER.size + header_size + body_size != len(frame) or len(frame) > MAX_FRAME_BYTES:
        raise CodecError("frame length does not match its header")
    view = memoryview(frame)
    body = _HEADER.size + header_size
    try:
        tree, sizes = _decoder.decode(view[_HEADER.size : body])
        reader = _Reader(_split(view[body:], sizes), resolve)
        return reader.node(tree, 0)
    except CodecError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, AttributeError,
            RecursionError, RuntimeError, MemoryError, struct.error) as error:  # fmt: skip
        raise CodecError(f"malformed frame ({type(error).__name__})") from None


def _split(body: memoryview, sizes: Any) -> list[memoryview]:
    if not isinstance(sizes, list) or any(type(n) is not int or n < 0 for n in sizes):
        raise CodecError("malformed buffer table")
    if sum(sizes) != len(body):
        raise CodecError("buffer table does not cover the frame")
    buffers, start = [], 0
    for size in sizes:
        buffers.append(body[start : start + size])
        start += size
    return buffers


class Handles:
    """Objects of this process that the other side refers to by number."""

    def __init__(self):
        self._objects: list[Any] = []

    def keep(self, value: Any) -> Handle:
        for number, known in enumerate(self._objects):
            if known is value:
                return Handle(number, _type_name(value))
        self._objects.append(value)
        return Handle(len(self._objects) - 1, _type_name(value))

    def __getitem__(self, handle: Handle) -> Any:
        return self._objects[handle.number]


def _type_name(value: Any) -> str:
    return str(type(value).__name__)[:80]


class _Writer:
    def __init__(self, handles: Handles | None, strict: bool):
        self.handles, self.strict = handles, strict
        self.buffers: list[bytes] = []
        self.nodes = 0

    def node(self, value: Any, depth: int) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise CodecError(f"a value nests deeper than {MAX_DEPTH} or has over {MAX_NODES} parts")
        kind = type(value)
        if value is None or kind in (bool, float, str):
            return _checked_text(value) if kind is str else value
        if kind is int:
            return value if -(1 << 63) <= value < (1 << 64) else ["int", _digits(value)]
        writer = _WRITERS.get(kind)
        if writer is not None:
            return writer(self, value, depth + 1)
        return self.other(value, depth + 1)

    def items(self, values: Any, depth: int) -> list[Any]:
        return [self.node(item, depth) for item in values]

    def buffer(self, data: Any) -> int:
        self.buffers.append(data)
        return len(self.buffers) - 1

    def tensor(self, value: torch.Tensor, _depth: int) -> Any:
        name = str(value.dtype).removeprefix("torch.")
        if name not in TORCH_DTYPES or value.layout is not torch.strided or value.is_meta:
            return self.opaque(f"Tensor[{name}, {value.layout}, {value.device}]")
        data, strides = _dense(value.detach())
        data = self.buffer(data)
        device = str(value.device)
        return ["tensor", name, list(value.shape), strides, value.requires_grad, device, data]

    def array(self, value: np.ndarray, depth: int) -> Any:
        if value.dtype.kind in NUMPY_KINDS:
            data = self.buffer(np.ascontiguousarray(value).tobytes())
            return ["array", value.dtype.str, list(value.shape), data]
        if value.dtype.kind in "OUST":
            return ["objects", value.dtype.kind, list(value.shape),
                    self.items(value.ravel().tolist(), depth)]  # fmt: skip
        return self.opaque(f"ndarray[{value.dtype}]")

    def other(self, value: Any, depth: int) -> Any:
        if isinstance(value, np.generic) and value.dtype.kind in NUMPY_KINDS:
            return ["scalar", value.dtype.str, self.buffer(value.tobytes())]
        kind = type(value)
        if isinstance(value, tuple) and kind.__bases__ == (tuple,) and hasattr(kind, "_fields"):
            return ["record", kind.__name__, list(kind._fields), self.items(tuple(value), depth)]
        if kind is Handle:
            return ["handle", value.number, value.type_name]
        if kind is Opaque:
            return self.opaque(value.type_name)
        if kind is Record:
            names = [name for name, _ in value.fields]
            return ["record", value.type_name, names,
                    self.items([item for _, item in value.fields], depth)]  # fmt: skip
        table = _table_writer(value)
        if table is not None:
            return table(self, value, depth)
        if self.handles is not None:
            handle = self.handles.keep(value)
            return ["handle", handle.number, handle.type_name]
        return self.opaque(_type_name(value))

    def opaque(self, name: str) -> list[str]:
        if self.strict:
            raise CodecError(f"{name} has no plain form")
        return ["opaque", name[:80]]


def _checked_text(value: str) -> Any:
    try:
        value.encode()
    except UnicodeEncodeError:  # lone surrogates have no UTF-8 form, but they are legal str
        return ["text", list(map(ord, value))]
    return value


def _digits(value: int) -> str:
    if value.bit_length() > MAX_INT_DIGITS * 3:
        raise CodecError(f"an integer of more than {MAX_INT_DIGITS} digits")
    return str(value)


def _dense(value: torch.Tensor) -> tuple[bytes, list[int] | None]:
    """Return the memory a tensor spans, and its strides unless it is contiguous."""
    if value.is_conj() or value.is_neg():
        value = value.resolve_conj().resolve_neg()
    if value.device.type != "cpu":
        value = value.cpu()
    if value.is_contiguous():
        return _raw(value), None
    strides = list(value.stride())
    if value.numel() == 0:
        return b"", strides
    span = 1 + sum((size - 1) * step for size, step in zip(value.shape, strides, strict=True))
    # A slice of a huge tensor may span far more than it holds: then its layout is not worth it.
    if span > 4 * value.numel() + 1024:
        return _raw(value.contiguous()), None
    return _raw(value.as_strided((span,), (1,))), strides


def _raw(value: torch.Tensor) -> bytes:
    """Return a contiguous tensor's bytes; ten times faster than by way of NumPy."""
    return ctypes.string_at(value.data_ptr(), value.nbytes) if value.numel() else b""


def _pairs(writer: _Writer, value: dict, depth: int) -> list[Any]:
    return [[writer.node(k, depth), writer.node(v, depth)] for k, v in value.items()]


_WRITERS = {
    bytes: lambda w, v, d: v,
    list: lambda w, v, d: ["list", w.items(v, d)],
    tuple: lambda w, v, d: ["tuple", w.items(v, d)],
    set: lambda w, v, d: ["set", w.items(sorted(v, key=repr), d)],
    frozenset: lambda w, v, d: ["frozenset", w.items(sorted(v, key=repr), d)],
    dict: lambda w, v, d: ["dict", _pairs(w, v, d)],
    OrderedDict: lambda w, v, d: ["ordered", _pairs(w, v, d)],
    complex: lambda w, v, d: ["complex", v.real, v.imag],
    torch.Tensor: _Writer.tensor,
    np.ndarray: _Writer.array,
    torch.Size: lambda w, v, d: ["size", list(v)],
    torch.dtype: lambda w, v, d: ["dtype", str(v).removeprefix("torch.")],
    torch.device: lambda w, v, d: ["device", str(v)],
    range: lambda w, v, d: ["range", v.start, v.stop, v.step],
}


def _table_writer(value: Any) -> Any:
    """Return the writer of a pandas value; pandas is imported only where a table appears."""
    if not type(value).__module__.startswith("pandas"):
        return None
    from autograder.sandbox import tables

    return tables.WRITERS.get(type(value))


class _Reader:
    def __init__(self, buffers: list[memoryview], resolve: Any):
        self.buffers = buffers
        self.resolve = resolve
        self.nodes = 0

    def node(self, tree: Any, depth: int) -> Any:
        self.nodes += 1
        if depth > MAX_DEPTH or self.nodes > MAX_NODES:
            raise CodecError("value too deep or too large")
        if type(tree) is not list:
            if type(tree) is dict:
                raise CodecError("unexpected map")
            return tree
        reader = _READERS.get(tree[0]) if tree and type(tree[0]) is str else None
        if reader is not None:
            return reader(self, depth + 1, *tree[1:])
        from autograder.sandbox import tables  # only tables are left; see _table_writer

        return tables.READERS[tree[0]](self, depth + 1, *tree[1:])

    def items(self, trees: list, depth: int) -> list[Any]:
        if type(trees) is not list:
            raise CodecError("expected a sequence")
        return [self.node(tree, depth) for tree in trees]

    def take(self, number: Any) -> memoryview:
        if type(number) is not int or not 0 <= number < len(self.buffers):
            raise CodecError("no such buffer")
        return self.buffers[number]

    def tensor(self, _d: int, name: str, shape: list, strides: Any, grad: bool, device: str,
               number: int) -> Any:  # fmt: skip
        dtype = TORCH_DTYPES[name]
        count = _elements(shape)
        data = self.take(number)
        held, rest = divmod(len(data), dtype.itemsize)
        if rest:
            raise CodecError("buffer is no whole number of elements")
        flat = (
            torch.frombuffer(bytearray(data), dtype=dtype) if held else torch.empty(0, dtype=dtype)
        )
        if dtype is torch.bool and held:  # other bytes than 0 and 1 are undefined behaviour
            flat = flat.view(torch.uint8) != 0
        if strides is None:
            if held != count:
                raise CodecError("shape does not match the data")
            value = flat.reshape(shape)
        else:
            value = flat.as_strided(shape, _checked_strides(shape, strides, held))
        if grad and (dtype.is_floating_point or dtype.is_complex):
            value.requires_grad_(True)
        return value if device == "cpu" else OnDevice(str(device)[:40], value)

    def array(self, _d: int, dtype_name: str, shape: list, number: int) -> np.ndarray:
        dtype = _numpy_dtype(dtype_name)
        count, data = _elements(shape), self.take(number)
        if count * dtype.itemsize != len(data):
            raise CodecError("shape does not match the data")
        return np.frombuffer(bytearray(data), dtype=dtype).reshape(shape)

    def objects(self, depth: int, kind: str, shape: list, trees: list) -> np.ndarray:
        if kind not in ("O", "U", "S", "T") or _elements(shape) != len(trees):
            raise CodecError("shape does not match the data")
        values = self.items(trees, depth)
        if kind in "US":
            return np.array(values, dtype=kind).reshape(shape)
        out = np.empty(len(values), dtype=object)
        for position, item in enumerate(values):
            out[position] = item
        return out.reshape(shape)

    def scalar(self, _d: int, dtype_name: str, number: int) -> Any:
        dtype, data = _numpy_dtype(dtype_name), self.take(number)
        if len(data) != dtype.itemsize:
            raise CodecError("scalar of the wrong size")
        return np.frombuffer(bytes(data), dtype=dtype)[0]

    def handle(self, _d: int, number: int, type_name: str) -> Any:
        if type(number) is not int or number < 0:
            raise CodecError("no such handle")
        handle = Handle(number, str(type_name)[:80])
        return self.resolve(handle) if self.resolve else handle

    def pairs(self, depth: int, trees: list) -> list[tuple[Any, Any]]:
        return [(self.node(key, depth), self.node(value, depth)) for key, value in trees]


@dataclass(frozen=True, eq=False)
class OnDevice:
    """A tensor that lives on another device than the CPU, with a copy of its values."""

    device: str
    values: torch.Tensor


def _elements(shape: Any) -> int:
    if type(shape) is not list or len(shape) > MAX_DIMS:
        raise CodecError("malformed shape")
    if any(type(size) is not int or size < 0 for size in shape):
        raise CodecError("malformed shape")
    if math.prod(size for size in shape if size) > MAX_ELEMENTS:
        raise CodecError("a tensor with too many elements")
    return math.prod(shape)


def _checked_strides(shape: list, strides: Any, held: int) -> list[int]:
    count = _elements(shape)
    if type(strides) is not list or len(strides) != len(shape):
        raise CodecError("malformed strides")
    if any(type(step) is not int or step < 0 or step > MAX_ELEMENTS for step in strides):
        raise CodecError("malformed strides")
    last = sum((size - 1) * step for size, step in zip(shape, strides, strict=True))
    if count and last >= held:
        raise CodecError("strides reach beyond the data")
    return strides


def _numpy_dtype(name: Any) -> np.dtype:
    if type(name) is not str or len(name) > 20:
        raise CodecError("malformed dtype")
    dtype = np.dtype(name)
    if dtype.kind not in NUMPY_KINDS or dtype.itemsize == 0 or dtype.itemsize > 32:
        raise CodecError("unexpected dtype")
    return dtype


def _big_int(text: Any) -> int:
    if type(text) is not str or len(text) > MAX_INT_DIGITS + 1:
        raise CodecError("integer too long")
    return int(text)


def _record(reader: _Reader, depth: int, name: str, names: list, trees: list) -> Record:
    values = reader.items(trees, depth)
    if any(type(key) is not str for key in names):
        raise CodecError("malformed record")
    return Record(str(name)[:80], tuple(zip(names, values, strict=True)))


_READERS = {
    "list": lambda r, d, items: r.items(items, d),
    "tuple": lambda r, d, items: tuple(r.items(items, d)),
    "set": lambda r, d, items: set(r.items(items, d)),
    "frozenset": lambda r, d, items: frozenset(r.items(items, d)),
    "dict": lambda r, d, pairs: dict(r.pairs(d, pairs)),
    "ordered": lambda r, d, pairs: OrderedDict(r.pairs(d, pairs)),
    "complex": lambda r, d, real, imag: complex(real, imag),
    "int": lambda r, d, text: _big_int(text),
    "text": lambda r, d, points: "".join(map(chr, points)),
    "tensor": _Reader.tensor,
    "array": _Reader.array,
    "objects": _Reader.objects,
    "scalar": _Reader.scalar,
    "size": lambda r, d, shape: torch.Size(shape),
    "dtype": lambda r, d, name: TORCH_DTYPES.get(name) or Opaque(f"torch.{str(name)[:40]}"),
    "device": lambda r, d, name: torch.device(name),
    "range": lambda r, d, *ends: range(*ends),
    "handle": _Reader.handle,
    "opaque": lambda r, d, name: Opaque(str(name)[:80]),
    "record": _record,
}

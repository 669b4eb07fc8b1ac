"""From a value to the tree and the buffers of its frame."""

from __future__ import annotations

import ctypes
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

import msgspec
import numpy as np
import torch

from autograder.errors import CodecError
from autograder.sandbox.codec.values import (
    INLINE_BYTES,
    MAX_INT_BYTES,
    MAX_NAME,
    TENSOR_PARTS,
    TORCH_DTYPES,
    Allowance,
    Handle,
    NoPlainForm,
    OnDevice,
    Opaque,
    Record,
    elements,
    numpy_dtype,
)

_LEAVES = frozenset({type(None), bool, float})
_header_encoder = msgspec.msgpack.Encoder()


class Handles:
    """Objects of this process that the other side refers to by number."""

    def __init__(self) -> None:
        self._objects: list[Any] = []
        self._numbers: dict[int, int] = {}  # by id, which stays valid as the objects are kept

    def keep(self, value: Any) -> Handle:
        """Return the handle of `value`, the same one for the same object."""
        number = self._numbers.setdefault(id(value), len(self._objects))
        if number == len(self._objects):
            self._objects.append(value)
        return Handle(number, type_name(value))

    def __getitem__(self, handle: Handle) -> Any:
        return self._objects[handle.number]


def type_name(value: Any) -> str:
    """Return the name of the value's type, cut to a length fit for a message."""
    return str(type(value).__name__)[:MAX_NAME]


class Encoder:
    """Makes the tree of one value; afterwards `buffers` holds the raw data its tree refers to."""

    def __init__(self, handles: Handles | None, strict: bool):
        self.handles, self.strict = handles, strict
        self.buffers: list[bytes] = []
        self.allowance = Allowance()

    def node(self, value: Any, depth: int) -> Any:
        """Return the tree of `value`."""
        self.allowance.spend(1, depth)
        return value if type(value) in _LEAVES else self._inner(value, depth)

    def _inner(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind is str:
            return self.text(value)
        if kind is int:
            # MessagePack's integers end there.
            return value if -(1 << 63) <= value < (1 << 64) else ["int", _int_bytes(value)]
        encoder = _ENCODERS.get(kind)
        if encoder is not None:
            return encoder(self, value, depth + 1)
        return self.other(value, depth + 1)

    def items(self, values: Any, depth: int) -> list[Any]:
        self.allowance.spend(len(values), depth)
        return [item if type(item) in _LEAVES else self._inner(item, depth) for item in values]

    def members(self, values: Any, depth: int) -> list[Any]:
        """Return the trees of a set's members in an order that depends on nothing but them."""
        outer, found = self.buffers, []
        for value in values:
            self.buffers = []
            tree = self.node(value, depth)
            found.append((_header_encoder.encode(tree), self.buffers, tree))
        self.buffers = outer
        found.sort(key=lambda member: member[:2])
        trees = []
        for _, own, tree in found:
            # A member counts its buffers from zero; "at" says where they lie in the frame.
            if own:
                self.allowance.spend(1)
                tree = ["at", len(outer), tree]
                outer += own
            trees.append(tree)
        return trees

    def buffer(self, data: Any) -> int:
        self.buffers.append(data)
        return len(self.buffers) - 1

    def text(self, value: str) -> Any:
        try:
            if len(value) <= INLINE_BYTES:
                value.encode()
                return value
        except UnicodeEncodeError:  # lone surrogates have no UTF-8 form, but they are legal str
            pass
        return ["text", self.buffer(value.encode("utf-8", "surrogatepass"))]

    def data(self, value: bytes, _depth: int) -> Any:
        return value if len(value) <= INLINE_BYTES else ["bytes", self.buffer(value)]

    def tensor(self, value: torch.Tensor, _depth: int) -> Any:
        name = str(value.dtype).removeprefix("torch.")
        if (name not in TORCH_DTYPES or value.layout is not torch.strided or value.is_meta
                or value.is_nested):  # fmt: skip
            return self.opaque(f"Tensor[{name}, {value.layout}, {value.device}]")
        self.allowance.spend(TENSOR_PARTS)
        shape = list(value.shape)
        elements(shape)
        data, strides = self._dense(value.detach())
        number = self.buffer(data)
        return ["tensor", name, shape, strides, value.requires_grad, str(value.device), number]

    def _dense(self, value: torch.Tensor) -> tuple[bytes, list[int] | None]:
        """Return the memory a tensor spans, and its strides unless it is contiguous."""
        if value._is_zerotensor():
            value = value.clone()
        if value.device.type != "cpu":
            value = value.cpu()
        if value.is_contiguous():
            return _raw(value), None
        strides = list(value.stride())
        span = 1 + sum((size - 1) * step for size, step in zip(value.shape, strides, strict=True))
        # A slice of a huge tensor may span far more than it holds, an expanded tensor far less:
        # then its layout is not worth it.
        thin = span > 4 * value.numel() + 1024
        if thin or not self.allowance.expand(value.nbytes, span * value.itemsize):
            return _raw(value.contiguous()), None
        return _raw(value.as_strided((span,), (1,))), strides

    def on_device(self, value: OnDevice, depth: int) -> Any:
        tree = self.tensor(value.values, depth)
        tree[5] = value.device
        return tree

    def array(self, value: np.ndarray, depth: int) -> Any:
        shape = list(value.shape)
        if value.dtype.kind == "O":
            elements(shape)
            return ["objects", "O", shape, self.items(value.ravel().tolist(), depth)]
        if numpy_dtype(value.dtype.str) is None:
            return self.opaque(f"ndarray[{value.dtype}]")
        self.allowance.spend(TENSOR_PARTS)
        elements(shape)
        return ["array", value.dtype.str, shape, self.buffer(value.tobytes())]

    def other(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if isinstance(value, np.generic):
            dtype = numpy_dtype(value.dtype.str)
            if dtype is not None and kind is dtype.type:
                return ["scalar", dtype.str, self.node(value.tobytes(), depth)]
        if isinstance(value, tuple) and kind.__bases__ == (tuple,) and hasattr(kind, "_fields"):
            return ["record", type_name(value), [str(name) for name in kind._fields],
                    self.items(tuple(value), depth)]  # fmt: skip
        table = _table_encoder(value)
        if table is not None:
            start = len(self.buffers)
            try:
                return table(self, value, depth)
            except NoPlainForm:
                del self.buffers[start:]
        if self.handles is not None:
            handle = self.handles.keep(value)
            return ["handle", handle.number, handle.type_name]
        return self.opaque(type_name(value))

    def record(self, value: Record, depth: int) -> Any:
        names = [name for name, _ in value.fields]
        return ["record", value.type_name, names,
                self.items([item for _, item in value.fields], depth)]  # fmt: skip

    def opaque(self, name: str) -> list[str]:
        if self.strict:
            raise CodecError(f"{name} has no plain form")
        return ["opaque", name[:MAX_NAME]]


def _int_bytes(value: int) -> bytes:
    size = value.bit_length() // 8 + 1
    if size > MAX_INT_BYTES:
        raise CodecError(f"an integer of more than {MAX_INT_BYTES} bytes")
    return value.to_bytes(size, "big", signed=True)


def _raw(value: torch.Tensor) -> bytes:
    """Return a contiguous tensor's bytes; ten times faster than by way of NumPy."""
    if value.is_conj() or value.is_neg():
        value = value.resolve_conj().resolve_neg()
    # Reads that many bytes whatever lies there: only of a contiguous tensor on the CPU.
    return ctypes.string_at(value.data_ptr(), value.nbytes) if value.numel() else b""


def _pairs(encoder: Encoder, value: dict[Any, Any], depth: int) -> list[Any]:
    return [[encoder.node(k, depth), encoder.node(v, depth)] for k, v in value.items()]


def _table_encoder(value: Any) -> Callable[[Encoder, Any, int], Any] | None:
    """Return the encoder of a pandas value; pandas is imported only where a table appears."""
    if not str(type(value).__module__).startswith("pandas"):
        return None
    from autograder.sandbox.codec import pandas_codec

    return pandas_codec.ENCODERS.get(type(value))


_ENCODERS: dict[type, Callable[[Encoder, Any, int], Any]] = {
    bytes: Encoder.data,
    list: lambda w, v, d: ["list", w.items(v, d)],
    tuple: lambda w, v, d: ["tuple", w.items(v, d)],
    set: lambda w, v, d: ["set", w.members(v, d)],
    frozenset: lambda w, v, d: ["frozenset", w.members(v, d)],
    dict: lambda w, v, d: ["dict", _pairs(w, v, d)],
    OrderedDict: lambda w, v, d: ["ordered", _pairs(w, v, d)],
    complex: lambda w, v, d: ["complex", v.real, v.imag],
    torch.Tensor: Encoder.tensor,
    np.ndarray: Encoder.array,
    torch.Size: lambda w, v, d: ["size", w.items(v, d)],
    torch.dtype: lambda w, v, d: ["dtype", str(v).removeprefix("torch.")],
    torch.device: lambda w, v, d: ["device", str(v)],
    range: lambda w, v, d: ["range", *w.items((v.start, v.stop, v.step), d)],
    Record: Encoder.record,
    OnDevice: Encoder.on_device,
    Handle: lambda w, v, d: ["handle", v.number, v.type_name],
    Opaque: lambda w, v, d: w.opaque(v.type_name),
}

"""From the tree and the buffers of a frame to a value; the sender is hostile."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from autograder.errors import CodecError
from autograder.sandbox.codec.values import (
    DTYPE_NAMES,
    MAX_EQUAL_HASHES,
    MAX_INT_BYTES,
    MAX_NAME,
    TENSOR_PARTS,
    TORCH_DTYPES,
    Allowance,
    Handle,
    OnDevice,
    Opaque,
    Record,
    elements,
    numpy_dtype,
    objects_of,
)

_LEAVES = frozenset({type(None), bool, int, float, str, bytes})
# Taken now: a submission, beside which this runs as well, can put something else in their places.
_frombuffer, _empty, _numbers_in, _Device = (
    torch.frombuffer, torch.empty, np.frombuffer, torch.device,
)  # fmt: skip


class Decoder:
    """Makes one value of its tree; each buffer serves once, so a frame cannot multiply itself."""

    def __init__(self, buffers: list[memoryview], resolve: Any):
        self._buffers: list[memoryview | None] = list(buffers)
        self._base = 0
        self._resolve = resolve
        self.allowance = Allowance()

    def node(self, tree: Any, depth: int) -> Any:
        """Return the value of `tree`."""
        self.allowance.spend(1, depth)
        return tree if type(tree) in _LEAVES else self._inner(tree, depth)

    def _inner(self, tree: Any, depth: int) -> Any:
        # MessagePack also knows maps, timestamps and extensions; here they mean nothing.
        if type(tree) is not list or not tree or type(tree[0]) is not str:
            raise CodecError("malformed node")
        decoder = _DECODERS.get(tree[0])
        if decoder is None:
            from autograder.sandbox.codec import (
                pandas_codec,  # only tables are left; see encoder.py
            )

            decoder = pandas_codec.DECODERS[tree[0]]
        return decoder(self, depth + 1, *tree[1:])

    def items(self, trees: Any, depth: int) -> list[Any]:
        if type(trees) is not list:
            raise CodecError("expected a sequence")
        self.allowance.spend(len(trees), depth)
        return [tree if type(tree) in _LEAVES else self._inner(tree, depth) for tree in trees]

    def take(self, number: Any) -> memoryview:
        """Return a buffer, once."""
        if type(number) is not int or number < 0:
            raise CodecError("no such buffer")
        data, self._buffers[self._base + number] = self._buffers[self._base + number], None
        if data is None:
            raise CodecError("a buffer is used twice")
        return data

    def at(self, depth: int, base: Any, tree: Any) -> Any:
        if type(base) is not int or base < 0:
            raise CodecError("no such buffer")
        outer, self._base = self._base, self._base + base
        value = self.node(tree, depth - 1)
        self._base = outer
        return value

    def tensor(self, _d: int, name: str, shape: list[Any], strides: Any, grad: bool, device: str,
               number: int) -> Any:  # fmt: skip
        self.allowance.spend(TENSOR_PARTS)
        dtype, count, data = TORCH_DTYPES[name], elements(shape), self.take(number)
        held, rest = divmod(len(data), dtype.itemsize)
        if rest:
            raise CodecError("buffer is no whole number of elements")
        flat = (
            _frombuffer(bytearray(data), dtype=dtype)
            if held
            else _empty(0, dtype=dtype, device="cpu", layout=torch.strided)
        )
        if dtype is torch.bool and held:  # other bytes than 0 and 1 are undefined behaviour
            flat = flat.view(torch.uint8) != 0
        if strides is None:
            if held != count:
                raise CodecError("shape does not match the data")
            value = flat.reshape(shape)
        else:
            _check_strides(shape, strides, held)
            if not self.allowance.expand(count * dtype.itemsize, len(data)):
                raise CodecError("a tensor that claims far more than it holds")
            value = flat.as_strided(shape, strides)  # within the data, see above
        if grad is True and (dtype.is_floating_point or dtype.is_complex):
            value.requires_grad_(True)
        return value if device == "cpu" else OnDevice(_device_name(device), value)

    def array(self, _d: int, dtype_name: Any, shape: list[Any], number: int) -> np.ndarray:
        self.allowance.spend(TENSOR_PARTS)
        values = _numbers(dtype_name, self.take(number))
        if elements(shape) != values.size:
            raise CodecError("shape does not match the data")
        return values.reshape(shape)

    def objects(self, depth: int, kind: str, shape: list[Any], trees: list[Any]) -> np.ndarray:
        values = self.items(trees, depth)
        if kind != "O" or elements(shape) != len(values):
            raise CodecError("shape does not match the data")
        return objects_of(values).reshape(shape)

    def scalar(self, depth: int, dtype_name: Any, data: Any) -> Any:
        values = _numbers(dtype_name, self.binary(data, depth))
        if values.size != 1:
            raise CodecError("scalar of the wrong size")
        return values[0]

    def handle(self, _d: int, number: int, type_name: str) -> Any:
        if type(number) is not int or number < 0:
            raise CodecError("no such handle")
        handle = Handle(number, _name(type_name))
        return self._resolve(handle) if self._resolve else handle

    def pairs(self, depth: int, trees: Any) -> list[tuple[Any, Any]]:
        if type(trees) is not list:
            raise CodecError("expected pairs")
        keys = self.items([key for key, _ in trees], depth)
        values = self.items([value for _, value in trees], depth)
        _check_hashes(keys)
        return list(zip(keys, values, strict=True))

    def members(self, depth: int, trees: Any) -> list[Any]:
        values = self.items(trees, depth)
        _check_hashes(values)
        return values

    def record(self, depth: int, name: str, names: list[Any], trees: list[Any]) -> Record:
        values = self.items(trees, depth)
        if len(set(names)) != len(names) or any(type(key) is not str for key in names):
            raise CodecError("malformed record")
        return Record(_name(name), tuple(zip(names, values, strict=True)))

    def ints(self, depth: int, trees: Any) -> list[int]:
        values = self.items(trees, depth)
        if any(type(value) is not int for value in values):
            raise CodecError("expected integers")
        return values

    def binary(self, tree: Any, depth: int) -> bytes:
        data = self.node(tree, depth)
        if type(data) is not bytes:
            raise CodecError("expected bytes")
        return data


def _numbers(dtype_name: Any, data: Any) -> np.ndarray:
    dtype = numpy_dtype(dtype_name)
    if dtype is None:
        raise CodecError("unexpected dtype")
    values = _numbers_in(bytearray(data), dtype=dtype)
    if dtype.kind == "b":  # other bytes than 0 and 1 are undefined behaviour
        return values.view(np.uint8).astype(np.bool_)
    if dtype.kind == "U" and values.size:
        points = values.view(np.dtype("u4").newbyteorder(dtype.byteorder))
        if points.max() > 0x10FFFF:
            raise CodecError("not a character")
    return values


def _check_strides(shape: list[Any], strides: Any, held: int) -> None:
    if type(strides) is not list or len(strides) != len(shape):
        raise CodecError("malformed strides")
    if any(type(step) is not int or not 0 <= step < 1 << 62 for step in strides):
        raise CodecError("malformed strides")
    last = sum((size - 1) * step for size, step in zip(shape, strides, strict=True))
    if 0 in shape or last >= held:
        raise CodecError("strides reach beyond the data")


def _check_hashes(keys: list[Any]) -> None:
    """Refuse keys chosen to collide: each would be compared with all the others."""
    if len(keys) - len(set(map(hash, keys))) >= MAX_EQUAL_HASHES:
        [(_, most)] = Counter(map(hash, keys)).most_common(1)
        if most > MAX_EQUAL_HASHES:
            raise CodecError("too many keys with the same hash")


def _name(name: Any) -> str:
    if type(name) is not str:
        raise CodecError("malformed name")
    return name[:MAX_NAME]


def _device(name: Any) -> torch.device:
    device = _Device(name) if type(name) is str else None
    # PyTorch takes cuda:99999 and makes another index of it.
    if device is None or str(device) != name:
        raise CodecError("malformed device")
    return device


def _device_name(name: str) -> str:
    if _device(name).type in ("cpu", "meta"):
        raise CodecError("no such device")
    return name


def _big_int(data: Any) -> int:
    if type(data) is not bytes or len(data) > MAX_INT_BYTES:
        raise CodecError("integer too long")
    return int.from_bytes(data, "big", signed=True)


def _complex(real: Any, imag: Any) -> complex:
    if type(real) is not float or type(imag) is not float:
        raise CodecError("expected floats")
    return complex(real, imag)


_DECODERS: dict[str, Callable[..., Any]] = {
    "list": lambda r, d, items: r.items(items, d),
    "tuple": lambda r, d, items: tuple(r.items(items, d)),
    "set": lambda r, d, items: set(r.members(d, items)),
    "frozenset": lambda r, d, items: frozenset(r.members(d, items)),
    "dict": lambda r, d, pairs: dict(r.pairs(d, pairs)),
    "ordered": lambda r, d, pairs: OrderedDict(r.pairs(d, pairs)),
    "complex": lambda r, d, real, imag: _complex(real, imag),
    "int": lambda r, d, data: _big_int(data),
    "text": lambda r, d, number: bytes(r.take(number)).decode("utf-8", "surrogatepass"),
    "bytes": lambda r, d, number: bytes(r.take(number)),
    "at": Decoder.at,
    "tensor": Decoder.tensor,
    "array": Decoder.array,
    "objects": Decoder.objects,
    "scalar": Decoder.scalar,
    "size": lambda r, d, shape: torch.Size(r.ints(d, shape)),
    "dtype": lambda r, d, name: DTYPE_NAMES[name],
    "device": lambda r, d, name: _device(name),
    "range": lambda r, d, *ends: range(*r.ints(d, list(ends))),
    "handle": Decoder.handle,
    "opaque": lambda r, d, name: Opaque(_name(name)),
    "record": Decoder.record,
}

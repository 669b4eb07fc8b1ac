"""Mutations of frames: of their tree, their buffers, their buffer table and their raw bytes."""

from __future__ import annotations

import copy
import random
import struct
from typing import Any

import msgspec

LENGTHS = struct.Struct("<II")
INTS = (0, 1, -1, 2, 3, 7, 16, 17, 127, 128, 255, 256, 1000, 2**15, 2**20, 2**24, 2**24 + 1,
        2**31, 2**31 - 1, 2**32, 2**38, 2**62, 2**63 - 1, 2**63, 2**64 - 1, -(2**31),
        -(2**63))  # fmt: skip
TAGS = (
    "list", "tuple", "set", "frozenset", "dict", "ordered", "complex", "int", "text", "bytes",
    "at", "tensor", "array", "objects", "scalar", "size", "dtype", "device", "range", "handle",
    "opaque", "record", "frame", "series", "index", "missing", "time", "category", "plain", "cells",
    "utc", "strings", "masked", "multi", "values", "regular", "value", "raised", "missing",
)  # fmt: skip
WORDS = (
    "", "O", "U", "float32", "float64", "float16", "bfloat16", "bool", "int64", "uint64", "uint16",
    "complex128", "qint8", "<f8", ">f8", "<f2", "<f16", "|b1", "|i1", "<u8", "<c16", "<c32", "<U1",
    "<U9", ">U2", "|S3", "<M8[ns]", "<M8[D]", "<M8[Y]", "<M8", "<m8[as]", "<m8[25s]", "<M8[us]",
    "|O", "|V8", "(2,)f8", "f8,f8", "cpu", "cuda", "cuda:0", "cuda:99999", "meta", "mps", "NA",
    "NaT", "str", "string", "Int64", "UInt8", "Float64", "boolean", "category", "D", "MS", "-3s",
    "W-TUE", "99999999h", "0D", "__array__", "__class__", "_type_name", "fields", "shape", "\x00",
    "é" * 50,
)  # fmt: skip
FLOATS = (0.0, -0.0, 1e308, -1e-320, float("nan"), float("inf"), float("-inf"), 0.5)


class Mutator:
    """Makes new frames out of old ones; the same seed makes the same frames."""

    def __init__(self, seed: int, frames: list[bytes]):
        self.random = random.Random(seed)
        self.trees = [parse(frame) for frame in frames]

    def mutate(self, frame: bytes) -> bytes:
        """Return a mutated copy of `frame`, which need not be valid."""
        rounds = self.random.choice((1, 1, 1, 2, 3, 5))
        if self.random.random() < 0.2:
            return self._raw(frame, rounds)
        try:
            tree, buffers = parse(frame)
        except (ValueError, TypeError, struct.error):
            return self._raw(frame, rounds)
        tree = [tree]
        for _ in range(rounds):
            if buffers and self.random.random() < 0.25:
                self._buffer(buffers)
            else:
                self._tree(tree)
        sizes = [len(buffer) for buffer in buffers]
        if self.random.random() < 0.03:
            self._table(sizes)
        return build(tree[0] if tree else None, sizes, b"".join(buffers))

    def _tree(self, root: list) -> None:
        """Change one node in place."""
        parent, at = self._somewhere(root)
        choose = self.random.random()
        if choose < 0.45:
            parent[at] = self._like(parent[at])
        elif choose < 0.6:
            parent[at] = self._anything()
        elif choose < 0.7:
            del parent[at]
        elif choose < 0.8:
            parent.insert(at, copy.deepcopy(parent[at]))
        elif choose < 0.88:
            other, spot = self._somewhere(root)
            parent[at], other[spot] = copy.deepcopy(other[spot]), copy.deepcopy(parent[at])
        elif choose < 0.96:
            tree, _ = self.random.choice(self.trees)
            other, spot = self._somewhere([tree])
            parent[at] = copy.deepcopy(other[spot])
        else:
            parent[at] = self._wrapped(parent[at])

    def _somewhere(self, root: list) -> tuple[list, int]:
        if not root:
            root.append(None)
        parent, at = root, 0
        while type(parent[at]) is list and parent[at] and self.random.random() < 0.85:
            parent, at = parent[at], self.random.randrange(len(parent[at]))
        return parent, at

    def _wrapped(self, node: Any) -> Any:
        tag = self.random.choice(("list", "tuple", "set", "objects", "dict", "record"))
        if tag == "objects":
            return ["objects", "O", [1], [node]]
        if tag == "dict":
            return ["dict", [[self._anything(), node], [node, 1]]]
        if tag == "record":
            return ["record", "R", [self.random.choice(WORDS)], [node]]
        return [tag, [node]]

    def _like(self, old: Any) -> Any:
        """Return another value of the same kind, so that the next test is reached."""
        choose = self.random
        if type(old) is bool:
            return not old
        if type(old) is int:
            return choose.choice((old + 1, old - 1, old * 2, -old, old ^ 1 << choose.randrange(63),
                                  choose.choice(INTS)))  # fmt: skip
        if type(old) is float:
            return choose.choice(FLOATS)
        if type(old) is str:
            return choose.choice(TAGS) if old in TAGS else choose.choice(WORDS)
        if type(old) is bytes:
            return choose.randbytes(choose.choice((0, 1, 2, 4, 8, 8, 16, len(old), 1600)))
        if type(old) is list:
            old = list(old)
            choose.shuffle(old)
            return old
        return self._anything()

    def _anything(self) -> Any:
        choose = self.random
        return choose.choice(
            (None, True, choose.choice(INTS), choose.choice(FLOATS), choose.choice(WORDS), [], {},
             choose.choice(TAGS), choose.randbytes(8), [choose.choice(TAGS)], [1, 2, 3],
             msgspec.msgpack.Ext(choose.randrange(-1, 9), b"\0" * 8))
        )  # fmt: skip

    def _buffer(self, buffers: list[bytes]) -> None:
        choose = self.random
        at = choose.randrange(len(buffers))
        data = bytearray(buffers[at])
        action = choose.randrange(6)
        if action == 0:
            data = data[: choose.randrange(len(data) + 1)]
        elif action == 1:
            data += choose.randbytes(choose.randrange(1, 33))
        elif action == 2 and len(buffers) > 1:
            other = choose.randrange(len(buffers))
            buffers[at], buffers[other] = buffers[other], buffers[at]
            return
        elif action == 3:
            del buffers[at]
            return
        elif action == 4:
            data = bytearray(choose.randbytes(len(data)))
        else:
            flip(choose, data)
        buffers[at] = bytes(data)

    def _table(self, sizes: list[Any]) -> None:
        if sizes and self.random.random() < 0.7:
            at = self.random.randrange(len(sizes))
            sizes[at] = self.random.choice((sizes[at] + 1, -1, 2**40, None, 1.5, True, "x"))
        else:
            sizes.append(self.random.choice((0, 1, -1, [])))

    def _raw(self, frame: bytes, rounds: int) -> bytes:
        choose, data = self.random, bytearray(frame)
        for _ in range(rounds):
            action = choose.randrange(5)
            if action == 0 and data:
                flip(choose, data)
            elif action == 1:
                data = data[: choose.randrange(len(data) + 1)]
            elif action == 2 and data:
                at = choose.randrange(len(data))
                data[at:at] = choose.randbytes(choose.randrange(1, 9))
            elif action == 3 and len(data) > 1:
                start, end = sorted(choose.sample(range(len(data)), 2))
                at = choose.randrange(len(data))
                data[at:at] = data[start : min(end, start + 4096)]
            elif data:
                data[choose.randrange(min(len(data), 64))] = choose.randrange(256)
        if len(data) >= LENGTHS.size and choose.random() < 0.8:  # lengths that agree again
            header = min(LENGTHS.unpack_from(data)[0], len(data) - LENGTHS.size)
            LENGTHS.pack_into(data, 0, header, len(data) - LENGTHS.size - header)
        return bytes(data)


def flip(choose: random.Random, data: bytearray) -> None:
    """Flip a few bits in place."""
    for _ in range(choose.choice((1, 1, 2, 8)) if data else 0):
        data[choose.randrange(len(data))] ^= 1 << choose.randrange(8)


def parse(frame: bytes) -> tuple[Any, list[bytes]]:
    """Return the tree and the buffers of a well-formed frame."""
    header, _ = LENGTHS.unpack_from(frame)
    start = LENGTHS.size + header
    tree, sizes = msgspec.msgpack.decode(frame[LENGTHS.size : start])
    if type(sizes) is not list or any(type(size) is not int for size in sizes):
        raise ValueError("not a frame")
    buffers = []
    for size in sizes:
        buffers.append(frame[start : start + size])
        start += size
    return tree, buffers


def build(tree: Any, sizes: list[Any], body: bytes) -> bytes:
    """Return the frame of a tree; what msgpack cannot write becomes None."""
    try:
        header = msgspec.msgpack.encode([tree, sizes])
    except (OverflowError, TypeError, UnicodeEncodeError, RecursionError):
        header = msgspec.msgpack.encode([None, sizes])
    return LENGTHS.pack(len(header), len(body)) + header + body

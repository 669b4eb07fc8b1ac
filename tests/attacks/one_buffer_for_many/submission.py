"""Sixty tensors that all claim the same 8 MiB."""

import struct

import msgspec

from autograder.sandbox import codec


def frame(tree, *buffers):
    header = msgspec.msgpack.encode([tree, [len(buffer) for buffer in buffers]])
    body = b"".join(buffers)
    return struct.pack("<II", len(header), len(body)) + header + body


def reply_with(data):
    """Make `data` the reply to this question and to all later ones."""
    codec.encode = lambda *_args, **_kwargs: data


def double(x):
    tensor = ["tensor", "uint8", [1 << 23], None, False, "cpu", 0]
    reply_with(frame(["tuple", ["value", ["list", [tensor] * 60], None]], bytes(1 << 23)))

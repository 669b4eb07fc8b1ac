"""A header of a million nested lists."""

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
    header = b"\x91" * 1_000_000 + b"\x90"
    reply_with(struct.pack("<II", len(header), 0) + header)

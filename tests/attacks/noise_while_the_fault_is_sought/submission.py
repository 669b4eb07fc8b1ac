"""Breaks the protocol while thirty threads keep the grader's second opinion waiting."""

import struct
import threading

import msgspec

from autograder.sandbox import codec


def frame(tree, *buffers):
    header = msgspec.msgpack.encode([tree, [len(buffer) for buffer in buffers]])
    body = b"".join(buffers)
    return struct.pack("<II", len(header), len(body)) + header + body


def reply_with(data):
    """Make `data` the reply to this question and to all later ones."""
    codec.encode = lambda *_args, **_kwargs: data


def spin():
    while True:
        pass


def double(x):
    for _ in range(30):
        threading.Thread(target=spin, daemon=True).start()
    reply_with(frame(["tuple", ["missing"]]))

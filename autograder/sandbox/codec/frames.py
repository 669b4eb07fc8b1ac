"""Values as bytes and back, for a pipe whose other end is hostile.

A frame is a header in MessagePack (https://github.com/msgpack/msgpack/blob/master/spec.md) followed
by raw buffers. Decoding builds plain values only (no pickle,
no import by name, no call into a class of the sender) and checks every size before it allocates:
a frame of n bytes costs at most 128 n + 32 MiB. What has no plain form becomes an `Opaque`, which
compares unequal to everything; nothing arrives silently as something else.

Kept: type, dtype, shape, values to the bit (NaN payloads too), the strides of a tensor that is not
contiguous, `requires_grad`, the order of dicts, the index, labels and dtypes of tables. Not kept:
the strides of arrays and of expanded tensors out of proportion, the order of sets, aliasing.
"""

from __future__ import annotations

import gc
import struct
from typing import Any

import msgspec

from autograder.errors import CodecError
from autograder.sandbox.codec.decoder import Decoder
from autograder.sandbox.codec.encoder import Encoder, Handles
from autograder.sandbox.codec.values import (
    MAX_FRAME_BYTES,
    MAX_HEADER_BYTES,
    MAX_PARTS,
    TORCH_DTYPES,
    Handle,
    OnDevice,
    Opaque,
    Record,
)

__all__ = ["MAX_FRAME_BYTES", "TORCH_DTYPES", "Handle", "Handles", "OnDevice", "Opaque", "Record",
           "decode", "encode"]  # fmt: skip

_LENGTHS = struct.Struct("<II")
_header_encoder = msgspec.msgpack.Encoder()
_header_decoder = msgspec.msgpack.Decoder()


def encode(value: Any, handles: Handles | None = None, *, strict: bool = False) -> bytes:
    """Return the frame of `value`.

    Args:
        handles: Where objects without a plain form are kept; without it they become `Opaque`.
        strict: Refuse what would become `Opaque`.

    Raises:
        CodecError: The value is too large or too deep, or has no plain form and `strict` is set.
    """
    encoder = Encoder(handles, strict)
    tree = encoder.node(value, 0)
    sizes = [len(buffer) for buffer in encoder.buffers]
    header = _header_encoder.encode([tree, sizes])
    total = len(header) + sum(sizes)
    if len(header) > MAX_HEADER_BYTES or _LENGTHS.size + total > MAX_FRAME_BYTES:
        raise CodecError(f"a value of {total:,} bytes is too large, or has too many parts")
    return b"".join([_LENGTHS.pack(len(header), total - len(header)), header, *encoder.buffers])


def decode(frame: bytes, resolve: Any = None) -> Any:
    """Return the value of `frame`.

    Args:
        resolve: Maps a `Handle` to what the receiver uses in its place; the identity by default.

    Raises:
        CodecError: The frame is not one that `encode` could have written, or exceeds a cap.
    """
    if len(frame) < _LENGTHS.size:
        raise CodecError("truncated frame")
    header_size, body_size = _LENGTHS.unpack_from(frame)
    if _LENGTHS.size + header_size + body_size != len(frame):
        raise CodecError("frame length does not match its header")
    if header_size > MAX_HEADER_BYTES or len(frame) > MAX_FRAME_BYTES:
        raise CodecError("frame too large")
    view = memoryview(frame)
    body = _LENGTHS.size + header_size
    try:
        tree, sizes = _parsed(view[_LENGTHS.size : body])
        return Decoder(_split(view[body:], sizes), resolve).node(tree, 0)
    except CodecError:
        raise
    except Exception as error:  # whatever a library says to hostile bytes
        raise CodecError(f"malformed frame ({type(error).__name__})") from None


def _parsed(header: memoryview) -> Any:
    """Return the header as Python objects; collecting garbage among millions of them takes long."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _header_decoder.decode(header)
    finally:
        if collecting:
            gc.enable()


def _split(body: memoryview, sizes: Any) -> list[memoryview]:
    if (
        type(sizes) is not list
        or len(sizes) > MAX_PARTS
        or any(type(n) is not int or n < 0 for n in sizes)
    ):
        raise CodecError("malformed buffer table")
    if sum(sizes) != len(body):
        raise CodecError("buffer table does not cover the frame")
    buffers, start = [], 0
    for size in sizes:
        buffers.append(body[start : start + size])
        start += size
    return buffers

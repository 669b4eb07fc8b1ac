"""Values as bytes and back, for a pipe whose other end is hostile (see `frames`)."""

from autograder.sandbox.codec.encoder import Handles
from autograder.sandbox.codec.frames import decode, encode
from autograder.sandbox.codec.values import (
    MAX_FRAME_BYTES,
    TORCH_DTYPES,
    Handle,
    OnDevice,
    Opaque,
    Record,
)

__all__ = [
    "MAX_FRAME_BYTES",
    "TORCH_DTYPES",
    "Handle",
    "Handles",
    "OnDevice",
    "Opaque",
    "Record",
    "decode",
    "encode",
]

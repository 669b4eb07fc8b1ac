"""Writing files so that a full disk or a power cut leaves the old one or the new one, whole."""

from __future__ import annotations

import contextlib
import errno
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from autograder.errors import MachineError

_CURES = {
    errno.ENOSPC: "free disk space",
    errno.EDQUOT: "free disk space, the quota is used up",
    errno.EROFS: "choose a folder on a disk that can be written",
    errno.EACCES: "make it writable, or choose another folder",
    errno.EPERM: "make it writable, or choose another folder",
    errno.ENOTDIR: "a file is where a folder should be: move it away",
    errno.EISDIR: "a folder is where a file should be: move it away",
    errno.EEXIST: "a file is where a folder should be: move it away",
    errno.EAGAIN: "end other programs, or raise the limit of processes (`ulimit -u`, pids.max)",
    errno.ENOMEM: "end other programs, memory is short",
    errno.EIO: "look at the disk and at the system's log",
}
_SQLITE_CURES = {
    sqlite3.SQLITE_BUSY: "end the program that locks it",
    sqlite3.SQLITE_LOCKED: "end the program that locks it",
    sqlite3.SQLITE_READONLY: "make the file and its folder writable, or choose another folder",
    sqlite3.SQLITE_IOERR: "look at the disk and at the system's log",
    sqlite3.SQLITE_CORRUPT: "it is damaged: put a copy back, or move it away and it is made again",
    sqlite3.SQLITE_NOTADB: "it is no database: move it away, it is made again",
    sqlite3.SQLITE_FULL: "free disk space",
    sqlite3.SQLITE_CANTOPEN: "make its folder writable, or choose another folder",
    sqlite3.SQLITE_ERROR: "it has another format: move it away, it is made again",
}


def write_whole(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file at once, with its folders. It is on disk when this returns.

    Raises:
        OSError: It cannot be written; what was there before is still there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextlib.contextmanager
def explained(kept: str, what: str = "this", where: str = "") -> Iterator[None]:
    """Turn what the system or SQLite says about a file into an error with a cure.

    Args:
        kept: What is not lost, and how to go on; ends the cure.
        what: What cannot be used.
        where: Which file, if the error does not say so itself.

    Raises:
        MachineError: A file could not be read or written inside the block.
    """
    try:
        yield
    except Exception as error:
        original = getattr(error, "orig", None) or error  # SQLAlchemy wraps the real one
        cure = _cure_of(original)
        if not cure:
            raise
        words = getattr(original, "strerror", None) or original
        raise MachineError(
            f"{what} cannot be used ({words})",
            where=str(getattr(original, "filename", None) or where),
            cure=f"{cure}; {kept}",
        ) from None


def _cure_of(error: BaseException) -> str:
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        return "" if code is None else _SQLITE_CURES.get(code & 0xFF, "")
    if isinstance(error, OSError):
        return _CURES.get(error.errno or 0, "look at the disk and at the rights of the folder")
    return ""

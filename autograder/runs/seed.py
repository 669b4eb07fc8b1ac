"""The class's hidden seed: drawn once, kept beside the results, read by nobody but its owner."""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from autograder.errors import SubmissionError
from autograder.storage.files import write_whole

SEED = "seed"
# Nobody can try them all, and a JSON number still holds it.
SEED_BITS = 53
# What a worker is told the seed in.
WIDEST_BITS = 63


def kept_seed(out: Path, wanted: int | None = None, *, new_round: bool = False) -> int:
    """Return the class's hidden seed: the wanted one, or the one kept in `out`, or a new one.

    It is on disk when this returns, so that a run that is stopped goes on with the same one. Of
    two runs that start together one draws it and both get it.

    Args:
        out: The folder of the results; it is made if it is missing.
        wanted: Keep and return this one.
        new_round: Draw a new one although there is one.

    Raises:
        SubmissionError: The wanted one is no seed, or wanted for a new round; the kept one is no
            number.
        OSError: It cannot be read or kept.
    """
    path = out / SEED
    if wanted is not None and new_round:
        raise SubmissionError(
            "a new round draws its own seed", where="new_round", cure="leave out the seed"
        )
    if wanted is not None:
        _keep(path, checked(wanted))
        return wanted
    out.mkdir(parents=True, exist_ok=True)
    with _alone_in(out):
        if path.exists() and not new_round:
            return _read(path)
        return _keep(path, fresh_seed())


def fresh_seed() -> int:
    """Return a seed that nobody can guess, and keep it nowhere."""
    return secrets.randbits(SEED_BITS)


def checked(seed: int) -> int:
    """Return the seed, which a caller chose.

    Raises:
        SubmissionError: It is no whole number, or too large to be told to a worker.
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or seed.bit_length() > WIDEST_BITS:
        raise SubmissionError(
            f"{seed!r} is no seed",
            where="seed",
            cure=f"use a whole number of at most {WIDEST_BITS} bits, or none to have one drawn",
        )
    return seed


def _keep(path: Path, seed: int) -> int:
    write_whole(path, f"{seed}\n".encode(), 0o600)  # with another one, all would be graded again
    return seed


def _read(path: Path) -> int:
    if path.stat().st_mode & 0o007:  # an older one, or a copy: everybody on the machine could read
        with contextlib.suppress(PermissionError):  # somebody else's file
            path.chmod(0o600)
    try:
        return checked(int(path.read_text(encoding="utf-8")))
    except ValueError:
        raise SubmissionError(
            "not a number", where=str(path), cure="remove it and grade the class again"
        ) from None


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let one process at a time in; the system lets go of the lock of one that dies."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)

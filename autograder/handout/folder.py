"""Writes files into a folder again and again, and never over what somebody changed there.

A file is ours as long as it is what we wrote last; a list of digests is kept beside the files. What
somebody changed stays, and a newer version of it is written beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import msgspec

from autograder.errors import AuthorError
from autograder.storage.files import explained, write_whole

MANIFEST = ".autograder-published.json"
# A fresh clone of an empty repository counts as empty.
EMPTY = (".git",)
NO_FILE = "no file"
Known = Mapping[str, tuple[str, ...]]


class _Manifest(msgspec.Struct, frozen=True):
    about: str
    files: dict[str, tuple[str, ...]]


ABOUT = (
    "Written by `autograder publish`: the files that it wrote, with digests of what it wrote. "
    "It updates only those that nobody has changed since. 由 autograder publish 生成,请勿修改。"
)


@dataclass(frozen=True)
class Changes:
    """What has to be done to a folder, or was done.

    Attributes:
        write: Path -> content, of what is new or out of date.
        remove: Paths of what the course has no longer.
        kept: Path -> the path of its new version; of what was changed here and in the course.
            Empty where somebody changed that too, so that the new version is written nowhere.
        left: Paths of what was changed here and is no longer part of the course.
        known: Path -> digests of what we wrote, as they are afterwards; the last one is of what was
            written whole, those before it of what a publication wrote that came to no end.
    """

    write: dict[str, bytes] = field(default_factory=dict)
    remove: tuple[str, ...] = ()
    kept: dict[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)


def update(folder: Path, files: Mapping[str, bytes]) -> Changes:
    """Bring a folder up to date; return what was done.

    Args:
        files: Path below the folder -> content: all that should be there.

    Raises:
        AuthorError: The folder holds something, and nothing of it is ours; a link in it leads out
            of it; or somebody works in it at this moment.
        MachineError: The disk is full, or a file cannot be read or written.
    """
    with explained("what is written stays, publish again", where=str(folder)):
        known = _known(folder)
        changes = planned(files, known, lambda path: _digest_there(folder, path))
        _refuse_links([*changes.write, *changes.remove], folder)
        # Whoever ends this half-way leaves files that are ours: the old ones and the new ones.
        both = {
            path: (*changes.known[path], *known.get(path, (NO_FILE,))) for path in changes.write
        }
        _remember(folder, {**known, **both})
        for path, data in changes.write.items():
            if _digest_there(folder, path) not in (NO_FILE, *both[path]):
                raise AuthorError("somebody changed it just now", where=str(folder / path),
                                  cure="publish again: what was changed stays")  # fmt: skip
            write_whole(folder / path, data)
        for path in changes.remove:
            _remove(folder, path)
        _remember(folder, changes.known)
    return changes


def planned(
    files: Mapping[str, bytes], known: Known, digest_there: Callable[[str], str]
) -> Changes:
    """Return what has to be done. Pure.

    Args:
        known: Path -> digests of what we wrote there before.
        digest_there: From a path to the digest of what is there, or `NO_FILE`.
    """
    write: dict[str, bytes] = {}
    kept: dict[str, str] = {}
    after: dict[str, tuple[str, ...]] = {}

    def is_ours(path: str) -> bool:
        return digest_there(path) in (NO_FILE, *known.get(path, ()))

    for path, data in files.items():
        new = digest(data)
        after[path] = (new,)
        if digest_there(path) == new:
            continue
        if is_ours(path):
            write[path] = data
            continue
        beside = beside_of(path)
        if beside in known and digest_there(beside) != NO_FILE:
            after[beside] = known[beside]
        if new in known.get(path, ())[-1:]:
            continue  # changed here alone, or its new version was offered before
        if is_ours(beside):
            kept[path], after[beside], write[beside] = beside, (new,), data
        else:
            kept[path], after[path] = "", known.get(path, ())  # offered again the next time
    gone = [path for path in known if path not in after and digest_there(path) != NO_FILE]
    remove = tuple(path for path in gone if is_ours(path))
    left = tuple(path for path in gone if path not in remove)
    return Changes(write, remove, kept, left, after)


def digest(data: bytes) -> str:
    """Return the digest of a text; an editor that changes the line ends changes nothing."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()


def beside_of(path: str) -> str:
    """Return where the new version of a changed file goes: ``fit.new.py`` beside ``fit.py``."""
    place = PurePosixPath(path)
    return place.with_name(f"{place.stem}.new{place.suffix}").as_posix()


def _digest_there(folder: Path, path: str) -> str:
    place = folder / path
    if place.is_dir():
        return "a folder"
    return digest(place.read_bytes()) if place.exists() else NO_FILE


def _known(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return what we wrote into a folder before, by its list."""
    place = folder / MANIFEST
    if not place.exists():
        if folder.exists() and not folder.is_dir():
            raise AuthorError("a file, not a folder", where=str(folder), cure="name a folder")
        if folder.exists() and any(each.name not in EMPTY for each in folder.iterdir()):
            raise AuthorError(
                f"the folder is not empty, and no {MANIFEST} says that a course was published here",
                where=str(folder),
                cure="name a new or an empty folder; nothing was written",
            )
        return {}
    try:
        files = msgspec.json.decode(place.read_bytes(), type=_Manifest).files
        if any(PurePosixPath(path).is_absolute() or ".." in path.split("/") for path in files):
            raise ValueError("a path leads out of the folder")
    except ValueError:  # msgspec's errors are of this kind too
        raise AuthorError(
            "is damaged, so it cannot be told which files somebody changed",
            where=str(place),
            cure="publish into a new folder; nothing was written",
        ) from None
    return files


def _remember(folder: Path, known: Known) -> None:
    manifest = _Manifest(ABOUT, dict(sorted(known.items())))
    text = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
    write_whole(folder / MANIFEST, text + b"\n")


def _refuse_links(paths: Iterable[str], folder: Path) -> None:
    root = folder.resolve()
    for path in paths:
        if not (folder / path).resolve().is_relative_to(root):
            raise AuthorError("a link leads out of the folder", where=str(folder / path),
                              cure="take the link away; nothing was written")  # fmt: skip


def _remove(folder: Path, path: str) -> None:
    """Remove a file and the folders that it leaves empty."""
    (folder / path).unlink()
    for parent in PurePosixPath(path).parents:
        place = folder / parent
        if place == folder or any(place.iterdir()):
            return
        place.rmdir()

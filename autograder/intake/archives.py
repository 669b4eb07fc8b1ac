"""Lists the files below a folder or inside a zip without unpacking anything to disk.

Everything here may come from a student: no link is followed, no member is written, and an archive's
own directory is weighed before it is read.
"""

from __future__ import annotations

import lzma
import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from autograder.model import NO_TEXT, Text

MAX_FILE_BYTES = 20 << 20
MAX_MEMBERS = 10_000
MAX_TOTAL_BYTES = 200 << 20
# A notebook full of zeros compresses about 100 times; deflate ends at 1032.
MAX_RATIO = 250
MAX_DIRECTORY_BYTES = 4 << 20
MAX_NESTING = 2
# Folders and files that programs leave behind; nobody hands them in on purpose.
JUNK = frozenset({
    "__macosx", ".ds_store", ".ipynb_checkpoints", "__pycache__", "thumbs.db", "desktop.ini",
    ".git", ".svn", ".hg", ".keep", ".gitkeep", ".gitignore", ".gitattributes", ".pytest_cache",
    ".mypy_cache", ".ruff_cache", ".hypothesis", ".vscode", ".idea", ".cache",
    ".virtual_documents", ".jupyter", ".localized", ".directory", ".spyproject",
    "site-packages", "dist-packages", "node_modules", ".venv", ".conda", "conda-meta",
    "$recycle.bin", ".trash", ".autograder", ".nbgrader.log",
})  # fmt: skip
JUNK_NAMES = re.compile(r"\._.*|~\$.*|\.~lock\..*|.*\.pyc|.*\.egg-info|\.nfs.*", re.IGNORECASE)
# A folder that holds one of these is a virtual environment, whatever its name is.
ENVIRONMENT = ("pyvenv.cfg", "conda-meta")
OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".tbz", ".txz")
# Stands for the contents of a folder that has none.
EMPTY = "(empty folder)"
UTF8_NAME, ENCRYPTED = 0x800, 0x1
READ_ERRORS = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError,
               NotImplementedError, RuntimeError, OSError, ValueError)  # fmt: skip
LINK = Text("a symbolic link; links are not followed", "符号链接;不会跟随链接")
DEVICE = Text("a device or pipe, not a file", "是设备或管道,不是文件")
TOO_DEEP = Text("archives inside archives inside archives", "压缩包嵌套过深")
DAMAGED = Text("not a zip that can be read; it may be damaged", "无法读取的 zip;文件可能已损坏")
EMPTY_ARCHIVE = Text("a zip without a file in it", "zip 中没有任何文件")


@dataclass(frozen=True)
class Refused:
    """Something that was not taken, and why; the rest is graded.

    Attributes:
        origin: Where it lies, as ``class.zip/alice.zip``.
    """

    origin: str
    reason: Text
    student: str = ""
    assignment: str = ""


@dataclass(frozen=True)
class File:
    """One file, not read yet.

    Attributes:
        path: Its place below the folder or archive, normalised.
        source: The folder or archive it came with; two sources of one student compete.
        submitted: When it was handed in as ISO 8601, where something outside the file says it.
        notes: What a platform's download says about it, for the student to read.
        problem: Why it is not read at all, as an encrypted member or a link.
        called: Its own name, where `path` has the name of what it is.
    """

    path: PurePosixPath
    origin: str
    source: str
    size: int
    read: Callable[[], bytes] = field(repr=False, compare=False)
    submitted: str = ""
    notes: tuple[Text, ...] = ()
    problem: Text = NO_TEXT
    called: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody whom a download names.

    Attributes:
        student: The id that the name in the download gives.
        ids: What the id may be in a roster.
        names: Full names, perhaps with their words turned and without spaces.
        source: Which of several downloads it is.
    """

    student: str
    ids: tuple[str, ...]
    names: tuple[str, ...]
    source: str = ""


@dataclass(frozen=True)
class Listing:
    """What lies at a path before anybody asks whose it is.

    Attributes:
        refused: What a download says of students who handed in no file.
        read_as: What kind of download it is and what its names say to staff, as
            ``"Canvas download"``; ``""`` for folders.
        left_out: Where junk lies: what programs leave behind, virtual environments.
        people: Whom the names in a download name.
    """

    files: tuple[File, ...]
    refused: tuple[Refused, ...] = ()
    read_as: str = ""
    left_out: tuple[str, ...] = ()
    people: tuple[Person, ...] = ()


class Unsafe(Exception):
    """An archive that is not opened; carries the reason."""

    def __init__(self, reason: Text):
        super().__init__(reason.en)
        self.reason = reason


def files_of(path: Path) -> Listing:
    """List every file of a folder, of a zip, or a single file, looking into zips as well."""
    left_out: list[str] = []
    name = _normal(path.name)
    found: Iterable[File]
    if path.is_dir():
        found = _walk(path, PurePosixPath(), left_out)
    elif path.suffix.lower() == ".zip":
        # The class's own archive may be large: it is read piece by piece from disk.
        whole = _member(PurePosixPath(name), name, name)
        found = _members(lambda: path.open("rb"), whole, PurePosixPath(), left_out)
    else:
        size = path.stat().st_size
        found = [File(PurePosixPath(name), name, name, size, lambda: _read_file(path))]
    expanded = tuple(file for outer in found for file in _expand(outer, left_out))
    return Listing(expanded, left_out=tuple(dict.fromkeys(left_out)))


def is_junk(name: str) -> bool:
    """Whether programs leave files or folders of this name behind."""
    return name.lower() in JUNK or JUNK_NAMES.fullmatch(name) is not None


def _walk(folder: Path, below: PurePosixPath, left_out: list[str]) -> Iterator[File]:
    is_empty = True
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        words = error.strerror or str(error)
        yield _unreadable(below / EMPTY, Text(f"a folder that cannot be read ({words})",
                                              f"无法读取的文件夹({words})"))  # fmt: skip
        return
    for entry in entries:
        place = below / _normal(entry.name)
        if is_junk(entry.name) or _is_environment(entry):
            left_out.append(str(place))
            continue
        is_empty = False
        if entry.is_symlink():
            yield _unreadable(place, LINK)
        elif entry.is_dir():
            yield from _walk(Path(entry.path), place, left_out)
        elif entry.is_file():
            path = Path(entry.path)
            size = entry.stat().st_size
            yield File(place, str(place), "", size, partial(_read_file, path))
        else:  # reading a FIFO or a device could wait for ever
            yield _unreadable(place, DEVICE)
    if is_empty and below.parts:
        yield _member(below / EMPTY, str(below), "")


def _is_environment(entry: os.DirEntry[str]) -> bool:
    return (
        not entry.is_symlink()
        and entry.is_dir()
        and any(Path(entry.path, mark).exists() for mark in ENVIRONMENT)
    )


def _member(path: PurePosixPath, origin: str, source: str) -> File:
    """Return a place that holds no bytes of its own."""
    return File(path, origin, source, 0, bytes)


def _unreadable(path: PurePosixPath, problem: Text) -> File:
    origin = path.parent if path.name == EMPTY else path
    return replace(_member(path, str(origin), ""), problem=problem)


def _read_file(path: Path) -> bytes:
    # A link that has taken the file's place since it was listed is refused (open(2)).
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        return file.read(MAX_FILE_BYTES + 1)


def _expand(file: File, left_out: list[str], depth: int = 1) -> Iterator[File]:
    """Yield the file itself, or the members of it if it is an archive."""
    suffix = file.path.suffix.lower()
    if suffix in OTHER_ARCHIVES and not file.problem:
        reason = Text(f"a {suffix} archive; only zip is read: pack it as .zip",
                      f"{suffix} 压缩包;只接受 zip,请压缩为 .zip")  # fmt: skip
        yield replace(file, problem=reason)
    elif suffix != ".zip" or file.problem:
        yield file
    elif depth > MAX_NESTING:
        yield replace(file, problem=TOO_DEEP)
    else:
        # alice.zip is alice's folder, wherever it lies.
        for member in _members(lambda: _in_memory(file), file, file.path.with_suffix(""), left_out):
            yield from _expand(member, left_out, depth + 1)


def _members(
    open_it: Callable[[], BinaryIO], archive: File, prefix: PurePosixPath, left_out: list[str]
) -> Iterator[File]:
    """Yield the members of a zip; those that are not safe to read carry the reason."""
    inside = archive.path if prefix.parts else PurePosixPath(archive.path.name)
    try:
        stream = open_it()
        weigh(stream)
        bundle = zipfile.ZipFile(stream)
        infos = [info for info in bundle.infolist() if not info.is_dir()]
        _check_sizes(infos)
    except (Unsafe, *READ_ERRORS) as error:
        reason = error.reason if isinstance(error, Unsafe) else DAMAGED
        yield replace(archive, path=inside, problem=reason)
        return
    if not infos:
        yield replace(archive, path=prefix / EMPTY, problem=EMPTY_ARCHIVE)
    bad: dict[Text, list[str]] = {}
    names = {id(info): member_name(info) for info in infos}
    junk = _junk_of(names.values())
    for info in infos:
        name = names[id(info)]
        root = _junk_above(name, junk)
        if root:
            left_out.append(f"{archive.origin}/{printable(root)}")
        elif reason := _why_unsafe(info, name):
            bad.setdefault(reason, []).append(name)
        else:
            read = _reader(bundle, info)
            place = f"{archive.origin}/{name}"
            yield File(prefix / name, place, archive.origin, info.file_size, read,
                       archive.submitted, archive.notes)  # fmt: skip
    for reason, unsafe in bad.items():
        shown = f"{archive.origin}/{printable(unsafe[0])}"
        more = f" (+{len(unsafe) - 1})" if len(unsafe) > 1 else ""
        yield replace(archive, path=inside, origin=shown + more, problem=reason)


def _junk_of(names: Iterable[str]) -> frozenset[str]:
    """Return the folders of an archive that are virtual environments."""
    return frozenset(
        str(PurePosixPath(name).parent) for name in names if PurePosixPath(name).name in ENVIRONMENT
    )


def _junk_above(name: str, environments: frozenset[str]) -> str:
    """Return the outermost folder or file of a member's place that is junk, or an empty text."""
    parts = name.split("/")
    for depth, part in enumerate(parts, 1):
        place = "/".join(parts[:depth])
        if is_junk(part) or place in environments:
            return place
    return ""


def _in_memory(archive: File) -> BinaryIO:
    if archive.size > MAX_FILE_BYTES:
        raise Unsafe(
            Text(f"larger than {MAX_FILE_BYTES >> 20} MB", f"超过 {MAX_FILE_BYTES >> 20} MB")
        )
    return BytesIO(archive.read())


def weigh(stream: BinaryIO) -> None:
    """Judge a zip by its last record alone, before its directory is read.

    Raises:
        Unsafe: Too many members, or no zip at all.
    """
    # What ZipFile itself goes by, zip64 included; private names, so no stub has them.
    end = zipfile._EndRecData(stream)  # type: ignore[attr-defined]
    if not end:
        raise Unsafe(DAMAGED)
    members = end[zipfile._ECD_ENTRIES_TOTAL]  # type: ignore[attr-defined]
    directory_bytes = end[zipfile._ECD_SIZE]  # type: ignore[attr-defined]
    if members > MAX_MEMBERS or directory_bytes > MAX_DIRECTORY_BYTES:
        raise Unsafe(Text(f"an archive of {members:,} files; at most {MAX_MEMBERS:,} are read: "
                          "leave out what is not your own, as virtual environments and data",
                          f"压缩包含 {members:,} 个文件;最多读取 {MAX_MEMBERS:,} 个:"
                          "请去掉虚拟环境、数据等内容"))  # fmt: skip


def _check_sizes(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_MEMBERS:
        raise Unsafe(
            Text(f"an archive of more than {MAX_MEMBERS:,} files; leave out what is not your own, "
                 "as virtual environments and data",
                 f"压缩包的文件数超过 {MAX_MEMBERS:,};请去掉虚拟环境、数据等内容")
        )  # fmt: skip
    total = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if total > MAX_TOTAL_BYTES or (total > 1 << 20 and total > MAX_RATIO * max(packed, 1)):
        raise Unsafe(Text(f"{packed >> 10:,} kB that unpack to {total >> 20:,} MB: not opened",
                          f"{packed >> 10:,} kB 解压后达 {total >> 20:,} MB;不予打开"))  # fmt: skip


def _why_unsafe(info: zipfile.ZipInfo, name: str) -> Text:
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return Text("a link or device inside an archive", "压缩包内的链接或设备")
    if info.flag_bits & ENCRYPTED:
        return Text("encrypted with a password", "有密码加密")
    if name.startswith("/") or re.match(r"^[A-Za-z]:", name):
        return Text("an absolute path inside an archive", "压缩包内的绝对路径")
    if ".." in name.split("/") or printable(name) != name or name in ("", "."):
        return Text("an unsafe path inside an archive", "压缩包内的不安全路径")
    return Text()


def _reader(bundle: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with bundle.open(info) as member:
                return member.read(MAX_FILE_BYTES + 1)
        except READ_ERRORS as error:
            raise OSError(f"damaged in the archive ({error})") from None

    return read


def member_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name with `/` between parts, in the encoding its maker most likely used."""
    name = info.filename
    if not info.flag_bits & UTF8_NAME:
        for encoding in ("utf-8", "gbk"):  # zipfile takes cp437 for granted
            try:
                name = info.orig_filename.encode("cp437").decode(encoding)
                break
            except UnicodeError:
                continue
    return _normal(name.replace("\\", "/"))


def printable(name: str) -> str:
    """Return the name without control characters."""
    return "".join(c for c in name if unicodedata.category(c)[0] != "C")


def _normal(name: str) -> str:
    """macOS stores names decomposed; one student must have one spelling."""
    return unicodedata.normalize("NFC", name)

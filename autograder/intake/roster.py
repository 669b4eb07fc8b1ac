"""The list of a course's students: a table as people, spreadsheets and platforms write it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from autograder.errors import SubmissionError
from autograder.intake.archives import printable
from autograder.intake.decoding import BOMS
from autograder.intake.downloads.naming import names_in, plain
from autograder.intake.names import normal

ROSTER = "students.csv"
SEPARATORS = ",;\t|"
# Headers of a column of ids, the surest first; letters and digits alone are compared.
ID_HEADERS = (
    "id", "studentid", "studentnumber", "studentno", "sid", "studentnr", "username", "userid",
    "user", "login", "loginid", "sisloginid", "sisuserid", "sisid", "orgdefinedid", "netid",
    "uid", "idnumber", "identifier", "matriculationnumber", "matriculationno", "matriculation",
    "matrikelnummer", "matrikelnr", "matrikel", "matrnr", "matnr", "kennung", "benutzername",
    "anmeldename", "nutzername", "numerodetudiant", "numeroetudiant", "identifiant", "matricula",
    "matricola", "usuario", "学号", "学生号", "学生编号", "学籍番号", "用户名", "账号", "学生学号",
    "email", "emailaddress", "mail", "emailadresse", "correo", "邮箱", "电子邮件", "student",
    "number", "nummer", "no", "code",
)  # fmt: skip
CURE = (
    "give the column of ids the header `id` (or student_id, username, e-mail, 学号); ids are the "
    "names that students' folders have"
)


@dataclass(frozen=True)
class Roster:
    """The students of a course.

    Attributes:
        ids: As the file spells them, in its order.
        names: Full names as `naming.plain` has them, of one student each -> the id.
    """

    ids: tuple[str, ...]
    _by_case: Mapping[str, str] = field(default_factory=dict, repr=False)
    _by_number: Mapping[str, str] = field(default_factory=dict, repr=False)
    _by_address: Mapping[str, str] = field(default_factory=dict, repr=False)
    names: Mapping[str, str] = field(default_factory=dict, repr=False)

    def find(self, student: str) -> str:
        """Return the id in the roster that this student is, or ``""``.

        Capital letters, lost leading zeros and the server of an e-mail address make no other
        student, unless two in the roster differ in nothing else.
        """
        if student in self.ids:
            return student
        found = self._by_case.get(student.casefold()) or self._by_number.get(_number(student))
        one_has_none = "@" not in student or all("@" not in one for one in self.ids)
        return found or (self._by_address.get(_local(student), "") if one_has_none else "")

    def find_name(self, name: str) -> str:
        """Return the id of the one student who is called so, or ``""``."""
        return self.names.get(plain(name), "")


def roster_of(ids: Iterable[str]) -> Roster:
    """Return the roster of these ids; each counts once."""
    ids = tuple(dict.fromkeys(ids))
    return Roster(ids, *(_unique(ids, key) for key in (str.casefold, _number, _local)))


def _unique(ids: Sequence[str], key: Callable[[str], str]) -> dict[str, str]:
    counts = Counter(map(key, ids))
    return {key(one): one for one in ids if key(one) and counts[key(one)] == 1}


def _number(student: str) -> str:
    """Return a number without the zeros that a spreadsheet takes away, or ``""``."""
    return student.lstrip("0") if student.isdecimal() else ""


def _local(student: str) -> str:
    return student.casefold().partition("@")[0]


def read_roster(path: Path, students: Sequence[str] = ()) -> Roster | None:
    """Return the students that a table lists, or None without a file.

    Args:
        students: Names that were handed in under: of several columns of ids the one counts that
            names most of them.

    Raises:
        SubmissionError: It cannot be read, lists nobody, or no column can be told to hold ids.
    """
    if not path.exists():
        return None
    text, sure = _text_of(path)
    rows = _rows_of(text)
    if not rows:
        raise SubmissionError("no student", where=str(path), cure="one row each, or delete it")
    column, has_header = _column_of(rows, students, path)
    body = rows[1:] if has_header else rows
    ids = [normal(row[column]) for row in body if len(row) > column and row[column].strip()]
    if not sure and not all(map(str.isascii, ids)):
        raise _not_utf8(path)
    if not ids:
        raise SubmissionError(
            f"no student below {_shown(rows[0])}", where=str(path), cure="one row each"
        )
    cells = [[normal(cell) for cell in row] for row in body]
    return replace(roster_of(ids), names=names_in(cells, column))


def _text_of(path: Path) -> tuple[str, bool]:
    """Return the text, and whether its encoding is known rather than guessed."""
    data = path.read_bytes()
    codec = next((codec for bom, codec in BOMS if data.startswith(bom)), "")
    if not codec and b"\0" in data:
        codec = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    for encoding, sure in ((codec or "utf-8", True), ("gb18030", False), ("cp1252", False)):
        try:
            return data.decode(encoding), sure
        except UnicodeError:
            continue
    raise _not_utf8(path)


def _not_utf8(path: Path) -> SubmissionError:
    return SubmissionError(
        "not UTF-8", where=str(path), cure="save it as `CSV UTF-8`, or as Unicode text"
    )


def _rows_of(text: str) -> list[list[str]]:
    """Return the rows that are not empty, divided by whichever separator the table has."""
    text = text.replace("\0", "").lstrip("\ufeff \r\n")
    named = re.match(r'"?sep=(.)"?[\r\n]+', text, re.IGNORECASE)  # Excel's own mark
    if named:
        return _table(text[named.end() :], named[1])
    return max((_table(text, mark) for mark in SEPARATORS), key=_regularity)


def _table(text: str, separator: str) -> list[list[str]]:
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=separator != "\t"
    )
    try:
        return [[cell.strip() for cell in row] for row in rows if any(map(_said, row))]
    except csv.Error:  # a cell without an end
        return []


def _said(cell: str) -> str:
    return cell.strip(f" {SEPARATORS}")


def _regularity(rows: list[list[str]]) -> tuple[int, int]:
    """Return how many rows have as many cells as the first, if it has several, then how many."""
    width = len(rows[0]) if rows else 0
    return (sum(len(row) == width for row in rows), width) if width > 1 else (0, 0)


def _column_of(
    rows: Sequence[Sequence[str]], students: Sequence[str], path: Path
) -> tuple[int, bool]:
    """Return the column of ids, and whether the first row is a header."""
    header = [_header(cell) for cell in rows[0]]
    named = sorted(
        (ID_HEADERS.index(name), column) for column, name in enumerate(header) if name in ID_HEADERS
    )
    met = {column: _met(rows, column, students) for column in range(len(header))}
    if named:
        return max((column for _, column in named), key=lambda c: (met[c], -_rank(c, named))), True
    if len(header) == 1:
        return 0, header[0] in ("name", "names", "students", "姓名", "学生")
    best = max(met, key=lambda column: (met[column], -column))
    if met[best] and 2 * met[best] >= min(len(rows), len(students)):
        return best, not _met(rows[:1], best, students) and _is_header(rows, best)
    raise SubmissionError(
        f"no column that can be told to hold ids; found {_shown(rows[0])}",
        where=str(path),
        cure=CURE,
    )


def _rank(column: int, named: Sequence[tuple[int, int]]) -> int:
    return next(rank for rank, other in named if other == column)


def _met(rows: Sequence[Sequence[str]], column: int, students: Sequence[str]) -> int:
    """Return how many of the students a column names."""
    ids = roster_of(normal(row[column]) for row in rows if len(row) > column)
    return sum(bool(ids.find(student)) for student in students)


def _is_header(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether the first row looks unlike the others: words above numbers, or above addresses."""
    words = {"name", "firstname", "lastname", "surname", "姓名", "vorname", "nachname", "nom"}
    if any(_header(cell) in words or _header(cell) in ID_HEADERS for cell in rows[0]):
        return True
    body = [row[column] for row in rows[1:] if len(row) > column]
    return bool(body) and all(
        any(map(str.isdigit, cell)) or "@" in cell for cell in body
    ) and not any(map(str.isdigit, rows[0][column]))  # fmt: skip


def _header(cell: str) -> str:
    return "".join(c for c in normal(cell).casefold() if c.isalnum())


def _shown(row: Sequence[str]) -> str:
    return ", ".join(f"`{printable(cell)}`" for cell in row[:8])

"""What the name of one entry of a bulk download says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Entry:
    """One file or folder of a download, by its name alone.

    Attributes:
        person: The platform's key of a person, unique in the download; the student's id.
        ids: What a roster's ids may be: a user name, a full name.
        names: The person's full name, perhaps with its words turned and without spaces.
        number: The platform's number of the person, or an empty text.
        rest: The name that the student gave to the file; empty for a person's folder.
        when: When it was handed in, on the clock of the institution, which the name does not tell.
        date: The date as the name writes it.
        order: Tells attempts apart where no date does: larger is newer.
        late: Whether the platform says that it came late.
        online: Whether it is a text or an address that was typed into the platform.
        receipt: Whether the platform wrote it about an attempt.
        task: What it was handed in for, by the platform's name, where the name tells.
    """

    person: str
    ids: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    number: str = ""
    rest: str = ""
    when: datetime | None = None
    date: str = ""
    order: int = 0
    late: bool = False
    online: bool = False
    receipt: bool = False
    task: str = ""


@dataclass(frozen=True)
class Platform:
    """How the downloads of one platform are read.

    Attributes:
        entry: What a name says, or None if no entry of this platform has such a name.
        is_own: Whether a file of this name, beside the entries, is the platform's own.
        is_likely: Whether these entries can be one download.
        is_distinctive: Whether nobody else would name files so.
        form: The form of a name, for people.
    """

    name: str
    entry: Callable[[str], Entry | None]
    is_likely: Callable[[Sequence[Entry]], bool]
    form: str
    is_distinctive: bool = True
    is_own: Callable[[str], bool] = lambda name: False

    @property
    def least(self) -> float:
        """The share of the names in a folder that must have the platform's form."""
        return 0.5 if self.is_distinctive else 0.6

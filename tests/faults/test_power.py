"""The power goes while reports are kept: what was said to be kept is there, the rest is not torn.

The system calls of a real run are recorded. For a moment in it a disk is made up that holds all
that was synced, and of each later write an arbitrary part: whole, not at all, or some of its
sectors of 512 bytes. That a disk keeps what it has confirmed is taken for granted.
"""

import random
import re
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass, field

import pytest

from autograder.storage.store import Store
from tests.faults import small_class
from tests.faults.appender import report_of
from tests.faults.kills import Run
from tests.machine import HANG_SECONDS
from tests.rings import nightly

SECTOR, REPORTS = 512, 60
CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
CALLS = "openat,close,pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename"

pytestmark = pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")


@dataclass
class Disk:
    """What is safe of each file, and what was written to it since."""

    safe: dict[str, bytearray] = field(default_factory=dict)
    later: dict[str, list[tuple[int, bytes | None]]] = field(default_factory=dict)

    def write(self, name: str, offset: int, data: bytes | None) -> None:
        """Note a write, or with None a truncation to `offset`."""
        self.later.setdefault(name, []).append((offset, data))

    def sync(self, name: str) -> None:
        content = self.safe.setdefault(name, bytearray())
        for change in self.later.pop(name, []):
            _apply(content, *change)

    def after_power_cut(self, chance: random.Random) -> dict[str, bytes]:
        files = {name: bytearray(content) for name, content in self.safe.items()}
        for name, changes in self.later.items():
            if name not in files and chance.random() < 0.5:
                continue  # not even its name was written
            content = files.setdefault(name, bytearray())
            for offset, data in changes:
                fate = chance.random()
                if fate < 0.4:
                    _apply(content, offset, data)
                elif fate < 0.8 and data is not None:
                    for start in range(0, len(data), SECTOR):
                        if chance.random() < 0.5:
                            _apply(content, offset + start, data[start : start + SECTOR])
        return {name: bytes(content) for name, content in files.items()}


def _apply(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data


@dataclass(frozen=True)
class Event:
    """One recorded call: its name, the file it concerns, and its arguments."""

    call: str
    name: str
    offset: int = 0
    data: bytes | None = None


def recorded(command: list[str], folder) -> list[Event]:
    """Run a program and return what it did to the files of `folder`, and what it said."""
    log = folder.parent / "calls"
    strace = ["strace", "-qq", "-xx", "-s", "9999999", "-o", log, "-e", f"trace={CALLS}"]
    subprocess.run(
        [*strace, *command],
        cwd=small_class.ROOT, check=True, stdout=subprocess.DEVNULL, timeout=HANG_SECONDS,
    )  # fmt: skip
    events, names = [], {"1": "said"}
    for line in log.read_text().splitlines():
        match = CALL.match(line)
        if match is None or match[3].startswith("-"):
            continue
        call, arguments, result = match.groups()
        texts = [bytes.fromhex(t.replace("\\x", "")) for t in TEXT.findall(arguments)]
        first = arguments.split(",")[0]
        if call == "openat":
            names[result] = _name_below(texts[0].decode(errors="replace"), folder)
        elif call in ("unlink", "rename"):
            events.append(Event(call, _name_below(texts[-1].decode(), folder)))
        elif call == "close":
            names.pop(first, None)
        elif names.get(first):
            last = arguments.rsplit(",", 1)[-1].strip()
            offset = int(last) if call in ("pwrite64", "ftruncate") else 0
            events.append(Event(call, names[first], offset, texts[0] if texts else None))
    return events


def _name_below(path: str, folder) -> str:
    return "." if path == str(folder) else path.rpartition(f"{folder}/")[2] * (str(folder) in path)


@pytest.fixture(scope="module")
def events(tmp_path_factory):
    folder = tmp_path_factory.mktemp("power") / "results"
    store = str(folder / "reports.db")
    command = [sys.executable, "-m", "tests.faults.appender", store, str(REPORTS)]
    return recorded(command, folder)


def until(events: list[Event]) -> tuple[Disk, int]:
    """Return the disk after these calls, and how many reports were said to be kept."""
    disk, kept = Disk(), 0
    for event in events:
        if event.name == "said":
            kept += 1
        elif event.call in ("fsync", "fdatasync"):
            disk.sync(event.name)
        elif event.call in ("pwrite64", "write", "ftruncate"):
            disk.write(event.name, event.offset, event.data)
        elif event.call == "unlink":
            disk.safe.pop(event.name, None)
            disk.later.pop(event.name, None)
    return disk, kept


def test_the_recording_has_all_that_matters(events):
    _, kept = until(events)
    assert kept == REPORTS
    checkpoints = [e for e in events if e.name == "reports.db" and e.call == "pwrite64"]
    assert len(checkpoints) > 500, "the log was copied into the store while reports were kept"
    assert {e.call for e in events if e.name == "reports.db-wal"} >= {"pwrite64", "fdatasync"}


@pytest.mark.parametrize("moments", [50, *nightly(400)])
def test_what_was_kept_survives_any_moment(events, tmp_path, moments):
    chance = random.Random(11)
    starts = [number for number, event in enumerate(events) if event.name.startswith("reports")]
    for moment in chance.sample(starts, moments):
        disk, kept = until(events[:moment])
        files = {n: c for n, c in disk.after_power_cut(chance).items() if n.startswith("reports")}
        folder = tmp_path / str(moment)
        folder.mkdir()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        store = Store(folder / "reports.db")
        for number in range(kept):
            assert store.find(f"key {number}") == report_of(number), (moment, number)
        for number in range(kept, REPORTS):
            assert store.find(f"key {number}") in (None, report_of(number)), (moment, number)
        store.append("key 0", report_of(0))  # and it can be written
        store.close()
        with sqlite3.connect(folder / "reports.db") as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()
        shutil.rmtree(folder)


def test_the_seed_is_on_disk_before_its_name(events):
    calls = [event.call for event in events if event.name in (".", "seed") or "seed." in event.name]
    assert calls[:4] == ["write", "fsync", "rename", "fsync"]


@pytest.mark.nightly
def test_grading_goes_on_from_what_a_power_cut_left(tmp_path):
    folder, results = small_class.make(tmp_path), tmp_path / "results"
    (tmp_path / "rounds").write_text("0\n")
    command = [sys.executable, "-m", "tests.faults.victim", folder, results / "reports.db", "60"]
    line = 'exec "$@" < "$0"'
    events = recorded(["sh", "-c", line, tmp_path / "rounds", *map(str, command)], results)
    chance, grades = random.Random(3), []
    for moment in (len(events) // 2, len(events)):
        disk, _ = until(events[:moment])
        left = tmp_path / f"left {moment}"
        left.mkdir()
        for name, content in disk.after_power_cut(chance).items():
            if name.startswith("reports"):
                (left / name).write_bytes(content)
        run = Run(folder, left / "reports.db", 60)
        run.start(0)
        grades.append(run.heard("done")["grades"])
        assert run.close() == []
    assert grades[0] == grades[1]

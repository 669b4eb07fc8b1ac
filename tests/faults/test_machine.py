"""Full and read-only disks, no shared memory, no more processes, other clocks: real ones.

Each must end in an error that names the place and the cure, lose nothing that was graded, and let
the same command finish later with the grades of an undisturbed run.
"""

import ast
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults import small_class
from tests.machine import HANG_SECONDS
from tests.rings import nightly

ENGINE = small_class.ROOT / "autograder"
ALONE = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-Urm"]
PIDS = Path("/sys/fs/cgroup/pids")


def _can(*command: str) -> bool:
    return subprocess.run(command, capture_output=True).returncode == 0


mounts = pytest.mark.skipif(
    not _can(*ALONE, "mount", "-t", "tmpfs", "none", "/mnt"), reason="no mounts of one's own here"
)


UP_FOR_YEARS = ["-T", "--monotonic", "300000000", "--boottime", "300000000"]
AGED = _can(*ALONE, *UP_FOR_YEARS, "true")


class Class:
    """Three students' files, and `autograder grade` for them."""

    def __init__(self, root: Path):
        self.root, self.out = root, root / "out"
        course = small_class.open_course(small_class.make(root))
        for number, student in enumerate(("ann", "bob", "cho")):
            folder = root / "class" / student / small_class.ASSIGNMENT
            folder.mkdir(parents=True)
            for exercise in course.exercises:
                sources = (exercise.reference, exercise.wrong[0].source, "def f(:")
                (folder / f"{exercise.name}.py").write_text(sources[number])

    def command(self, out: Path, *more: str) -> list[str]:
        grade = [sys.executable, "-m", "autograder.cli", "grade", str(self.root / "class")]
        options = ["--course", self.root / "solutions", "--out", out, "--seed", 5, "--workers", 2]
        return [*grade, *map(str, options), *(more or ("--no-gradebook",))]

    def run(self, out: Path | None = None, before: str = "", after: str = "true", how=ALONE):
        """Grade after the shell commands `before`, in mounts of its own."""
        script = f'{before}\n"$@"\ncode=$?\n{after}\nexit $code'
        return subprocess.run(
            [*how, "sh", "-c", script, "sh", *self.command(out or self.out)],
            cwd=small_class.ROOT, capture_output=True, text=True, timeout=HANG_SECONDS,
        )  # fmt: skip


@pytest.fixture
def class_(tmp_path):
    return Class(tmp_path)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """A class that was graded; what a test does to its results it has to mend."""
    class_ = Class(tmp_path_factory.mktemp("graded"))
    ended = class_.run(how=[])
    assert ended.returncode == 0, ended.stderr
    return class_


@pytest.fixture(scope="module")
def undisturbed(graded):
    return grades_in(graded.out)


def grades_in(out: Path) -> list:
    """Return what `grades.json` says, without what it cost."""
    told = json.loads((out / "grades.json").read_text())
    return [
        [
            grade["student"],
            grade["final"],
            [[r["exercise"], r["score"], [o["verdict"] for o in r["outcomes"]]]
             for r in grade["reports"]],
        ]
        for grade in told["grades"]
    ]  # fmt: skip


def rows(store: Path) -> int:
    with sqlite3.connect(store) as connection:
        (count,) = connection.execute("SELECT count(*) FROM reports").fetchone()
    connection.close()
    return count


def is_clear(ended, *words: str) -> None:
    """Assert an error for people: exit code 3, what, where, cure, and no traceback."""
    assert ended.returncode == 3, ended.stderr + ended.stdout
    assert "Traceback" not in ended.stderr, ended.stderr
    assert "->" in ended.stderr
    for word in words:
        assert word in ended.stderr, ended.stderr


@mounts
@pytest.mark.parametrize("kilobytes", [120, *nightly(4, 60, 150)])
def test_a_full_disk_loses_nothing(class_, undisturbed, kilobytes):
    """The smallest disk holds no store, the next ones some reports, the last ones no pages."""
    class_.out.mkdir()
    kept = class_.root / "kept"
    mount = f"mount -t tmpfs -o size={kilobytes}k none {class_.out}"
    ended = class_.run(before=mount, after=f"cp -a {class_.out} {kept}")
    is_clear(ended, "free disk space", str(class_.out))
    before = rows(kept / "reports.db") if kilobytes > 4 else 0
    assert class_.run(kept, how=[]).returncode == 0
    assert grades_in(kept) == undisturbed and rows(kept / "reports.db") == 6 >= before


@mounts
def test_a_read_only_disk_is_said_and_harms_nothing(graded, undisturbed):
    empty = graded.root / "empty"
    empty.mkdir()
    for out in (empty, graded.out):
        mount = f"mount --bind {out} {out} && mount -o remount,ro,bind {out}"
        is_clear(graded.run(out, before=mount), "ead-only", str(out))
    assert list(empty.iterdir()) == []
    assert grades_in(graded.out) == undisturbed and rows(graded.out / "reports.db") == 6


@mounts
@pytest.mark.nightly
def test_a_disk_that_is_full_again_keeps_the_pages_that_were_there(class_):
    """The grades are in the store; the old pages stay whole when new ones have no room."""
    class_.out.mkdir()
    kept = class_.root / "kept"
    before = f"""mount -t tmpfs -o size=20m none {class_.out}
        "$@" >/dev/null
        cp {class_.out}/grades.csv {class_.root}/before.csv
        touch {class_.out}/filler; dd if=/dev/zero of={class_.out}/filler bs=4k 2>/dev/null"""
    ended = class_.run(before=before, after=f"cp -a {class_.out} {kept}")
    is_clear(ended, "free disk space")
    assert (kept / "grades.csv").read_bytes() == (class_.root / "before.csv").read_bytes()
    assert (kept / "grades.csv").stat().st_size > 100
    assert not [file.name for file in kept.rglob(".*") if file.is_file()]


@mounts
@pytest.mark.parametrize(
    "change", ["umount -l /dev/shm", *nightly("mount -t tmpfs -o ro,size=4k none /dev/shm")]
)
def test_neither_shared_memory_nor_a_young_clock_is_needed(class_, undisturbed, change):
    """The clocks of a machine that has been up for years, where the kernel can set them back."""
    no_memory = f"{change} && ! touch /dev/shm/x 2>/dev/null || rm /dev/shm/x"
    ended = class_.run(before=no_memory, how=[*ALONE, *(UP_FOR_YEARS if AGED else [])])
    assert ended.returncode == 0, ended.stderr
    assert grades_in(class_.out) == undisturbed


@pytest.mark.skipif(not os.access(PIDS, os.W_OK), reason="no cgroup of processes to write to")
@pytest.mark.parametrize("processes", [4, *nightly(2, 6)])
def test_exhausted_processes_are_said_and_lose_nothing(graded, undisturbed, processes):
    store = graded.out / "reports.db"
    with sqlite3.connect(store) as connection:
        missing = connection.execute("SELECT * FROM reports ORDER BY key LIMIT 1").fetchone()
        connection.execute("DELETE FROM reports WHERE key = ?", missing[:1])
    group = PIDS / f"autograder-test-{os.getpid()}-{processes}"
    group.mkdir()
    try:
        (group / "pids.max").write_text(str(processes))
        ended = graded.run(before=f"echo $$ > {group}/cgroup.procs", how=[])
    finally:
        group.rmdir()
    is_clear(ended, "limit of processes")
    assert rows(store) == 5 and grades_in(graded.out) == undisturbed
    with connection:
        connection.execute("INSERT INTO reports VALUES (?, ?, ?)", missing)
    connection.close()


@pytest.mark.nightly
@pytest.mark.skipif(not AGED, reason="no time namespaces here")
def test_a_machine_that_has_been_up_for_years_grades_alike(class_, undisturbed):
    ended = class_.run(how=[*ALONE, *UP_FOR_YEARS])
    assert ended.returncode == 0, ended.stderr
    assert grades_in(class_.out) == undisturbed


def test_only_the_date_of_a_page_asks_the_clock_that_can_jump():
    """Durations and limits come from monotonic clocks, so that setting the clock harms nobody."""
    asking = set()
    for file in ENGINE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            text = ast.unparse(node) if isinstance(node, ast.Attribute) else ""
            if text in ("time.time", "time.time_ns", "datetime.now", "datetime.utcnow",
                        "time.CLOCK_REALTIME", "date.today", "datetime.today"):  # fmt: skip
                asking.add((file.relative_to(ENGINE).as_posix(), text))
    assert asking == {("runs/publish.py", "datetime.now")}


@pytest.mark.nightly
def test_results_that_cannot_be_a_folder_are_said(class_):
    class_.out.write_text("a file")
    is_clear(class_.run(how=[]), "out", "move it away")
    assert class_.out.read_text() == "a file"


def _garbage(store: Path) -> None:
    store.write_bytes(bytes(range(256)) * 64)


def _torn(store: Path) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    store.write_bytes(store.read_bytes()[: store.stat().st_size // 2])


def _newer(store: Path) -> None:
    with sqlite3.connect(store) as connection:
        connection.execute("PRAGMA user_version=99")
    connection.close()


def _foreign(store: Path) -> None:
    store.unlink()
    with sqlite3.connect(store) as connection:
        connection.execute("CREATE TABLE reports (key TEXT, something TEXT)")
    connection.close()


@pytest.mark.nightly
@pytest.mark.parametrize(
    "harm, words",
    [(_garbage, "no database"), (_torn, "damaged"), (_newer, "newer"), (_foreign, "format")],
)
def test_a_store_that_cannot_be_read_is_said_and_made_again(graded, undisturbed, harm, words):
    store = graded.out / "reports.db"
    harm(store)
    is_clear(graded.run(how=[]), words, str(store))
    for file in graded.out.glob("reports.db*"):  # the cure
        file.unlink()
    assert graded.run(how=[]).returncode == 0
    assert grades_in(graded.out) == undisturbed


@pytest.mark.nightly
def test_a_damaged_report_is_graded_again_instead_of_believed(graded, undisturbed):
    store = graded.out / "reports.db"
    with sqlite3.connect(store) as connection:
        changed = connection.execute(
            "UPDATE reports SET body = replace(body, '\"score\":0.0', '\"score\":5.0')"
        ).rowcount
        connection.execute("UPDATE reports SET body = CAST(body AS BLOB)")
    connection.close()
    assert changed == 6
    assert graded.run(how=[]).returncode == 0
    assert grades_in(graded.out) == undisturbed and rows(store) == 6


@pytest.mark.nightly
def test_a_locked_store_is_said(graded):
    store = graded.out / "reports.db"
    holder = sqlite3.connect(store, isolation_level=None)
    holder.execute("PRAGMA locking_mode=EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    try:
        ended = graded.run(how=[])
    finally:
        holder.close()
    is_clear(ended, "end the program that locks it", str(store))
    assert graded.run(how=[]).returncode == 0

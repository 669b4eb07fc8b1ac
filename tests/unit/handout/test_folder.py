"""Publishing again brings a folder up to date and never writes over somebody's work."""

import errno
import json

import pytest

from autograder.errors import AuthorError, MachineError
from autograder.handout import folder as folders
from autograder.handout.folder import MANIFEST, update

FIT, NEW = "a/fit.py", "a/fit.new.py"
FIRST = {FIT: b"1\n", "a/b/README.md": b"read\n", "x.ipynb": b"{}\n"}
SECOND = {**FIRST, FIT: b"2\n"}
THIRD = {**FIRST, FIT: b"3\n"}
WORK = b"my answer\n"


@pytest.fixture
def place(tmp_path):
    folder = tmp_path / "course"
    update(folder, FIRST)
    return folder


def there(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != MANIFEST
    }


def test_all_files_are_written_and_then_nothing_is_left_to_do(place):
    assert there(place) == FIRST
    again = update(place, FIRST)
    assert (again.write, again.remove, again.kept, again.left) == ({}, (), {}, ())


def test_what_nobody_changed_follows_the_course(place):
    assert set(update(place, SECOND).write) == {FIT}
    assert there(place) == SECOND


def test_what_was_changed_stays_and_a_course_that_did_not_change_says_nothing(place):
    (place / FIT).write_bytes(WORK)
    again = update(place, FIRST)
    assert not again.write and not again.kept
    assert there(place) == {**FIRST, FIT: WORK}


def test_a_newer_version_lies_beside_what_was_changed(place):
    (place / FIT).write_bytes(WORK)
    assert update(place, SECOND).kept == {FIT: NEW}
    assert there(place) == {**FIRST, FIT: WORK, NEW: b"2\n"}
    again = update(place, SECOND)  # nothing new: it stays there, and is not said again
    assert not again.kept and not again.write and not again.remove
    assert there(place)[NEW] == b"2\n"
    assert update(place, THIRD).kept == {FIT: NEW}
    assert there(place) == {**FIRST, FIT: WORK, NEW: b"3\n"}


def test_a_newer_version_that_was_taken_over_goes(place):
    (place / FIT).write_bytes(WORK)
    update(place, SECOND)
    (place / NEW).rename(place / FIT)
    update(place, SECOND)
    assert there(place) == SECOND
    (place / FIT).write_bytes(WORK)
    update(place, THIRD)
    (place / FIT).write_bytes(b"3\n")  # copied by hand
    assert update(place, THIRD).remove == (NEW,)
    assert there(place) == THIRD


def test_a_newer_version_that_was_dealt_with_does_not_come_back(place):
    (place / FIT).write_bytes(WORK)
    update(place, SECOND)
    (place / NEW).unlink()
    update(place, SECOND)
    assert there(place) == {**FIRST, FIT: WORK}


def test_work_in_the_newer_version_stays_too(place):
    (place / FIT).write_bytes(WORK)
    update(place, SECOND)
    (place / NEW).write_bytes(b"more work\n")
    assert update(place, THIRD).kept == {FIT: ""}
    assert there(place) == {**FIRST, FIT: WORK, NEW: b"more work\n"}
    (place / NEW).rename(place / "elsewhere.py")
    assert update(place, THIRD).kept == {FIT: NEW}
    assert there(place)[NEW] == b"3\n"


def test_a_file_of_the_students_in_the_way_of_a_new_one_stays(place):
    (place / "notes.md").write_bytes(b"mine\n")
    assert update(place, {**FIRST, "notes.md": b"ours\n"}).kept == {"notes.md": "notes.new.md"}
    assert there(place) == {**FIRST, "notes.md": b"mine\n", "notes.new.md": b"ours\n"}


def test_a_folder_in_the_way_of_a_file_stays(place):
    (place / "notes.md").mkdir()
    assert update(place, {**FIRST, "notes.md": b"ours\n"}).kept == {"notes.md": "notes.new.md"}


def test_what_the_course_no_longer_has_goes_with_its_folders_unless_it_was_changed(place):
    (place / "x.ipynb").write_bytes(b'{"answered": 1}\n')
    (place / "mine.txt").write_bytes(b"mine\n")
    done = update(place, {FIT: b"1\n"})
    assert done.remove == ("a/b/README.md",) and done.left == ("x.ipynb",)
    assert there(place) == {FIT: b"1\n", "x.ipynb": b'{"answered": 1}\n', "mine.txt": b"mine\n"}
    assert not (place / "a/b").exists()
    assert not update(place, {FIT: b"1\n"}).left


def test_what_was_deleted_comes_back(place):
    (place / FIT).unlink()
    assert set(update(place, FIRST).write) == {FIT}


def test_other_line_ends_are_no_change(place):
    (place / FIT).write_bytes(b"1\r\n")
    assert not update(place, FIRST).write
    assert update(place, SECOND).kept == {}
    assert there(place) == SECOND


@pytest.mark.parametrize("fails", range(1, 4))
def test_a_full_disk_leaves_files_that_the_next_try_knows(place, monkeypatch, fails):
    write, left = folders.write_whole, [fails]

    def write_until_full(path, data):
        if path.name != MANIFEST:
            if not left[0]:
                raise OSError(errno.ENOSPC, "No space left on device", str(path))
            left[0] -= 1
        write(path, data)

    later = {path: data + b"more\n" for path, data in {**FIRST, "new.py": b""}.items()}
    with monkeypatch.context() as patched:
        patched.setattr(folders, "write_whole", write_until_full)
        with pytest.raises(MachineError, match="publish again"):
            update(place, later)
    assert not update(place, later).kept
    assert there(place) == later


def test_what_somebody_saves_meanwhile_stays(place, monkeypatch):
    write, later = folders.write_whole, {path: data + b"more\n" for path, data in FIRST.items()}

    def somebody_saves(path, data):
        write(path, data)
        if path == place / FIT:
            (place / "x.ipynb").write_bytes(WORK)

    with monkeypatch.context() as patched:
        patched.setattr(folders, "write_whole", somebody_saves)
        with pytest.raises(AuthorError, match="just now"):
            update(place, later)
    assert update(place, later).kept == {"x.ipynb": "x.new.ipynb"}
    assert there(place) == {**later, "x.ipynb": WORK, "x.new.ipynb": later["x.ipynb"]}


def test_a_folder_that_holds_something_else_is_refused(tmp_path):
    (tmp_path / "thesis.tex").write_text("x")
    with pytest.raises(AuthorError, match="not empty") as refused:
        update(tmp_path, FIRST)
    assert "empty folder" in refused.value.cure
    assert there(tmp_path) == {"thesis.tex": b"x"}


def test_a_fresh_clone_counts_as_empty(tmp_path):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").write_text("x")
    update(tmp_path, FIRST)
    assert (tmp_path / FIT).is_file()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(AuthorError, match="not a folder"):
        update(tmp_path / "file", FIRST)


@pytest.mark.parametrize("text", ["", "[]", '{"files": 1}', '{"about": "", "files": {"../x": []}}',
                                  '{"about": "", "files": {"/x": []}}'])  # fmt: skip
def test_a_damaged_list_is_refused(place, text):
    (place / MANIFEST).write_text(text)
    with pytest.raises(AuthorError, match="damaged"):
        update(place, SECOND)
    assert there(place) == FIRST


def test_nothing_is_written_through_a_link(place, tmp_path):
    (place / "a").rename(tmp_path / "outside")
    (place / "a").symlink_to(tmp_path / "outside")
    with pytest.raises(AuthorError, match="link"):
        update(place, SECOND)
    assert there(tmp_path / "outside")["fit.py"] == b"1\n"


def test_the_list_holds_digests_alone(place):
    for digests in json.loads((place / MANIFEST).read_text())["files"].values():
        assert all(len(digest) == 64 for digest in digests)

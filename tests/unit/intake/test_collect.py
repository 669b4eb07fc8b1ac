"""Every way students hand in work, and every way it can be broken or hostile."""

import ast
import io
import json
import os
import struct
import warnings
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.intake import archives
from autograder.intake.cells import cells_of_notebook
from autograder.intake.collect import read_submissions
from autograder.intake.decoding import Unreadable
from autograder.intake.magics import neutral
from autograder.intake.notebook_format import parse_notebook
from tests.unit.intake.hand_ins import (
    A1,  # fmt: skip
    A2,
    DOUBLE,
    GOOD,
    STUB,
    TRIPLE,
    code,
    english,
    keys,
    notebook,
    put,
    reasons,
    zipped,
)


def cells_in(text, exercises):
    return cells_of_notebook(parse_notebook(text), exercises)


# --- layouts


def test_nbgrader_layout_with_time(work, course):
    put(work, f"submitted/alice/{A1}/{A1}.ipynb", GOOD)
    put(work, f"submitted/alice/{A1}/timestamp.txt", "2026-02-02 15:58:23.948203 Asia/Shanghai")
    put(work, f"submitted/王芳/{A2}/01_encode/encode.py", "def encode(x):\n    return x\n")
    put(work, "submitted/.DS_Store", b"\0")
    put(work, "submitted/alice/.ipynb_checkpoints/x-checkpoint.ipynb", GOOD)
    for path in (work, work / "submitted"):
        found = read_submissions(path, course)
        assert keys(found) == [("alice", A1), ("王芳", A2)] and not found.refused
        assert found.submissions[0].timestamp == "2026-02-02T07:58:23.948203+00:00"
        assert found.submissions[0].warnings == ()
        assert [c.name for c in found.submissions[0].cells] == ["cell 1", "cell 2"]
        assert found.submissions[1].cells[0].exercise == f"{A2}/01_encode"


def test_files_named_by_student(work, course):
    put(work, "alice.ipynb", GOOD)
    put(work, f"bob_{A1}.ipynb", GOOD)
    put(work, "cleo_double.py", DOUBLE)
    put(work, "cleo_triple.py", TRIPLE)
    put(work, "dan/deep/er/01_double/double.py", DOUBLE)
    found = read_submissions(work, course)
    assert keys(found) == [(name, A1) for name in ("alice", "bob", "cleo", "dan")]
    assert [c.exercise for c in found.submissions[2].cells] == [
        f"{A1}/01_double",
        f"{A1}/02_triple",
    ]


def test_zip_of_zips_with_wrapper_and_junk(tmp_path, course):
    inner = zipped({f"alice/{A1}.ipynb": GOOD, "__MACOSX/._x.ipynb": b"\0"})
    outer = zipped({"class/alice.zip": inner, f"class/bob/{A1}/{A1}.ipynb": GOOD})
    (tmp_path / "class.zip").write_bytes(outer)
    found = read_submissions(tmp_path / "class.zip", course)
    assert keys(found) == [("alice", A1), ("bob", A1)] and not found.refused


def test_one_student_zip_and_one_file(tmp_path, course):
    (tmp_path / "alice.zip").write_bytes(zipped({f"{A1}.ipynb": GOOD}))
    assert keys(read_submissions(tmp_path / "alice.zip", course)) == [("alice", A1)]
    (tmp_path / "bob.ipynb").write_text(GOOD)
    assert keys(read_submissions(tmp_path / "bob.ipynb", course)) == [("bob", A1)]


def test_unknown_assignment_student_and_place(work, course):
    put(work, f"alice/99_other/{A1}.ipynb", GOOD)
    put(work, "bob/stray.ipynb", notebook("x = 1"))
    put(work, f"mallory/{A1}/{A1}.ipynb", GOOD)
    put(work, f"carol/{A1}/{A1}.ipynb", GOOD)
    put(course.folder, "students.csv", "id,first_name\ncarol,Carol\nbob,Bob\nzoe,Zoë\n")
    found = read_submissions(work, course)
    assert keys(found) == [("carol", A1)]
    assert found.missing == ("zoe",), "of bob something came in"
    for words in ("no assignment 99_other", "--assignment", "mallory is not in students.csv"):
        assert words in reasons(found)
    assert keys(read_submissions(work, course, A1)) == [("bob", A1), ("carol", A1)]


def test_only_one_assignment(work, course):
    put(work, f"alice/{A1}/{A1}.ipynb", GOOD)
    put(work, f"alice/{A2}/{A2}.ipynb", notebook("def encode(x):\n    return x"))
    assert keys(read_submissions(work, course, A2)) == [("alice", A2)]


def test_duplicates(work, course):
    put(work, f"alice/{A1}/{A1}.ipynb", GOOD)
    put(work, f"alice/{A1}/timestamp.txt", "2026-01-01 00:00:00 UTC")
    put(
        work,
        "alice.zip",
        zipped({f"{A1}.ipynb": GOOD, "timestamp.txt": b"2026-01-02 00:00:00 UTC"}),
    )
    put(work, "bob.ipynb", GOOD)
    put(work, f"bob_{A1}.ipynb", GOOD.replace("2 * x", "x * 2"))
    put(work, "cleo.ipynb", GOOD)
    put(work, f"cleo_{A1}.ipynb", GOOD)
    found = read_submissions(work, course)
    assert keys(found) == [("alice", A1), ("cleo", A1)], "two that say the same are one"
    assert found.submissions[0].timestamp.startswith("2026-01-02")
    assert "an older submission" in reasons(found)
    (bob,) = [s for s in found.submissions if s.student == "bob"]
    assert "more than once without a timestamp (bob.ipynb, bob_01" in bob.problem.en
    fates = [(e.fate, e.origin) for e in found.entries if e.student == "bob"]
    assert fates == [("refused", "bob.ipynb"), ("refused", f"bob_{A1}.ipynb")]


def test_spelling_of_names(work, course):
    put(work, "Zoe\u0308/x.ipynb", GOOD)
    put(work, "ev\u202eil/x.ipynb", GOOD)
    found = read_submissions(work, course)
    assert keys(found) == [("Zoë", A1)]
    assert "characters that cannot be seen" in reasons(found)


def test_zip_names_from_a_chinese_windows(tmp_path, course):
    data = zipped({"AAAA.ipynb": GOOD}).replace(b"AAAA.ipynb", "王芳".encode("gbk") + b".ipynb")
    (tmp_path / "class.zip").write_bytes(data)
    assert keys(read_submissions(tmp_path / "class.zip", course)) == [("王芳", A1)]


# --- notebooks


def read_one(work, course, content, name=f"{A1}.ipynb"):
    put(work, f"alice/{A1}/{name}", content)
    (submission,) = read_submissions(work, course).submissions
    return submission


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (GOOD[: len(GOOD) // 2], "damaged"),
        (b"[1, 2]", "JSON, but not a notebook"),
        ("[" * 100_000, "damaged"),
        ('{"cells": 3, "nbformat": 4}', "it has no cells"),
        (notebook(), "no code cell"),
        (notebook("  \n"), "no code cell"),
        ('{"cells": [], "x": "\u00e9"}'.encode("latin-1"), "not saved as UTF-8"),
    ],
)
def test_what_cannot_be_read_says_so(work, course, content, words):
    submission = read_one(work, course, content)
    assert words in submission.problem.en and submission.problem.zh and not submission.cells


def test_too_large(work, course, monkeypatch):
    monkeypatch.setattr("autograder.intake.reading.MAX_FILE_BYTES", 100)
    submission = read_one(work, course, GOOD)
    assert "clear all outputs" in submission.problem.en


def test_byte_order_marks_are_read(work, course):
    assert read_one(work, course, GOOD.encode("utf-8-sig")).cells
    assert read_one(work, course, GOOD.encode("utf-16")).cells


def test_locked_grade_cells_are_left_out(course):
    check = "from autograder.selfcheck import check\n\ncheck(double)"
    text = notebook(
        code(DOUBLE), code("check()", "g", grade=True, locked=True), check, code(TRIPLE)
    )
    cells, _ = cells_in(text, course.assignments[0].exercises)
    assert [(c.name, c.source) for c in cells] == [("cell 1", DOUBLE), ("cell 4", TRIPLE)]


def test_old_formats(course):
    old = {"cell_type": "code", "language": "python", "input": DOUBLE.splitlines(True)}
    sheet = {"cells": [{"cell_type": "markdown", "source": "hi"}, old]}
    sheets = {"nbformat": 3, "worksheets": [sheet]}
    cells, notes = cells_in(json.dumps(sheets), course.assignments[0].exercises)
    assert [(c.name, c.source) for c in cells] == [("cell 2", DOUBLE)]
    assert "old Jupyter" in english(notes)


def test_a_syntax_error_stays_in_its_cell(course):
    broken = "def double(x):\n    return (x"
    cells, notes = cells_in(notebook(broken, TRIPLE), course.assignments[0].exercises)
    assert [c.source for c in cells] == [broken, TRIPLE]
    assert "no cell defines" not in english(notes)


def test_doubled_moved_and_deleted_cells(course):
    exercises = course.assignments[0].exercises
    answer_first = notebook(code(DOUBLE), code(STUB, f"{A1}__01_double__solution"))
    cells, notes = cells_in(answer_first, exercises)
    assert cells[1].source.startswith("import torch") and "double" not in cells[1].source
    assert "more than once" in english(notes) and "no cell defines `triple`" in english(notes)
    moved = notebook(code(TRIPLE, f"{A1}__02_triple__s"), code(DOUBLE, f"{A1}__01_double__s"))
    assert "moved" in english(cells_in(moved, exercises)[1])
    twice = notebook(*[code(DOUBLE, "a"), code(DOUBLE + " + 0", "a")])
    cells, notes = cells_in(twice, exercises)
    assert cells[-1].source.endswith("+ 0") and "more than once" in english(notes)
    assert "lost its marks" in english(notes)


@pytest.mark.parametrize(
    "odd",
    [
        {"cell_type": "code"},
        {"cell_type": "code", "source": 3, "metadata": []},
        {"cell_type": "code", "source": [None, "x = 1"], "metadata": {"nbgrader": {"grade_id": 3}}},
        {"cell_type": "code", "source": "x = '\\ud800'", "metadata": {"nbgrader": None}},
        3,
        None,
    ],
)
def test_odd_cells_do_no_harm(course, odd):
    text = json.dumps({"cells": [odd, code(DOUBLE)], "nbformat": 4}).replace("\\\\u", "\\u")
    cells, _ = cells_in(text, course.assignments[0].exercises)
    assert cells[-1].source == DOUBLE
    for cell in cells:
        cell.source.encode("utf-8")


KEYS = st.sampled_from(["cells", "worksheets", "source", "input", "metadata", "nbgrader",
                        "grade_id", "cell_type", "nbformat"])  # fmt: skip
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("code")


@given(st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4)
                    | st.dictionaries(KEYS, inner, max_size=6), max_leaves=20))  # fmt: skip
def test_any_json_is_cells_or_a_sentence(value):
    try:
        cells, _ = cells_in(json.dumps(value), ())
        assert cells
    except Unreadable as error:
        assert error.text.en and error.text.zh


# --- magics


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("if x:\n    !pip install a \\\n        b\ny = 2", "if x:\n    pass\n\ny = 2"),
        ("files = !ls\nx = %timeit -o f()", "files = []\nx = []"),
        ("%time model = fit(1)", "model = fit(1)"),
        ("%%time\nx = 1\n!ls", "\nx = 1\npass"),
        ("%%bash\nrm -rf /", ""),
        ("x?\n?x\nx??", "pass\npass\npass"),
        ("get_ipython().run_line_magic('matplotlib', 'inline')\nx = 1", "pass\nx = 1"),
        ('s = """\n%d items\n!really\n"""\n!ls', 's = """\n%d items\n!really\n"""\npass'),
        ("a = (10\n% 3)", "a = (10\n% 3)"),
        ("%%time\n" * 50_000 + "x = 1", "\n" * 50_000 + "x = 1"),
    ],
)
def test_magics_become_harmless(before, after):
    assert neutral(before)[0] == after
    ast.parse(after)


@given(st.text(alphabet="ab=%!?()'\"\\ \n:#", max_size=60))
@settings(max_examples=300)
def test_neutral_keeps_line_numbers_and_valid_python(source):
    result, _ = neutral(source)
    assert not result or result.count("\n") == source.count("\n")
    try:
        with warnings.catch_warnings(action="ignore"):
            ast.parse(source)
    except (SyntaxError, ValueError):
        return
    assert result == source


def test_hostile_source_is_quick(course):
    for source in ("(" * 10_000, "-" * 100_000 + "1", "!\n" * 200_000, "x" + ".a" * 90_000):
        neutral(source)
        cells_in(notebook(source, DOUBLE), course.assignments[0].exercises)


# --- Python files


def test_encodings_of_python_files(work, course):
    body = "# 说明\ndef double(x):\n    return 2 * x\n"
    for number, data in enumerate([body.encode("utf-8-sig"), body.encode("utf-16"),
                                   ("# coding: gbk\n" + body).encode("gbk")]):  # fmt: skip
        put(work, f"s{number}/double.py", data)
    put(work, "bad/double.py", body.encode("gbk"))
    put(work, "half/double.py", body.encode("gbk"))
    put(work, "half/triple.py", TRIPLE)
    found = {s.student: s for s in read_submissions(work, course).submissions}
    assert all("说明" in found[f"s{n}"].cells[0].source for n in range(3))
    assert "double.py is not saved as UTF-8" in found["bad"].problem.en
    assert not found["half"].problem and "double.py is not" in english(found["half"].warnings)
    assert [c.exercise for c in found["half"].cells] == [f"{A1}/02_triple"]


def test_wrong_file_names(work, course):
    put(work, f"alice/{A1}/homework.py", DOUBLE + "\n\n\n" + TRIPLE)
    put(work, f"alice/{A1}/double.py", STUB)
    put(work, f"bob/{A1}/final (1).ipynb", GOOD)
    put(work, f"bob/{A1}/helpers.py", "x = 1")
    put(work, f"cleo/{A1}/{A1}.ipynb", notebook(STUB))
    put(work, f"cleo/{A1}/double.py", DOUBLE)
    alice, bob, cleo = read_submissions(work, course).submissions
    assert [(c.name, c.exercise) for c in alice.cells] == [
        ("homework.py", f"{A1}/01_double"), ("homework.py", f"{A1}/02_triple")]  # fmt: skip
    assert "homework.py was taken for double.py" in english(alice.warnings)
    assert "was taken for 01_shapes.ipynb" in english(bob.warnings)
    assert cleo.cells[-1].name == "double.py"


def test_nothing_of_use(work, course):
    put(work, f"alice/{A1}/picture.png", b"1")
    put(work, f"alice/{A1}/timestamp.txt", "soon")
    (submission,) = read_submissions(work, course).submissions
    assert "picture.png: a PNG picture" in submission.problem.en
    assert "timestamp.txt cannot be read" in english(submission.warnings)


def test_digest_sees_code_and_names_but_not_line_endings(work, course):
    put(work, "a.ipynb", notebook(DOUBLE))
    put(work, "b.ipynb", notebook(DOUBLE.replace("\n", "\r\n")))
    put(work, "c.ipynb", notebook(DOUBLE + " + 0"))
    put(work, "d.ipynb", notebook("", DOUBLE))
    a, b, c, d = (s.digest for s in read_submissions(work, course).submissions)
    assert a == b and len({a, c, d}) == 3


# --- hostile folders and archives


def refused_zip(tmp_path, course, data):
    (tmp_path / "class").mkdir(exist_ok=True)
    (tmp_path / "class/bad.zip").write_bytes(data)
    (tmp_path / "class/good.ipynb").write_text(GOOD)
    found = read_submissions(tmp_path / "class", course)
    assert ("good", A1) in keys(found)
    return found


@pytest.mark.skipif(os.name == "nt", reason="needs symbolic links and FIFOs")
def test_links_and_pipes_are_not_followed(work, course, tmp_path):
    put(tmp_path, "secret/secret.ipynb", GOOD)
    (work / "mallory.ipynb").symlink_to(tmp_path / "secret/secret.ipynb")
    (work / "eve").symlink_to(tmp_path / "secret")
    os.mkfifo(work / "pipe.ipynb")
    put(work, "alice.ipynb", GOOD)
    found = read_submissions(work, course)
    assert keys(found) == [("alice", A1)]
    assert reasons(found).count("a symbolic link") == 2 and "pipe" in reasons(found)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../../etc/x.ipynb", "an unsafe path"),
        ("a/../../x.ipynb", "an unsafe path"),
        ("..\\x.ipynb", "an unsafe path"),
        ("/etc/x.ipynb", "an absolute path"),
        ("\\\\server\\x.ipynb", "an absolute path"),
        ("C:\\x.ipynb", "an absolute path"),
        ("a\x1b[2J.ipynb", "an unsafe path"),
    ],
)
def test_unsafe_names(tmp_path, course, name, words):
    found = refused_zip(tmp_path, course, zipped({name: GOOD, f"{A1}.ipynb": GOOD}))
    assert words in reasons(found)
    assert ("bad", A1) in keys(found), "the safe member is graded"


@pytest.mark.parametrize("mode", [0o120777, 0o020666, 0o010666])
def test_links_and_devices_in_archives(tmp_path, course, mode):
    info = zipfile.ZipInfo("x.ipynb")
    info.external_attr = mode << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as bundle:
        bundle.writestr(info, "/etc/passwd")
    assert "a link or device" in reasons(refused_zip(tmp_path, course, stream.getvalue()))


def test_encrypted(tmp_path, course):
    data = bytearray(zipped({"x.ipynb": GOOD}))
    directory = data.index(b"PK\1\2")
    data[6] |= 1
    data[directory + 8] |= 1
    assert "encrypted" in reasons(refused_zip(tmp_path, course, bytes(data)))


def test_bombs(tmp_path, course):
    bomb = zipped({f"{n}.ipynb": b"\0" * (40 << 20) for n in range(2)})
    assert "not opened" in reasons(refused_zip(tmp_path, course, bomb))
    nest = GOOD.encode()
    for _ in range(5):
        nest = zipped({"x.zip" if nest[:2] == b"PK" else "x.ipynb": nest})
    assert "inside archives" in reasons(refused_zip(tmp_path, course, nest))


def test_a_million_members_are_refused_by_the_last_record(tmp_path, course, monkeypatch):
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0,
                        0, 0, 0) + b"x"  # fmt: skip
    count = 1_000_000
    directory = entry * count
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(directory), 0)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(directory), 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    (tmp_path / "class.zip").write_bytes(directory + end64 + locator + end)
    monkeypatch.setattr(archives.zipfile, "ZipFile", None)  # it would read the whole directory
    found = read_submissions(tmp_path / "class.zip", course)
    assert "1,000,000 files" in reasons(found) and not found.submissions


def test_a_lying_member_count(tmp_path, course):
    data = bytearray(zipped({f"{n}.txt": b"" for n in range(10_050)}))
    end = data.rindex(b"PK\5\6")
    data[end + 8 : end + 12] = struct.pack("<2H", 1, 1)
    assert "10,000 files" in reasons(refused_zip(tmp_path, course, bytes(data)))


def test_other_archives(tmp_path, course, work):
    for name in ("a.rar", "b.tar.gz", "c.7z"):
        put(work, name, b"x")
    assert reasons(read_submissions(work, course)).count("only zip is read") == 3


@given(st.binary(max_size=200), st.integers(0, 400))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_damaged_zip_never_stops_the_run(tmp_path, course, noise, place):
    data = zipped({f"{A1}.ipynb": GOOD, "timestamp.txt": b"2026-01-02 00:00:00 UTC"})
    data = data[:place] + noise + data[place + len(noise) :]
    refused_zip(tmp_path, course, data)

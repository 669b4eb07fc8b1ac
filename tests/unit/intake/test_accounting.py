"""Everything that comes in ends as graded, refused with a reason, or left out on purpose."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder.intake import collect
from autograder.intake.accounting import Counts, Fate, Unaccounted, counts_of, in_words
from autograder.intake.collect import read_submissions
from tests.unit.intake.hand_ins import A1, A2, DOUBLE, GOOD, STUB, course_in, notebook, put, zipped


def put_class(folder):
    """Hand in one of each kind."""
    put(folder, f"ana/{A1}/{A1}.ipynb", GOOD)
    put(folder, f"ana/{A1}/photo.png", b"x")
    put(folder, f"ana/{A1}/data.csv", b"1")
    put(folder, f"ana/{A1}/README.md", b"x")
    put(folder, f"ana/{A1}/timestamp.txt", "2026-12-01 10:00:00 UTC")
    put(folder, f"ana/{A1}/test_double.py", "import double")
    put(folder, f"bo/{A1}/{A1}.html", b"<html>")
    put(folder, f"cy/{A1}/report.pdf", b"x")
    put(folder, "dan.docx", b"x")
    put(folder, f"eve/{A1}/.keep", b"")
    (folder / "fay").mkdir()
    put(folder, "gus.rar", b"x")
    put(folder, "hal.zip", zipped({}))
    put(folder, "DOM\\ivy.ipynb", GOOD)
    put(folder, "grades.xlsx", b"x")
    put(folder, "jo.zip", zipped({f"{A1}.ipynb": GOOD, "venv/pyvenv.cfg": "x"}
                                 | {f"venv/lib/{n}.py": "x" for n in range(500)}))  # fmt: skip
    for number in range(50):
        put(folder, f"jo/env/lib/python3.11/site-packages/{number}.py", b"x")
    put(folder, "jo/env/pyvenv.cfg", b"x")
    put(folder, "jo/__pycache__/a.pyc", b"x")


def test_a_class_of_every_kind(tmp_path):
    put_class(tmp_path / "in")
    found = read_submissions(tmp_path / "in", course_in(tmp_path))
    fates = Counter(entry.fate for entry in found.entries)
    assert fates == {Fate.GRADED: 2, Fate.REFUSED: 8, Fate.NOT_COUNTED: 5}
    assert counts_of(found.entries, ("kim",)) == Counts(15, 2, 8, 5, 1)
    assert in_words(counts_of(found.entries)) == "15 = 2 graded + 8 refused + 5 not counted"
    problems = {s.student: s.problem for s in found.submissions if s.problem}
    assert set(problems) == {"bo", "cy", "dan", "eve", "fay", "gus", "hal"}
    assert all(text.zh for text in problems.values())
    for student, words in (("bo", "HTML file"), ("bo", ".ipynb itself, not its export"),
                           ("cy", "PDF"), ("dan", "word processor"), ("eve", "an empty folder"),
                           ("fay", "an empty folder"), ("gus", "only zip is read"),
                           ("hal", "without a file")):  # fmt: skip
        assert words in problems[student].en
    (ana,) = [s for s in found.submissions if s.student == "ana"]
    assert [warning.en for warning in ana.warnings] == [
        "photo.png was not read; only notebooks and Python files are"
    ]
    (jo,) = [s for s in found.submissions if s.student == "jo"]
    assert not jo.warnings and jo.cells


def test_a_file_that_is_lost_on_the_way_stops_the_run(tmp_path, monkeypatch):
    put_class(tmp_path / "in")
    course, honest = course_in(tmp_path), collect.bundles_of

    def forgetful(*arguments):
        first, *rest = honest(*arguments)
        return [replace(first, files=first.files[1:]), *rest]

    monkeypatch.setattr(collect, "bundles_of", forgetful)
    with pytest.raises(Unaccounted, match="without a fate"):
        read_submissions(tmp_path / "in", course)
    monkeypatch.setattr(collect, "bundles_of", lambda *a: [*honest(*a), honest(*a)[0]])
    with pytest.raises(Unaccounted, match="with two"):
        read_submissions(tmp_path / "in", course)


FOLDERS = st.lists(
    st.sampled_from(["ana", "bo", A1, A2, "double", "01_double", "release", "assignments", "term",
                     "submitted", "autograder", "2026_fall", "99_other", "a:b", "venv", "images"]),
    max_size=4,
).map(tuple)  # fmt: skip
FILES = st.sampled_from([f"{A1}.ipynb", f"{A1} (1).ipynb.json", "ana.ipynb", "double.py", "x.py",
                         "double (2).py.txt", f"bo_{A2}.ipynb", "test_x.py", "README.md", "x.pdf",
                         "timestamp.txt", "data.csv", ".DS_Store", "pyvenv.cfg", "x.zip",
                         "x.rar", "text.html"])  # fmt: skip
CONTENTS = st.sampled_from([GOOD, notebook(STUB), notebook("x = 1"), DOUBLE, STUB, "", "{"])
PLACES = st.dictionaries(st.tuples(FOLDERS, FILES), CONTENTS, min_size=1, max_size=8)


@given(PLACES, st.sampled_from(["", A1]), st.sampled_from(["", "id\nana\nbo\n"]))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_lies_wherever_nothing_is_lost(tmp_path_factory, places, only, roster):
    """`read_submissions` raises where the numbers differ."""
    top = tmp_path_factory.mktemp("any")
    course = course_in(top)
    if roster:
        put(course.folder, "students.csv", roster)
    for (folders, name), content in places.items():
        put(top / "in", "/".join((*folders, name)), content)
    found = read_submissions(top / "in", course, only)
    names = {A1, A2, "double", "01_double", "triple", "02_triple", "encode", "01_encode"}
    assert not names & {submission.student for submission in found.submissions}
    assert found.entries and all(e.reason or e.fate is Fate.GRADED for e in found.entries)

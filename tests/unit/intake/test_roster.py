"""The roster, as people, spreadsheets and platforms write it."""

import pytest

from autograder.errors import SubmissionError
from autograder.intake.collect import read_submissions
from autograder.intake.roster import read_roster, roster_of
from tests.unit.intake.hand_ins import A1, GOOD, course_in, keys, put, reasons

HANDED_IN = ("ana", "bo", "0012345")


def ids(tmp_path, data, students=HANDED_IN):
    path = tmp_path / "students.csv"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_roster(path, students).ids


@pytest.mark.parametrize(
    "text",
    [
        "id\nana\nbo\n0012345\n",
        "ana\r\nbo\r\n\r\n0012345\r\nana\r\n",
        "id;first_name\r\nana;Ana\r\nbo;Bo, the second\r\n0012345;Cy\r\n",
        "id\tname\nana\tAna\nbo\tBo\n0012345\tCy\n",
        "\ufeff姓名,学号\n安娜,ana\n王,bo\n李,0012345\n",
        "Name;Matrikelnummer\nAna;ana\nBo;bo\nCy;0012345\n",
        "ID,Name\nana,Ana\nbo,Bo\n0012345,Cy\n",
        '"Student ID","Full, name"\n"ana","A, B"\n\n"bo","C"\n"0012345","D"\n',
        "sep=;\nlogin;name\nana;A\nbo;B\n0012345;C\n",
        "name,email,username\nAna,ana@uni.edu,ana\nBo,bo@uni.edu,bo\nCy,cy@uni.edu,0012345\n",
        'Student,ID,SIS Login ID\n"Smith, Ana",1,ana\n"Berg, Bo",2,bo\n"Cruz, Cy",3,0012345\n',
        "Ana Smith,ana\nBo Berg,bo\nCy Cruz,0012345\n",
        "Vorname,Kürzel\nAna,ana\nBo,bo\nCy,0012345\n",
    ],
)
def test_every_shape_of_table(tmp_path, text):
    for data in (text.encode(), text.encode("utf-16"), text.replace("\n", "\r").encode()):
        assert ids(tmp_path, data) == HANDED_IN
    if text.isascii():
        assert ids(tmp_path, text.encode("utf-16-le")) == HANDED_IN


def test_old_encodings_are_read_where_the_ids_do_not_suffer(tmp_path):
    assert ids(tmp_path, "姓名,学号\n王,ana\n李,bo\n".encode("gbk")) == ("ana", "bo")
    assert ids(tmp_path, "Name;id\nJosé;ana\n".encode("cp1252")) == ("ana",)
    with pytest.raises(SubmissionError, match="not UTF-8"):
        ids(tmp_path, "id;name\njosé;José\n".encode("cp1252"))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("Surname,Given\nSmith,Ana Maria\n", r"found `Surname`, `Given`[\s\S]*the header `id`"),
        ("", "no student"),
        (" ;; \n", "no student"),
        ("id,name\n", "no student below `id`, `name`"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)), "."),
    ],
)
def test_what_is_no_roster_says_what_is_needed(tmp_path, data, words):
    with pytest.raises(SubmissionError, match=words):
        ids(tmp_path, data)


def test_capitals_zeros_and_servers_make_no_other_student():
    roster = roster_of(["Ana", "12345", "bo@uni.edu", "cy", "CY", "007", "7"])
    found = [roster.find(name) for name in ("ana", "0012345", "bo", "cy", "CY", "Cy", "07")]
    assert found == ["Ana", "12345", "bo@uni.edu", "cy", "CY", "", ""]
    assert not roster.find("bo@other.edu")


def test_a_class_by_its_roster(tmp_path):
    course = course_in(tmp_path)
    put(course.folder, "students.csv", "id;name\nAna;A\n12345;B\nzoe;Z\ndan;D\n")
    for place in (f"ana/{A1}/x.ipynb", "0012345.ipynb", "mallory.ipynb"):
        put(tmp_path / "in", place, GOOD)
    put(tmp_path / "in", "dan.docx", b"x")
    found = read_submissions(tmp_path / "in", course)
    assert keys(found) == [("0012345", A1), ("ana", A1)], "named as nbgrader names them"
    assert "0012345 = 12345, ana = Ana" in found.notes[0].en
    assert found.missing == ("zoe",), "of dan something came in"
    assert "mallory is not in students.csv" in reasons(found)

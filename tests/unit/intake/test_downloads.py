"""Listings of bulk downloads: whose each file is, what is refused, and what is no download."""

import io
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.intake.archives import File, Listing, Refused, files_of
from autograder.intake.collect import read_submissions
from autograder.intake.downloads.blackboard import receipt_of
from autograder.intake.downloads.brightspace import moment
from autograder.intake.downloads.naming import names_in, plain, with_ids_of_roster
from autograder.intake.downloads.reading import read_download
from autograder.model import Text
from tests.unit.intake.hand_ins import A1, GOOD, put

BEIJING = ZoneInfo("Asia/Shanghai")
OLDER, ONLINE, TYPED = "an older attempt", "an online text", "online text that was handed in beside"
STRANGER, LATE = "not a file of the", "marks it LATE without a time"
NOTHING: dict[str, str] = {}

RECEIPT = """Name: {name} ({user})
Assignment: {task}
Date Submitted: Saturday, December 5, 2026 11:00:00 AM CST
Current Grade: Needs Grading

Submission Field:
{field}

Comments:
There are no student comments for this assignment.

Files:
	Original filename: hw.ipynb
	Filename: {task}_{user}_attempt_2026-12-05-11-00-00_hw.ipynb
"""
EMPTY_FIELD = "There is no student submission text data for this assignment."


def listing(*names, refused=(), **texts):
    """Return what `files_of` gives for these names; a file is what its name or its text says."""
    contents = {name: texts.get(name, name).encode() for name in names}
    files = tuple(
        File(PurePosixPath(name), name, "", len(data), lambda data=data: data)
        for name, data in contents.items()
    )
    return Listing(files, tuple(Refused(place, Text("bad", "坏")) for place in refused))


def laid_out(found):
    """Return student -> files, as they lie in the student's folder."""
    students = {}
    for file in found.files:
        student, *rest = file.path.parts
        students.setdefault(student, []).append("/".join(rest))
    return {student: sorted(files) for student, files in students.items()}


def turned_away(found):
    return {refused.origin: f"{refused.student}: {refused.reason.en}" for refused in found.refused}


def agrees(found, platform, students, refused=NOTHING):
    assert found.read_as.partition(";")[0] == f"{platform} download"
    assert laid_out(found) == students
    assert set(turned_away(found)) == set(refused)
    for place, words in refused.items():
        assert words in turned_away(found)[place], place


CANVAS = {
    "one file each": (
        ["smithana_3143_207797_hw.ipynb", "bergbo_3144_207798_hw.ipynb"],
        {"smithana_3143": ["hw.ipynb"], "bergbo_3144": ["hw.ipynb"]},
    ),
    "five files of one": (
        [f"doedi_7_20{n}_q{n}.py" for n in range(5)] + ["roe_8_300_q1.py"],
        {"doedi_7": [f"q{n}.py" for n in range(5)], "roe_8": ["q1.py"]},
    ),
    "notebook, helper and picture": (
        ["a_11_9001_hw.ipynb", "a_11_9002_helper.py", "a_11_9003_plot.png", "b_12_9004_hw.ipynb"],
        {"a_11": ["helper.py", "hw.ipynb", "plot.png"], "b_12": ["hw.ipynb"]},
    ),
    "same letters, two people": (
        ["smithana_3143_207797_hw.ipynb", "smithana_9143_207798_hw.ipynb"],
        {"smithana_3143": ["hw.ipynb"], "smithana_9143": ["hw.ipynb"]},
    ),
    "an archive, already opened": (
        ["eve_31_8000_hw-2.zip/hw/01_t.ipynb", "eve_31_8000_hw-2.zip/x.csv", "bo_32_8001_a.ipynb"],
        {"eve_31": ["hw/01_t.ipynb", "x.csv"], "bo_32": ["a.ipynb"]},
    ),
    "two archives with a file of one name": (
        ["eve_31_8000_a.zip/hw.py", "eve_31_8001_b.zip/hw.py", "bo_32_8002_a.py"],
        {"eve_31": ["(2)/hw.py", "hw.py"], "bo_32": ["a.py"]},
    ),
    "other scripts, and digits in names": (
        ["王明_501_70001_作业.ipynb", "müllerjö_502_70002_hw.ipynb", "ana2_503_70003_h (1).ipynb"],
        {"王明_501": ["作业.ipynb"], "müllerjö_502": ["hw.ipynb"], "ana2_503": ["h (1).ipynb"]},
    ),
    "names with underscores and hyphens of older versions": (
        ["van_der_berg_501_70001_hw.ipynb", "smith-jones_late_502_70002_a_b_12_c.ipynb"],
        {"van_der_berg_501": ["hw.ipynb"], "smith-jones_502": ["a_b_12_c.ipynb"]},
    ),
    "anonymous": (
        ["anon_Qx7Zp_70001_hw.ipynb", "LATE_anon_b2Kd9_70002_hw.ipynb", "anon_Zz9aA_text.html"],
        {"anon_Qx7Zp": ["hw.ipynb"], "anon_b2Kd9": ["hw.ipynb"]},
        {"anon_Zz9aA_text.html": f"anon_Zz9aA: {ONLINE}"},
    ),
    "typed texts and addresses": (
        ["ana_501_70001_hw.ipynb", "bo_LATE_502_text.html", "cy_503_link.html",
         "di_504_70004_text.html"],
        {"ana_501": ["hw.ipynb"]},
        {"bo_LATE_502_text.html": f"bo_502: {ONLINE}", "cy_503_link.html": f"cy_503: {ONLINE}",
         "di_504_70004_text.html": f"di_504: {ONLINE}"},
    ),
    "two downloads put together": (
        ["ana_501_70001_hw.ipynb", "ana_501_81234_hw-1.ipynb", "bo_502_70002_hw.ipynb",
         "bo_LATE_502_90002_new.ipynb"],
        {"ana_501": ["hw-1.ipynb"], "bo_502": ["new.ipynb"]},
        {"ana_501_70001_hw.ipynb": f"ana_501: {OLDER}; ana_501_81234_hw-1.ipynb is newer",
         "bo_502_70002_hw.ipynb": f"bo_502: {OLDER}; bo_LATE_502_90002_new.ipynb"},
    ),
    "numbered scripts are no versions": (
        ["ana_501_70001_q-1.py", "ana_501_70002_q-2.py", "bo_502_70003_q.py",
         "bo_502_70004_q-1.py"],
        {"ana_501": ["q-1.py", "q-2.py"], "bo_502": ["q-1.py"]},
        {"bo_502_70003_q.py": OLDER},
    ),
    "files of a quiz": (
        ["smith_ana3143_question_12_70001_hw.ipynb", "berg_bo3144_question_12_70002_hw.ipynb"],
        {"smith_ana_3143": ["hw.ipynb"], "berg_bo_3144": ["hw.ipynb"]},
    ),
    "groups": (
        ["group1_501_70001_hw.ipynb", "projectteam2_601_70002_hw.ipynb"],
        {"group1_501": ["hw.ipynb"], "projectteam2_601": ["hw.ipynb"]},
    ),
    "a few that are of nobody": (
        [*(f"s{n}_50{n}_7000{n}_hw.ipynb" for n in range(1, 6)), "model answer.ipynb"],
        {f"s{n}_50{n}": ["hw.ipynb"] for n in range(1, 6)},
        {"model answer.ipynb": f": {STRANGER} Canvas download around it (name_userid_fileid_file)"},
    ),
    "a folder by student beside two": (
        ["ana_501_70001_hw.ipynb", "bo_502_70002_hw.ipynb", "rosa/hw.ipynb"],
        {"ana_501": ["hw.ipynb"], "bo_502": ["hw.ipynb"]},
        {"rosa": f": {STRANGER} Canvas download around it"},
    ),
    "a list of grades beside two": (
        ["ana_501_70001_hw.ipynb", "bo_502_70002_hw.ipynb", "grades.csv", "notes.txt"],
        {"ana_501": ["hw.ipynb"], "bo_502": ["hw.ipynb"]},
        {"grades.csv": STRANGER, "notes.txt": STRANGER},
    ),
    "a wrapping folder": (
        ["hw 1/ana_501_70001_hw.ipynb", "hw 1/bo_502_70002_hw.zip/01_t.ipynb"],
        {"ana_501": ["hw.ipynb"], "bo_502": ["01_t.ipynb"]},
    ),
    "one student alone": (
        ["ana_501_70001_hw.ipynb"], {"ana_501": ["hw.ipynb"]},
    ),
}  # fmt: skip
MOODLE = {
    "folders": (
        ["Ana Smith_1311_assignsubmission_file_/hw.ipynb",
         "Bo Berg_1312_assignsubmission_file/hw (1).ipynb"],
        {"Ana Smith_1311": ["hw.ipynb"], "Bo Berg_1312": ["hw (1).ipynb"]},
    ),
    "flat": (
        ["Ana Smith_1311_assignsubmission_file_a_b.ipynb",
         "Bo Berg_1312_assignsubmission_file_hw.zip/hw.ipynb"],
        {"Ana Smith_1311": ["a_b.ipynb"], "Bo Berg_1312": ["hw.ipynb"]},
    ),
    "all sorts of names": (
        ["Anne-Marie O'Neil_1_assignsubmission_file_/a.py", "李 明_2_assignsubmission_file_/b.py",
         "dos Santos, Zé_3_assignsubmission_file_/c.py", "Ana_x_4_assignsubmission_file_/d.py"],
        {"Anne-Marie O'Neil_1": ["a.py"], "李 明_2": ["b.py"], "dos Santos, Zé_3": ["c.py"],
         "Ana_x_4": ["d.py"]},
    ),
    "blind marking": (
        ["Participant_1311_assignsubmission_file_/hw.ipynb",
         "Teilnehmerin_1312_assignsubmission_file_/hw.ipynb",
         "参与者_1313_assignsubmission_file_hw.ipynb"],
        {"Participant_1311": ["hw.ipynb"], "Teilnehmerin_1312": ["hw.ipynb"],
         "参与者_1313": ["hw.ipynb"]},
    ),
    "two people of one name": (
        ["Ana Smith_1311_assignsubmission_file_/hw.ipynb",
         "Ana Smith_1400_assignsubmission_file_/hw.ipynb"],
        {"Ana Smith_1311": ["hw.ipynb"], "Ana Smith_1400": ["hw.ipynb"]},
    ),
    "folders in folders, and an archive": (
        ["Ana_1_assignsubmission_file_/work/01_double/double.py",
         "Ana_1_assignsubmission_file_/hw.zip/x/triple.py"],
        {"Ana_1": ["work/01_double/double.py", "x/triple.py"]},
    ),
    "online text beside a file, and alone": (
        ["Ana_1_assignsubmission_file_/hw.ipynb",
         "Ana_1_assignsubmission_onlinetext_/onlinetext.html",
         "Bo_2_assignsubmission_onlinetext/onlinetext.html",
         "Cy_3_assignsubmission_onlinetext_texteenligne.html"],
        {"Ana_1": ["hw.ipynb"]},
        {"Bo_2_assignsubmission_onlinetext": f"Bo_2: {ONLINE}",
         "Cy_3_assignsubmission_onlinetext_texteenligne.html": f"Cy_3: {ONLINE}"},
    ),
    "a plugin that hands in notebooks": (
        ["Ana_1_assignsubmission_noto_/hw.ipynb", "Bo_2_assignsubmission_file_/hw.ipynb"],
        {"Ana_1": ["hw.ipynb"], "Bo_2": ["hw.ipynb"]},
    ),
    "groups": (
        ["Team Blue_57_assignsubmission_file/hw.ipynb",
         "Default group_assignsubmission_file/hw.ipynb"],
        {"Team Blue_57": ["hw.ipynb"], "Default group": ["hw.ipynb"]},
    ),
    "beside another folder": (
        ["Ana_1_assignsubmission_file_/hw.ipynb", "rosa/hw.ipynb", "rosa/b.py"],
        {"Ana_1": ["hw.ipynb"]},
        {"rosa": f": {STRANGER} Moodle download around it"},
    ),
    "a student's file that looks like another's": (
        ["Ana_1_assignsubmission_file_/hw.zip/Bo_2_assignsubmission_file_/hw.ipynb",
         "Cy_3_assignsubmission_file_Bo_2_assignsubmission_file_hw.ipynb"],
        {"Ana_1": ["Bo_2_assignsubmission_file_/hw.ipynb"],
         "Cy_3": ["Bo_2_assignsubmission_file_hw.ipynb"]},
    ),
    "a time that a student wrote": (
        ["Ana_1_assignsubmission_file_/hw.ipynb", "Ana_1_assignsubmission_file_/timestamp.txt",
         "Bo_2_assignsubmission_file_hw.ipynb", "Bo_2_assignsubmission_file_timestamp.txt"],
        {"Ana_1": ["hw.ipynb"], "Bo_2": ["hw.ipynb"]},
        {"Ana_1_assignsubmission_file_/timestamp.txt": "Ana_1: a time that came with the files",
         "Bo_2_assignsubmission_file_timestamp.txt": "Bo_2: a time that came with the files"},
    ),
}  # fmt: skip
FIRST, SECOND = "attempt_2026-12-05-11-00-00", "attempt_2026-12-06-17-00-00"
BLACKBOARD = {
    "a receipt each": (
        [f"Tensor Shapes_ana01_{FIRST}_hw.ipynb", f"Tensor Shapes_ana01_{FIRST}.txt",
         f"Tensor Shapes_bo02_{FIRST}_hw.zip/hw.ipynb"],
        {"ana01": ["hw.ipynb"], "bo02": ["hw.ipynb"]},
    ),
    "several attempts": (
        [f"HW 1_ana_{FIRST}_hw.ipynb", f"HW 1_ana_{SECOND}_a.py", f"HW 1_ana_{SECOND}_b.py",
         f"HW 1_ana_{FIRST}.txt", f"HW 1_ana_{SECOND}.txt"],
        {"ana": ["a.py", "b.py"]},
        {f"HW 1_ana_{FIRST}_hw.ipynb": f"ana: {OLDER}; HW 1_ana_{SECOND}_a.py is newer"},
    ),
    "underscores in the assignment's name": (
        [f"hw_01_shapes_ana_{FIRST}_hw.ipynb", f"hw_01_shapes_bo_{FIRST}_hw.ipynb"],
        {"ana": ["hw.ipynb"], "bo": ["hw.ipynb"]},
    ),
    "underscores in a user name": (
        [f"HW_bo_{FIRST}_hw.ipynb", f"HW_ana_x_{FIRST}_hw.ipynb"],
        {"ana_x": ["hw.ipynb"], "bo": ["hw.ipynb"]},
    ),
    "addresses and dots as user names": (
        [f"HW_a.smith@uni.edu_{FIRST}_hw.ipynb", f"HW_s1234567_{FIRST}_notes.txt"],
        {"a.smith@uni.edu": ["hw.ipynb"], "s1234567": ["notes.txt"]},
    ),
    "an attempt without a file": (
        [f"HW_ana_{FIRST}_hw.ipynb", f"HW_bo_{FIRST}.txt"],
        {"ana": ["hw.ipynb"]},
        {f"HW_bo_{FIRST}.txt": "bo: an attempt without a file"},
    ),
    "two assignments in one folder": (
        [f"HW1_ana_{FIRST}_a.ipynb", f"HW2_ana_{SECOND}_b.ipynb"],
        {"ana": ["a.ipynb", "b.ipynb"]},
    ),
    "a file that was downloaded before": (
        [f"HW_ana_{SECOND}_HW_bo_{FIRST}_hw.ipynb"],
        {"ana": [f"HW_bo_{FIRST}_hw.ipynb"]},
    ),
}  # fmt: skip
BRIGHTSPACE = {
    "folders and the page": (
        ["397063-2557369 - Mary-Ann Smith - Sep 24, 2026 926 PM/hw.ipynb",
         "397064-2557369 - Bo Berg - Sep 25, 2026 1126 AM/work/a.py", "index.html"],
        {"Mary-Ann Smith": ["hw.ipynb"], "Bo Berg": ["work/a.py"]},
    ),
    "flat": (
        ["397063-2557369 - Mary-Ann Smith - Sep 24, 2026 926 PM - hw - 2026.ipynb",
         "397064-2557369 - Bo Berg - Sep 25, 2026 1126 AM - hw.zip/a.py"],
        {"Mary-Ann Smith": ["hw - 2026.ipynb"], "Bo Berg": ["a.py"]},
    ),
    "several attempts": (
        ["1-9 - Ana Smith - Dec 5, 2026 1100 AM/hw.ipynb",
         "1-9 - Ana Smith - Dec 6, 2026 900 AM/hw.ipynb",
         "1-9 - Ana Smith - Dec 6, 2026 900 AM/helper.py"],
        {"Ana Smith": ["helper.py", "hw.ipynb"]},
        {"1-9 - Ana Smith - Dec 5, 2026 1100 AM": f"Ana Smith: {OLDER}"},
    ),
    "two people of one name": (
        ["1-9 - Ana Smith - Dec 5, 2026 1100 AM/hw.ipynb",
         "2-9 - ANA SMITH - Dec 6, 2026 900 AM/hw.ipynb"],
        {"Ana Smith_1": ["hw.ipynb"], "ANA SMITH_2": ["hw.ipynb"]},
    ),
    "attempts whose dates nobody can tell": (
        ["1-9 - Ana Smith - 5-6-2026 1100/hw.ipynb", "1-9 - Ana Smith - 6-5-2026 1100/hw.ipynb",
         "2-9 - Bo Berg - 5-6-2026 1100/hw.ipynb"],
        {"Bo Berg": ["hw.ipynb"]},
        {"1-9 - Ana Smith - 5-6-2026 1100": "(1-9 - Ana Smith - 5-6-2026 1100, 1-9 - Ana Smith - 6",
         "1-9 - Ana Smith - 6-5-2026 1100": "Ana Smith: several attempts"},
    ),
    "a number before the name": (
        ["1-9 - N0123456 - Ana Smith - 5 Dec 2026 1100/hw.ipynb"],
        {"N0123456 - Ana Smith": ["hw.ipynb"]},
    ),
}  # fmt: skip
ALL = {"Canvas": CANVAS, "Moodle": MOODLE, "Blackboard": BLACKBOARD, "Brightspace": BRIGHTSPACE}
DOWNLOADS = {
    f"{platform}: {name}": (platform, *case)
    for platform, cases in ALL.items()
    for name, case in cases.items()
}


@pytest.mark.parametrize("case", DOWNLOADS.values(), ids=DOWNLOADS)
def test_a_download_is_a_folder_for_each_student(case):
    platform, names, *expected = case
    agrees(read_download(listing(*names)), platform, *expected)


ORDINARY = {
    "students' folders with underscores": ["ana_smith/hw.ipynb", "bo_berg_2/hw.ipynb"],
    "files named by student": ["ana_01_shapes.ipynb", "bo_01_shapes.ipynb", "cy_double.py"],
    "weeks and versions": ["ana_1_2_hw.ipynb", "bo_1_3_hw.ipynb"],
    "dates": ["ana_20261205_101500_hw.ipynb", "bo_20261206_142210_hw.ipynb"],
    "a number of a student and a date": ["ana_5012_20261205_hw.py", "bo_5013_20261206_hw.py"],
    "a number of a student and of an exercise": ["ana_5012_101_a.py", "bo_5013_101_a.py"],
    "a year and a month": ["ana_2026_12_hw.ipynb", "ana_2026_11_hw.ipynb"],
    "one file alone with small numbers": ["ana_2026_1205_hw.ipynb"],
    "capital letters": ["Ana_5012_70001_hw.ipynb", "Bo_5013_70002_hw.ipynb"],
    "one of many looks like Canvas": ["ana_501_70001_hw.ipynb", "rosa.ipynb", "bo.ipynb"],
    "half are of students by name": [
        "ana_501_70001_a.ipynb", "bo_502_70002_a.ipynb", "rosa/a.ipynb", "cy/a.ipynb",
    ],
    "most are of students by name": [
        "ana_501_70001_a.ipynb", "bo_502_70002_a.ipynb", "rosa.ipynb", "cy.zip/a.ipynb", "d/a.py",
    ],
    "one of many looks like Moodle": ["A B_1_assignsubmission_file_/h.py", "rosa/h.py", "bo/h.py"],
    "a canvas name in nbgrader's layout": [
        "rosa/01_t/rosa_501_70001_01_t.ipynb", "bo/01_t/bo_502_70002_01_t.ipynb",
    ],
    "a download inside one student's archive": [
        "alice.zip/Bo_2_assignsubmission_file_/hw.ipynb", "cy.zip/hw.ipynb",
    ],
    "a download beside a student's notebook": [
        "hw1.zip/Bo_2_assignsubmission_file_/hw.ipynb", "cy.ipynb",
    ],
    "an attempt, and no date": ["HW_ana_attempt_2_hw.ipynb", "HW_bo_attempt_99-99_hw.ipynb"],
    "a date that is none": ["HW_ana_attempt_2026-13-45-11-00-00_hw.ipynb"],
    "dashes": ["1-2 - Ana.ipynb", "hw - Ana Smith - Sep 24, 2026 926 PM.ipynb"],
}  # fmt: skip


@pytest.mark.parametrize("names", ORDINARY.values(), ids=ORDINARY)
def test_ordinary_names_are_no_download(names):
    before = listing(*names)
    assert read_download(before) == before


def test_late_has_no_time_and_is_told():
    found = read_download(listing("ana_LATE_501_70001_hw.ipynb", "bo_502_70002_hw.ipynb"))
    late, in_time = found.files
    assert found.read_as.endswith("not counted as late: ana_501")
    assert LATE in late.notes[0].en and not in_time.notes
    assert late.submitted == in_time.submitted == ""


def test_an_attempt_is_dated_on_the_institutions_clock():
    names = f"HW_ana_{FIRST}_hw.ipynb", f"HW_ana_{FIRST}.txt"
    (file,) = read_download(listing(*names), zone=BEIJING).files
    assert file.submitted == "2026-12-05T03:00:00+00:00" and not file.notes
    name = "1-9 - Ana Smith - 5 déc. 2026 23 05/hw.ipynb"
    (file,) = read_download(listing(name), zone=BEIJING).files
    assert file.submitted == "2026-12-05T15:05:00+00:00"
    (file,) = read_download(listing("1-9 - Ana Smith - 05-12-2026 1100/hw.ipynb")).files
    assert file.submitted == "" and "05-12-2026" in file.notes[0].en


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sep 24, 2026 926 PM", "2026-09-24 21:26"),
        ("September 24, 2026 9:26 PM", "2026-09-24 21:26"),
        ("Dec 5, 2026 1200 AM", "2026-12-05 00:00"),
        ("Dec 5, 2026 12.05 p.m.", "2026-12-05 12:05"),
        ("5 Dec 2026 2326", "2026-12-05 23:26"),
        ("5 décembre 2026 23h26", "2026-12-05 23:26"),
        ("5. Dezember 2026 23_26", "2026-12-05 23:26"),
        ("5 de agosto de 2026 7_05", "2026-08-05 07:05"),
        ("24 juil. 2026 21 26", "2026-07-24 21:26"),
        ("2026-09-24 21.26", "2026-09-24 21:26"),
        ("2026年9月24日 2126", "2026-09-24 21:26"),
        ("24-09-2026 2126", None),
        ("Sep 31, 2026 926 PM", None),
        ("Abc 3, 2026 926 PM", None),
        ("Sep 24, 2026", None),
    ],
)
def test_dates_as_brightspace_writes_them(text, expected):
    found = moment(text)
    assert (found and f"{found:%Y-%m-%d %H:%M}") == expected


def test_a_typed_text_beside_a_file_is_told():
    name = f"HW_ana_{FIRST}"
    receipt = RECEIPT.format(name="Ana Smith", user="ana", task="HW", field="<p>see my file</p>")
    found = read_download(listing(f"{name}_hw.ipynb", f"{name}.txt", **{f"{name}.txt": receipt}))
    assert TYPED in found.files[0].notes[0].en and not found.refused
    found = read_download(listing(f"{name}.txt", **{f"{name}.txt": receipt}))
    assert ONLINE in found.refused[0].reason.en and found.refused[0].student == "ana"


def test_a_receipt_tells_a_user_name_with_underscores():
    name = f"HW_1_ana_x_{FIRST}"
    receipt = RECEIPT.format(name="Ana (Xu) Smith", user="ana_x", task="HW 1", field=EMPTY_FIELD)
    assert receipt_of(receipt.replace("\n", "\r\n")) == ("Ana (Xu) Smith", "ana_x", False)
    found = read_download(listing(f"{name}_hw.ipynb", f"{name}.txt", **{f"{name}.txt": receipt}))
    assert laid_out(found) == {"ana_x": ["hw.ipynb"]}


def test_downloads_side_by_side_and_one_of_them_twice():
    one = ["hw1.zip/Ana_1_assignsubmission_file_/a.py", "hw1.zip/Bo_2_assignsubmission_file_/b.py"]
    again = [name.replace("hw1.zip", "hw1.old") for name in one]
    other = ["hw2.zip/ana_501_70001_c.py", "hw2.zip/bo_502_70002_c.py"]
    found = read_download(listing(*one, *again, *other, "README.txt"))
    assert found.read_as == "Moodle download and Canvas download"
    assert {str(file.path): file.source for file in found.files} == {
        "Ana_1/a.py": "hw1.zip", "Bo_2/b.py": "hw1.zip", "ana_501/c.py": "hw2.zip",
        "bo_502/c.py": "hw2.zip", "README.txt": "",
    }  # fmt: skip
    assert turned_away(found) == {"hw1.old": ": the same download as hw1.zip, a second time"}


def test_whose_file_was_turned_away_before():
    names = ["ana_501_70001_hw.ipynb", "bo_502_70002_hw.ipynb"]
    found = read_download(listing(*names, refused=["cy_503_70003_hw.rar", "x.rar"]))
    assert [refused.student for refused in found.refused] == ["cy_503", ""]


def test_a_zip_with_a_wrapping_folder_and_what_macos_adds(tmp_path):
    path = tmp_path / "gradebook_41672_2026_Tensor Shapes_2026-12-06-10-00-00.zip"
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("work/hw.ipynb", "{}")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"Week 1/Tensor Shapes_ana01_{FIRST}_hw.ipynb", "{}")
        archive.writestr(f"Week 1/Tensor Shapes_bo02_{FIRST}_hw.zip", inner.getvalue())
        archive.writestr(f"__MACOSX/Week 1/._Tensor Shapes_ana01_{FIRST}_hw.ipynb", "x")
    found = read_download(files_of(path), outer=path.name)
    agrees(found, "Blackboard", {"ana01": ["hw.ipynb"], "bo02": ["work/hw.ipynb"]})


ROWS = (
    ("s1", "Ana", "Smith", "ana01"),
    ("s2", "Smith, Ana Maria", "", "am"),
    ("s3", "李明", "", "lm"),
    ("s4", "O'Neil-Jones", "Mary Ann", "mj"),
    ("s5", "Bo", "Berg", "bo"),
    ("s6", "Berg", "Bo", "bb"),
    ("s7", "Jan van der Berg", "", ""),
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ana Smith", "s1"), ("smithana", "s1"), ("Smith, Ana", "s1"), ("Ana Maria Smith", "s2"),
        ("smithanamaria", "s2"), ("李明", "s3"), ("Mary Ann ONeilJones", "s4"),
        ("oneiljonesmaryann", "s4"), ("Bo Berg", ""), ("Ana", ""), ("ana01", ""),
        ("bergjanvander", "s7"), ("vanderbergjan", "s7"), ("Rosa", ""),
    ],
)  # fmt: skip
def test_a_roster_s_names_however_they_are_turned(name, expected):
    assert names_in(ROWS, 0).get(plain(name), "") == expected


def in_roster(found):
    names = names_in(ROWS, 0)
    return with_ids_of_roster(found, {"x9": "x9"}.get, lambda name: names.get(plain(name), ""))


def test_people_get_the_ids_of_a_roster():
    names = ["Ana Smith_1311_assignsubmission_file_/a.py", "Rosa_7_assignsubmission_file_/a.py",
             "李 明_9_assignsubmission_onlinetext_/o.html"]  # fmt: skip
    found, known = in_roster(read_download(listing(*names)))
    assert laid_out(found) == {"s1": ["a.py"], "Rosa_7": ["a.py"]}
    assert known == {"Ana Smith_1311": "s1", "李 明_9": "s3"}
    assert [refused.student for refused in found.refused] == ["s3"]


def test_two_people_never_become_one_and_one_is_one_in_two_downloads():
    names = ["smithana_501_70001_a.py", "smithana_502_70002_a.py", "berg_503_70003_a.py"]
    found, known = in_roster(read_download(listing(*names)))
    assert not known and {"smithana_501", "smithana_502"} <= set(laid_out(found))
    names = [f"hw{n}/{who}_assignsubmission_file_/{n}.py"
             for n in (1, 2) for who in (f"Ana Smith_{n}00", f"Bo Berg_{n}01")]  # fmt: skip
    found, _ = in_roster(read_download(listing(*names)))
    assert laid_out(found)["s1"] == ["1.py", "2.py"]


def test_a_receipt_s_full_name_is_known_too():
    name = f"HW_x77_{FIRST}"
    receipt = RECEIPT.format(name="Ana Smith", user="x77", task="HW", field=EMPTY_FIELD)
    before = listing(f"{name}_hw.ipynb", f"{name}.txt", **{f"{name}.txt": receipt})
    found, _ = in_roster(read_download(before))
    assert laid_out(found) == {"s1": ["hw.ipynb"]}


def test_a_download_is_read_with_the_roster_and_the_course_s_clock(work, course):
    course = replace(course, timezone="Asia/Shanghai")
    (course.folder / "students.csv").write_text("name,id\nAna Smith,s1\nBo Berg,s2\nCy Cox,s3\n")
    put(work, f"1-9 - Ana Smith - Dec 5, 2026 1100 AM/{A1}.ipynb", GOOD)
    put(work, f"1-9 - Ana Smith - Dec 6, 2026 900 PM/{A1} (1).ipynb", GOOD)
    put(work, "2-9 - Bo Berg - Dec 6, 2026 900 PM/essay.docx", "x")
    put(work, f"3-9 - Di Day - Dec 6, 2026 900 PM/{A1}.ipynb", GOOD)
    put(work, "index.html", "<html>")
    found = read_submissions(work, course)
    ana, bo = found.submissions
    assert (ana.student, ana.timestamp) == ("s1", "2026-12-06T13:00:00+00:00")
    assert bo.student == "s2" and "docx" in bo.problem.en and found.missing == ("s3",)
    assert found.read_as == "Brightspace download"
    assert "Ana Smith = s1, Bo Berg = s2" in found.notes[0].en
    told = [(refused.student, refused.reason.en) for refused in found.refused]
    assert sorted(student for student, _ in told) == ["Di Day", "s1"]
    assert "add this id or the student's full name" in dict(told)["Di Day"]


PIECES = st.sampled_from([
    "ana", "Bo Berg", "王", "_", "_", "-", " - ", "501", "7", "70001", "LATE", "anon", "hw.ipynb",
    ".zip", "_assignsubmission_file_", "_assignsubmission_onlinetext_", "_attempt_",
    "2026-12-05-11-00-00", "Dec 5, 2026 1100 AM", "text.html", ".txt", "timestamp.txt", "question",
])  # fmt: skip
PART = st.lists(PIECES, min_size=1, max_size=7).map(lambda pieces: "".join(pieces).strip())
NAMES = st.lists(PART.filter(bool), min_size=1, max_size=3).map("/".join)
FORMS = st.sampled_from([name for case in DOWNLOADS.values() for name in case[1]])


@given(st.lists(NAMES | FORMS, min_size=1, max_size=8, unique=True))
@example(["1_1_1_a", "a_1_70001_b"])
@example([f"{task}_ana_{FIRST}_hw.ipynb" for task in ("HW", "HW 1")])
def test_no_file_is_lost(names):
    """Each is in one student's folder, refused, named there, or the platform's page or receipt."""
    found = read_download(listing(*names))
    placed = Counter(file.origin for file in found.files)
    assert all(number == 1 for number in placed.values()) and set(placed) <= set(names)
    assert len({(file.source, file.path) for file in found.files}) == len(found.files)
    places = [refused.origin for refused in found.refused]
    for name in set(names) - set(placed):
        typed = any(TYPED in note.en for file in found.files for note in file.notes)
        own = name.endswith((".txt", "index.html"))
        assert (
            own or typed or "." in places or any(f"{name}/".startswith(f"{p}/") for p in places)
        ), name
    for name in placed:
        assert not any(f"{name}/".startswith(f"{place}/") for place in places), name

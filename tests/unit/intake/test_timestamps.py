"""``timestamp.txt``: read in the encoding that it has; a doubt costs nothing and is said."""

from pathlib import PurePosixPath

import pytest

from autograder.intake.archives import File
from autograder.intake.timestamps import TIMESTAMP, timestamp_of


def read(data: bytes, zone: str = "UTC"):
    file = File(PurePosixPath(TIMESTAMP), "", "", len(data), lambda: data)
    return timestamp_of([file], zone)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_a_zone_in_the_users_language_in_any_encoding(encoding):
    text = "2026-12-08 07:30:00.000000 中国标准时间"
    assert read(text.encode(encoding)) == ("2026-12-07T23:30:00+00:00", [])
    assert read("2026-12-08 00:30:00 Mitteleuropäische Zeit".encode("cp1252"))[1] == []


def test_without_a_file_nothing_is_said():
    assert timestamp_of([], "UTC") == ("", [])


@pytest.mark.parametrize("data", [b"", b"soon", b"1796688000", b"\xff\xfe\x00", b"2026-12-07 XYZ"])
def test_what_cannot_be_read_is_not_late_and_names_file_text_and_cure(data):
    moment, (warning,) = read(data, "Europe/Berlin")
    assert moment == ""
    for words in (warning.en, warning.zh):
        assert TIMESTAMP in words and "2026-12-07 23:59:00 Europe/Berlin" in words
    assert data.isascii() is False or (data.decode() or "nothing") in warning.en


def test_what_is_ambiguous_is_said_unless_the_course_settles_it():
    moment, (warning,) = read(b"2026-12-08 07:30:00.000000 CST")
    assert moment == "2026-12-07T23:30:00+00:00"
    assert "UTC+0800" in warning.en and "UTC+0800" in warning.zh
    assert read(b"2026-12-08 07:30:00 CST", "America/Chicago") == ("2026-12-08T13:30:00+00:00", [])

"""Times as nbgrader, Windows, browsers and people write them, and the zones that they name."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import pytest

from autograder.course.times import parse_time, read_time, settled
from autograder.course.zones import AMBIGUOUS, HOURS, course_zone, nearest_zone
from autograder.errors import AuthorError


def utc(text: str, zone: str = "UTC") -> str:
    return f"{parse_time(text, zone):%m-%d %H:%M}"


@pytest.mark.parametrize(
    "zone",
    [
        "+08", "+8", "+0800", "+08:00", "+080000", "UTC+8", "GMT+0800 (China Standard Time)",
        "Asia/Shanghai", "asia/shanghai", "PRC", "HKT", "SGT", "中国标准时间",
        "China Standard Time", "台北標準時間", "+08:00[Asia/Shanghai]",
    ],
)  # fmt: skip
def test_one_moment_under_every_name_of_a_zone(zone):
    assert utc(f"2026-12-08 07:30:00.250000 {zone}") == "12-07 23:30"
    assert not read_time(f"2026-12-08 07:30 {zone}").guess


@pytest.mark.parametrize(
    "text, expected",
    [
        ("2026-12-07 15:30:00 PST", "12-07 23:30"), ("2026-07-07 15:30:00 PDT", "07-07 22:30"),
        ("2026-12-07 18:30:00 est", "12-07 23:30"), ("2026-12-08 00:30:00 CET", "12-07 23:30"),
        ("2026-12-08 08:30:00 JST", "12-07 23:30"), ("2026-12-08 02:30:00 MSK", "12-07 23:30"),
        ("2026-12-07 23:30:00 Z", "12-07 23:30"), ("2026-12-07 23:30 GMT", "12-07 23:30"),
        ("2026-12-07 18:30 -0500", "12-07 23:30"), ("2026-12-07 18:30 −05:00", "12-07 23:30"),
        ("2026-12-08 00:30 W. Europe Standard Time", "12-07 23:30"),
        ("2026-07-08 00:30 W. Europe Daylight Time", "07-07 22:30"),
        ("2026-12-08 00:30 Mitteleuropäische Zeit", "12-07 23:30"),
        ("2026-12-07T23:30:00Z", "12-07 23:30"), ("20261207T233000Z", "12-07 23:30"),
        ("2026-12-07T23:30:00,123456789", "12-07 23:30"), ("2026-12-07 24:00", "12-08 00:00"),
        ("  2026-12-07  23:30:00\n UTC\n", "12-07 23:30"), ("2026-12-07", "12-07 00:00"),
        ("2026/12/7 23:30:00", "12-07 23:30"), ("2026.12.07 23:30 UTC", "12-07 23:30"),
    ],
)  # fmt: skip
def test_what_is_read_in_any_course(text, expected):
    assert utc(text) == expected
    assert not read_time(text).guess


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "1796688000", "20261207", "2026-12-07 23:59 XYZ", "2026-13-07 10:00",
        "2026/13/7", "7/12/2026 10:00",
        "2026-12-07 24:01", "2026-12-07 25:00", "2026-12-07 23:59 ../../etc/passwd",
        "2026-12-07 23:59 America", "2026-12-07 23:59 localtime", "2026-12-07 23:59 +99",
        "9999-12-31 23:59 PST", "0001-01-01 00:00 +08", "2026-12-07 23:59 \0",
    ],
)  # fmt: skip
def test_what_is_no_time(text):
    assert read_time(text).moment is None and not read_time(text).guess


@pytest.mark.parametrize(
    "zone, expected",
    [("Asia/Shanghai", "12-07 23:30"), ("America/Chicago", "12-08 13:30"),
     ("America/Havana", "12-08 12:30")],
)  # fmt: skip
def test_an_abbreviation_of_the_courses_own_zone_means_it(zone, expected):
    reading = read_time("2026-12-08 07:30:00 CST", zone)
    assert f"{reading.moment:%m-%d %H:%M}" == expected and not reading.guess


@pytest.mark.parametrize(
    "text, expected", [("IST", "02:00"), ("CST", "23:30"), ("BST", "01:30"), ("AST", "04:30")]
)
def test_of_several_zones_the_earliest_moment_is_taken_and_it_is_said(text, expected):
    reading = read_time(f"2026-12-08 07:30:00 {text}", "Europe/Berlin")
    assert f"{reading.moment:%H:%M}" == expected and reading.guess.startswith(f"{text} UTC+0")


def test_an_ambiguous_one_of_the_courses_other_season_is_read_there_and_said():
    reading = read_time("2026-12-08 07:30 IST", "Europe/Dublin")
    assert f"{reading.moment:%H:%M}" == "06:30" and reading.guess


def test_the_hour_that_comes_twice_is_told_by_its_abbreviation():
    assert utc("2026-10-25 02:30 CEST", "Europe/Berlin") == "10-25 00:30"
    assert utc("2026-10-25 02:30 CET", "Europe/Berlin") == "10-25 01:30"


def test_a_time_without_a_zone_is_the_courses():
    assert utc("2026-12-08 00:30", "Europe/Berlin") == "12-07 23:30"
    assert utc("2026-12-08T00:30:00", "Europe/Berlin") == "12-07 23:30"
    assert utc("2026-07-08 00:30", "Europe/Berlin") == "07-07 22:30"


def test_every_abbreviation_of_the_time_zone_database_is_known():
    unknown = set()
    for name in available_timezones() - {"localtime", "Factory", "Asia/Manila"}:
        for month in (1, 7):
            moment = datetime(2026, month, 15, tzinfo=ZoneInfo(name))
            word, hours = moment.tzname().upper(), moment.utcoffset().total_seconds() / 3600
            if word.isalpha() and hours not in (HOURS.get(word), *AMBIGUOUS.get(word, ())):
                unknown.add((word, hours, name))
    assert not unknown


def test_a_due_date_means_the_same_wherever_it_is_read():
    assert settled("2026-12-07 23:59", "UTC") == "2026-12-07 23:59"
    assert settled("2026-12-07 23:59", "Europe/Berlin") == "2026-12-07 23:59:00 Europe/Berlin"
    assert settled("2026-12-07 23:59:00 UTC", "Europe/Berlin") == "2026-12-07 23:59:00 UTC"
    moment = parse_time(settled("2026-12-07 23:59 CST", "Asia/Shanghai"))
    assert moment == datetime(2026, 12, 7, 15, 59, tzinfo=UTC)
    with pytest.raises(AuthorError, match=r"(?s)CST means several zones.*timezone"):
        settled("2026-12-07 23:59 CST", "UTC")


@pytest.mark.parametrize(
    "name, nearest",
    [("Europe/Berln", "Europe/Berlin"), ("Berlin", "Europe/Berlin"), ("Xyzzyx", ""),
     ("New York", "America/New_York"), ("中国标准时间", "Asia/Shanghai"), ("a\nb", "")],
)  # fmt: skip
def test_a_misspelt_zone_is_answered_with_the_nearest(name, nearest):
    assert course_zone(name) is None
    assert nearest_zone(name).startswith(f"did you mean `{nearest}`?" if nearest else "name a zone")

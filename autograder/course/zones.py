"""Names of time zones as files hold them: of IANA, of Windows, abbreviations, offsets. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

# Hours ahead of UTC of each abbreviation that the time zone database uses. Manila's PST is not
# here: nobody but Manila means it, and a course there names its zone.
HOURS: Mapping[str, float] = MappingProxyType({
    "UTC": 0, "UCT": 0, "GMT": 0, "Z": 0, "ZULU": 0, "WET": 0, "WEST": 1, "WAT": 1,
    "CET": 1, "MET": 1, "CEST": 2, "MEST": 2, "EET": 2, "EEST": 3, "CAT": 2, "SAST": 2, "EAT": 3,
    "IDT": 3, "MSK": 3, "PKT": 5, "NPT": 5.75, "WIB": 7, "ICT": 7, "WITA": 8, "HKT": 8, "SGT": 8,
    "AWST": 8, "WIT": 9, "JST": 9, "KST": 9, "ACST": 9.5, "ACDT": 10.5, "AEST": 10, "AEDT": 11,
    "CHST": 10, "NZST": 12, "NZDT": 13, "NST": -3.5, "NDT": -2.5, "ADT": -3, "BRT": -3, "ART": -3,
    "EST": -5, "EDT": -4, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "AKDT": -8,
    "HST": -10, "HDT": -9,
})  # fmt: skip
# These mean different things to different people; the largest number is the earliest moment.
AMBIGUOUS: Mapping[str, tuple[float, ...]] = MappingProxyType({
    "CST": (8, -5, -6), "CDT": (-4, -5), "IST": (5.5, 2, 1), "BST": (6, 1), "AST": (3, -4),
    "SST": (8, -11), "GST": (4, -2), "ECT": (1, -5), "AMT": (4, -4), "WST": (13, 8),
})  # fmt: skip
OFFSET = re.compile(
    r"(?:UTC|GMT|Z)? ?([+\-\u2212])(\d{1,2})(?::?([0-5]\d))?(?::?[0-5]\d)?(?: ?[(\[].*[)\]])?", re.I
)
# Windows gives a zone its name, and Python writes that where others write an abbreviation.
WINDOWS_DAYLIGHT = re.compile(r" (?:daylight|summer) time$", re.I)


def course_zone(name: str) -> ZoneInfo | None:
    """Return the zone with this IANA name, or None; upper and lower case are alike."""
    try:
        return ZoneInfo(_iana()[name.strip().casefold()])
    except (KeyError, ZoneInfoNotFoundError):
        return None


def nearest_zone(name: str) -> str:
    """Return the cure for a name that `course_zone` does not take: the nearest one that it does."""
    zone = named(name.strip())
    word = name.strip().casefold().replace(" ", "_")
    cities = {key.rpartition("/")[2]: iana for key, iana in sorted(_iana().items())}
    near = difflib.get_close_matches(word, _iana(), 1) or difflib.get_close_matches(word, cities, 1)
    found = str(zone) if zone else "".join((_iana() | cities)[each] for each in near)
    question = f"did you mean `{found}`? " if found else ""
    return question + "name a zone as Europe/Berlin, Asia/Shanghai or America/New_York"


def fixed_offset(text: str) -> tzinfo | None:
    """Return the zone of ``+08``, ``+0800``, ``+08:00``, ``UTC+8``, or None."""
    match = OFFSET.fullmatch(text)
    if match is None:
        return None
    sign, hours, minutes = match.groups()
    ahead = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if ahead >= timedelta(days=1):
        return None
    return timezone(-ahead if sign != "+" else ahead)


def abbreviated(text: str, moment: datetime, course: tzinfo) -> tuple[tzinfo, bool] | None:
    """Return what an abbreviation means at a local time, and whether that is a guess.

    What the course's own zone calls itself at that time, or in that year, is meant. Of what
    several zones use, the earliest moment is taken: a doubt costs nobody a point.
    """
    word = text.upper()
    if (own := _used_by(course, word, moment)) is not None:
        return own
    if word in HOURS:
        return timezone(timedelta(hours=HOURS[word])) if HOURS[word] else UTC, False
    if word in AMBIGUOUS:
        return timezone(timedelta(hours=max(AMBIGUOUS[word]))), True
    return None


def named(text: str) -> tzinfo | None:
    """Return the zone that an IANA name or a name of Windows stands for, or None."""
    standard = WINDOWS_DAYLIGHT.sub(" standard time", text.casefold())
    return course_zone(_windows().get(standard, text))


def _used_by(zone: tzinfo, word: str, moment: datetime) -> tuple[tzinfo, bool] | None:
    for fold in (0, 1):  # in the hour that comes twice, the abbreviation tells which one is meant
        local = moment.replace(tzinfo=zone, fold=fold)
        offset = local.utcoffset()
        if (local.tzname() or "").upper() == word and offset is not None:
            return timezone(offset), False
    for month in range(1, 13):
        local = moment.replace(month=month, day=1, tzinfo=zone)
        offset = local.utcoffset()
        if (local.tzname() or "").upper() == word and offset is not None:
            return timezone(offset), word in AMBIGUOUS
    return None


@cache
def _iana() -> dict[str, str]:
    # A machine's own time is another one elsewhere.
    names = available_timezones() - {"localtime", "Factory"}
    return {name.casefold(): name for name in names}


@cache
def _windows() -> dict[str, str]:
    pairs = (line.split(" = ") for line in WINDOWS.strip().splitlines())
    return {name.strip().casefold(): zone.strip() for name, zone in pairs}


# From the Unicode CLDR (windowsZones), then what Windows writes in other languages and what
# browsers write.
WINDOWS = """
    Dateline Standard Time = Etc/GMT+12
    Aleutian Standard Time = America/Adak
    Hawaiian Standard Time = Pacific/Honolulu
    Marquesas Standard Time = Pacific/Marquesas
    Alaskan Standard Time = America/Anchorage
    Pacific Standard Time (Mexico) = America/Tijuana
    Pacific Standard Time = America/Los_Angeles
    US Mountain Standard Time = America/Phoenix
    Mountain Standard Time (Mexico) = America/Mazatlan
    Mountain Standard Time = America/Denver
    British Columbia Standard Time = America/Vancouver
    Yukon Standard Time = America/Whitehorse
    Alberta Standard Time = America/Edmonton
    Central America Standard Time = America/Guatemala
    Central Standard Time = America/Chicago
    Easter Island Standard Time = Pacific/Easter
    Central Standard Time (Mexico) = America/Mexico_City
    Canada Central Standard Time = America/Regina
    Manitoba Standard Time = America/Winnipeg
    SA Pacific Standard Time = America/Bogota
    Eastern Standard Time (Mexico) = America/Cancun
    Eastern Standard Time = America/New_York
    Haiti Standard Time = America/Port-au-Prince
    Cuba Standard Time = America/Havana
    US Eastern Standard Time = America/Indianapolis
    Turks And Caicos Standard Time = America/Grand_Turk
    Paraguay Standard Time = America/Asuncion
    Atlantic Standard Time = America/Halifax
    Venezuela Standard Time = America/Caracas
    Central Brazilian Standard Time = America/Cuiaba
    SA Western Standard Time = America/La_Paz
    Pacific SA Standard Time = America/Santiago
    Newfoundland Standard Time = America/St_Johns
    Tocantins Standard Time = America/Araguaina
    E. South America Standard Time = America/Sao_Paulo
    SA Eastern Standard Time = America/Cayenne
    Argentina Standard Time = America/Buenos_Aires
    Greenland Standard Time = America/Godthab
    Montevideo Standard Time = America/Montevideo
    Magallanes Standard Time = America/Punta_Arenas
    Saint Pierre Standard Time = America/Miquelon
    Bahia Standard Time = America/Bahia
    Azores Standard Time = Atlantic/Azores
    Cape Verde Standard Time = Atlantic/Cape_Verde
    GMT Standard Time = Europe/London
    Greenwich Standard Time = Atlantic/Reykjavik
    Sao Tome Standard Time = Africa/Sao_Tome
    Morocco Standard Time = Africa/Casablanca
    W. Europe Standard Time = Europe/Berlin
    Central Europe Standard Time = Europe/Budapest
    Romance Standard Time = Europe/Paris
    Central European Standard Time = Europe/Warsaw
    W. Central Africa Standard Time = Africa/Lagos
    Jordan Standard Time = Asia/Amman
    GTB Standard Time = Europe/Bucharest
    Middle East Standard Time = Asia/Beirut
    Egypt Standard Time = Africa/Cairo
    E. Europe Standard Time = Europe/Chisinau
    Syria Standard Time = Asia/Damascus
    West Bank Standard Time = Asia/Hebron
    South Africa Standard Time = Africa/Johannesburg
    FLE Standard Time = Europe/Kiev
    Israel Standard Time = Asia/Jerusalem
    South Sudan Standard Time = Africa/Juba
    Kaliningrad Standard Time = Europe/Kaliningrad
    Sudan Standard Time = Africa/Khartoum
    Libya Standard Time = Africa/Tripoli
    Namibia Standard Time = Africa/Windhoek
    Arabic Standard Time = Asia/Baghdad
    Turkey Standard Time = Europe/Istanbul
    Arab Standard Time = Asia/Riyadh
    Belarus Standard Time = Europe/Minsk
    Russian Standard Time = Europe/Moscow
    E. Africa Standard Time = Africa/Nairobi
    Iran Standard Time = Asia/Tehran
    Arabian Standard Time = Asia/Dubai
    Astrakhan Standard Time = Europe/Astrakhan
    Azerbaijan Standard Time = Asia/Baku
    Russia Time Zone 3 = Europe/Samara
    Mauritius Standard Time = Indian/Mauritius
    Saratov Standard Time = Europe/Saratov
    Georgian Standard Time = Asia/Tbilisi
    Volgograd Standard Time = Europe/Volgograd
    Caucasus Standard Time = Asia/Yerevan
    Afghanistan Standard Time = Asia/Kabul
    West Asia Standard Time = Asia/Tashkent
    Ekaterinburg Standard Time = Asia/Yekaterinburg
    Pakistan Standard Time = Asia/Karachi
    Qyzylorda Standard Time = Asia/Qyzylorda
    India Standard Time = Asia/Calcutta
    Sri Lanka Standard Time = Asia/Colombo
    Nepal Standard Time = Asia/Katmandu
    Central Asia Standard Time = Asia/Bishkek
    Bangladesh Standard Time = Asia/Dhaka
    Omsk Standard Time = Asia/Omsk
    Myanmar Standard Time = Asia/Rangoon
    SE Asia Standard Time = Asia/Bangkok
    Altai Standard Time = Asia/Barnaul
    W. Mongolia Standard Time = Asia/Hovd
    North Asia Standard Time = Asia/Krasnoyarsk
    N. Central Asia Standard Time = Asia/Novosibirsk
    Tomsk Standard Time = Asia/Tomsk
    China Standard Time = Asia/Shanghai
    North Asia East Standard Time = Asia/Irkutsk
    Singapore Standard Time = Asia/Singapore
    W. Australia Standard Time = Australia/Perth
    Taipei Standard Time = Asia/Taipei
    Ulaanbaatar Standard Time = Asia/Ulaanbaatar
    Aus Central W. Standard Time = Australia/Eucla
    Transbaikal Standard Time = Asia/Chita
    Tokyo Standard Time = Asia/Tokyo
    North Korea Standard Time = Asia/Pyongyang
    Korea Standard Time = Asia/Seoul
    Yakutsk Standard Time = Asia/Yakutsk
    Cen. Australia Standard Time = Australia/Adelaide
    AUS Central Standard Time = Australia/Darwin
    E. Australia Standard Time = Australia/Brisbane
    AUS Eastern Standard Time = Australia/Sydney
    West Pacific Standard Time = Pacific/Port_Moresby
    Tasmania Standard Time = Australia/Hobart
    Vladivostok Standard Time = Asia/Vladivostok
    Lord Howe Standard Time = Australia/Lord_Howe
    Bougainville Standard Time = Pacific/Bougainville
    Russia Time Zone 10 = Asia/Srednekolymsk
    Magadan Standard Time = Asia/Magadan
    Norfolk Standard Time = Pacific/Norfolk
    Sakhalin Standard Time = Asia/Sakhalin
    Central Pacific Standard Time = Pacific/Guadalcanal
    Russia Time Zone 11 = Asia/Kamchatka
    New Zealand Standard Time = Pacific/Auckland
    Fiji Standard Time = Pacific/Fiji
    Chatham Islands Standard Time = Pacific/Chatham
    Tonga Standard Time = Pacific/Tongatapu
    Samoa Standard Time = Pacific/Apia
    Line Islands Standard Time = Pacific/Kiritimati
    Coordinated Universal Time = Etc/UTC
    Greenwich Mean Time = Etc/GMT
    British Standard Time = Europe/London
    Western European Standard Time = Europe/Lisbon
    Central European Standard Time = Europe/Berlin
    Eastern European Standard Time = Europe/Helsinki
    Moscow Standard Time = Europe/Moscow
    Japan Standard Time = Asia/Tokyo
    Korean Standard Time = Asia/Seoul
    Hong Kong Standard Time = Asia/Hong_Kong
    Australian Eastern Standard Time = Australia/Sydney
    Mitteleuropäische Zeit = Europe/Berlin
    Mitteleuropäische Sommerzeit = Europe/Berlin
    Westeuropäische Zeit = Europe/London
    Osteuropäische Zeit = Europe/Helsinki
    Paris, Madrid = Europe/Paris
    Paris, Madrid (heure d’été) = Europe/Paris
    Hora estándar romance = Europe/Madrid
    Hora de verano romance = Europe/Madrid
    协调世界时 = Etc/UTC
    中国标准时间 = Asia/Shanghai
    中国夏令时 = Asia/Shanghai
    北京时间 = Asia/Shanghai
    中國標準時間 = Asia/Shanghai
    台北标准时间 = Asia/Taipei
    台北標準時間 = Asia/Taipei
    香港标准时间 = Asia/Hong_Kong
    新加坡标准时间 = Asia/Singapore
    马来西亚半岛标准时间 = Asia/Singapore
    东京标准时间 = Asia/Tokyo
    東京 (標準時) = Asia/Tokyo
    日本標準時 = Asia/Tokyo
    韩国标准时间 = Asia/Seoul
    대한민국 표준시 = Asia/Seoul
    西欧标准时间 = Europe/Berlin
    太平洋标准时间 = America/Los_Angeles
    太平洋夏令时 = America/Los_Angeles
    美国东部标准时间 = America/New_York
    东部标准时间 = America/New_York
    东部夏令时 = America/New_York
    印度标准时间 = Asia/Kolkata
    RTZ 2 (зима) = Europe/Moscow
"""

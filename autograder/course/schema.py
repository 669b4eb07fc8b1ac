"""What may stand in the files of a course: every key, its type and its bounds. Pure.

A file that differs is an author's error, which names the key, what is wrong with it, the nearest
right key or value, and the cure. Descriptions and examples in `msgspec.Meta` are what authors read.
"""

from __future__ import annotations

import enum
import json
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import msgspec
from msgspec import Meta

from autograder.course.times import DEFAULT_ZONE, parse_time
from autograder.course.zones import course_zone, nearest_zone
from autograder.errors import AuthorError, did_you_mean
from autograder.model import (
    LANGUAGES,
    CheckSpec,
    Device,
    LatePolicy,
    Level,
    Limits,
    ProfileName,
    Text,
)

LIMIT_KEYS = ("budget_ratio", "memory_ratio", "extra_growth")
# Bounds against slips of the pen: no honest value comes near them.
MOST, MOST_BYTES, A_DAY = 1_000_000, 1 << 40, 86_400


def _text(example: str) -> Meta:
    return Meta(pattern=r"\S", description="text that is not blank", examples=[example])


def _above(least: int, most: int, example: float) -> Meta:
    words = f"a number above {least}, at most {most}"
    return Meta(gt=least, le=most, description=words, examples=[example])


def _from(least: int, most: int, example: float) -> Meta:
    words = f"a number from {least} to {most}"
    return Meta(ge=least, le=most, description=words, examples=[example])


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a TOML file."""


class Sentence(Table, frozen=True):
    """A text in both languages."""

    en: Annotated[str, _text("Tensor shapes")]
    zh: Annotated[str, _text("张量的形状")]

    def as_text(self) -> Text:
        """Return it as the rest of the engine knows it."""
        return Text(self.en, self.zh)


class LateTable(Table, frozen=True):
    """``[late]``: see `LatePolicy`."""

    percent_per_day: Annotated[float, _from(0, 100, 10)] = LatePolicy.percent_per_day
    grace_minutes: Annotated[float, _from(0, MOST, 15)] = LatePolicy.grace_minutes
    maximum_percent: Annotated[float, _from(0, 100, 50)] = LatePolicy.maximum_percent


class CourseFile(Table, frozen=True):
    """``course.toml``; without `assignments` every folder is one, in the order of their names."""

    title: Sentence
    term: Annotated[str, _text("2026 autumn")] = ""
    languages: Annotated[
        tuple[Literal["en", "zh"], ...],
        Meta(
            min_length=1,
            description='a list of "en" and "zh" or one of them, the first one on top',
            examples=[["en", "zh"]],
        ),
    ] = ("en",)
    assignments: Annotated[
        tuple[str, ...],
        Meta(min_length=1, description="a list of folders", examples=[["01_tensor_shapes"]]),
    ] = ()
    timezone: Annotated[
        str, Meta(description="the name of a time zone", examples=["Europe/Berlin"])
    ] = DEFAULT_ZONE
    late: LateTable = LateTable()

    def __post_init__(self) -> None:
        _refuse_twice("languages", self.languages)
        _refuse_twice("assignments", self.assignments)
        if course_zone(self.timezone) is None:
            what = f"timezone = {_shown(self.timezone)} is no time zone"
            raise AuthorError(what, cure=nearest_zone(self.timezone))


class AssignmentFile(Table, frozen=True):
    """``assignment.toml``; without `due` nothing is late."""

    title: Sentence
    due: Annotated[
        str, Meta(description="a date and time", examples=["2026-12-07 23:59:00 UTC"])
    ] = ""
    minimum_level: Level = Level.S2

    def __post_init__(self) -> None:
        if self.due and parse_time(self.due) is None:
            raise _no_value("due", self.due, _fields(AssignmentFile)["due"].type)


class LimitsTable(Table, frozen=True):
    """``[limits]``: see `Limits`."""

    cpu_seconds: Annotated[float, _above(0, A_DAY, 20)] = Limits.cpu_seconds
    wall_seconds: Annotated[float, _above(0, A_DAY, 20)] = Limits.wall_seconds
    check_wall_seconds: Annotated[float, _above(0, A_DAY, 60)] = Limits.check_wall_seconds
    load_seconds: Annotated[float, _above(0, A_DAY, 10)] = Limits.load_seconds
    memory_bytes: Annotated[
        int,
        Meta(
            ge=1 << 20,
            le=MOST_BYTES,
            description=f"a whole number of bytes from {1 << 20} to {MOST_BYTES}",
            examples=[1 << 30],
        ),
    ] = Limits.memory_bytes


class CheckTable(Table, frozen=True):
    """``[checks.<name>]``: see `CheckSpec`; a check without a table has the defaults."""

    weight: Annotated[float, _above(0, MOST, 2)] = CheckSpec.weight
    disclose: Annotated[
        bool, Meta(description="true or false, without quotes", examples=[False])
    ] = CheckSpec.disclose
    requires: Device = CheckSpec.requires
    budget_ratio: Annotated[float, _from(1, MOST, 20)] = CheckSpec.budget_ratio
    memory_ratio: Annotated[float, _from(1, MOST, 2)] = CheckSpec.memory_ratio
    extra_growth: Annotated[float, _above(0, 10, 0.4)] = CheckSpec.extra_growth
    kept_because: Annotated[str, _text("why no wrong answer fails it alone")] = (
        CheckSpec.kept_because
    )

    def __post_init__(self) -> None:
        limits = [name for name in LIMIT_KEYS if getattr(self, name)]
        if len(limits) > 1:
            raise AuthorError(
                f"{' and '.join(limits)} in one check",
                cure="write one check for each budget; a student reads one sentence for each",
            )


class ExerciseFile(Table, frozen=True):
    """``exercise.toml``."""

    title: Sentence
    points: Annotated[float, _above(0, MOST, 5)]
    stars: Annotated[int, Meta(ge=1, le=3, description="1, 2 or 3", examples=[1])] = 1
    source: Sentence = Sentence("", "")
    profile: ProfileName = ProfileName.PURE
    obvious_is_hidden_because: str = ""
    limits: LimitsTable = LimitsTable()
    checks: dict[str, CheckTable] = {}


class WrongFile(Table, frozen=True):
    """What a file of ``wrong/`` declares: the checks that must fail, and no others."""

    FAILS: Annotated[
        tuple[str, ...],
        Meta(
            min_length=1,
            description="a tuple of names of checks",
            examples=[("check_values",)],
        ),
    ]

    def __post_init__(self) -> None:
        _refuse_twice("FAILS", self.FAILS)


Kind = TypeVar("Kind", bound=Table)


def read(kind: type[Kind], data: Any, where: str, key: str = "") -> Kind:
    """Return `data` as this table.

    Args:
        where: The file, for the message.
        key: The dotted path of the table in it.

    Raises:
        AuthorError: A key is unknown or missing, or a value is none of those allowed.
    """
    try:
        return _read(kind, data, key)
    except AuthorError as error:
        raise AuthorError(error.what, where=where, cure=error.cure) from None


def _read(kind: type[Kind], data: Any, key: str) -> Kind:
    fields = _fields(kind)
    if not isinstance(data, dict):
        raise AuthorError(f"{key} = {_shown(data)} is no table", cure=_example(key, kind))
    for name in data:
        if name not in fields:
            what = f"unknown key {_joined(key, name)}"
            raise AuthorError(what, cure=did_you_mean(name, fields))
    for name, field in fields.items():
        if field.required and name not in data:
            what = f"{_joined(key, name)} is missing"
            raise AuthorError(what, cure=_example(_joined(key, name), field.type))
    values = {
        name: _value(fields[name].type, value, _joined(key, name)) for name, value in data.items()
    }
    try:
        return kind(**values)
    except AuthorError as error:
        raise AuthorError(_joined(key, error.what), cure=error.cure) from None


def _value(kind: Any, value: Any, key: str) -> Any:
    if _is_table(kind):
        return _read(kind, value, key)
    if get_origin(kind) is dict:
        if not isinstance(value, dict):
            raise AuthorError(f"{key} = {_shown(value)} is no table", cure=f"write [{key}.<name>]")
        inner = get_args(kind)[1]
        return {name: _read(inner, each, _joined(key, name)) for name, each in value.items()}
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        raise _no_value(key, value, kind) from None


def _no_value(key: str, value: Any, kind: Any) -> AuthorError:
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        known = [_shown(member.value) for member in kind]
        return AuthorError(
            f"{key} = {_shown(value)} is none of the known values",
            cure=did_you_mean(_shown(value), known),
        )
    what = f"{key} = {_shown(value)}, and it must be {_meta(kind)[0]}"
    return AuthorError(what, cure=_example(key, kind))


def _example(key: str, kind: Any) -> str:
    """Return the cure that shows a right line, or one for each key that a table must have."""
    return f"write {' and '.join(_lines(key, kind)) or f'[{key}] and its keys below it'}"


def _lines(key: str, kind: Any) -> list[str]:
    if _is_table(kind):
        required = [field for field in _fields(kind).values() if field.required]
        return [line for each in required for line in _lines(_joined(key, each.name), each.type)]
    parts = key.split(".")
    name = ".".join(parts[-2:] if parts[-1] in LANGUAGES else parts[-1:])
    return [f"{name} = {_shown(_meta(kind)[1])}"]


def _refuse_twice(key: str, names: tuple[str, ...]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise AuthorError(f"{key} names {name} twice", cure="take one of them away")


def _fields(kind: type[Table]) -> dict[str, msgspec.structs.FieldInfo]:
    return {field.name: field for field in msgspec.structs.fields(kind)}


def _is_table(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Table)


def _meta(kind: Any) -> tuple[str, Any]:
    """Return what a value must be, in words, and an example."""
    meta = next(each for each in get_args(kind) if isinstance(each, Meta))
    return meta.description or "", next(iter(meta.examples or [""]))


def _joined(key: str, name: str) -> str:
    return f"{key}.{name}" if key else name


def _shown(value: Any) -> str:
    """Return a value as it is written in TOML, or a tuple as in Python; shortened."""
    if isinstance(value, float | tuple):
        return repr(value)
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."

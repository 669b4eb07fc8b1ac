"""What a file of a course may hold; a slip is refused and the error says key, nearest and cure."""

import shutil
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.course import schema
from autograder.course.catalog import load_assignment, load_course, load_exercise
from autograder.errors import AuthorError
from autograder.model import Device, Level, Limits, ProfileName

SOLUTIONS = Path(__file__).parents[3] / "solutions"
ASSIGNMENT = "01_tensor_shapes"
EXERCISE = f"{ASSIGNMENT}/04_nhwc_to_nchw"
TITLE = 'title.en = "A"\ntitle.zh = "甲"\n'


@pytest.fixture
def course(tmp_path):
    target = tmp_path / "solutions"
    (target / ASSIGNMENT).mkdir(parents=True)
    for file in (SOLUTIONS / ASSIGNMENT).glob("*.*"):
        shutil.copy(file, target / ASSIGNMENT)
    shutil.copytree(SOLUTIONS / EXERCISE, target / EXERCISE)
    (target / "course.toml").write_text(TITLE)
    return target


@pytest.fixture
def exercise(course):
    return course / EXERCISE


def edit(path, old, new):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def refused(load, *words):
    """Return the error, whose sentence holds all these words."""
    with pytest.raises(AuthorError) as caught:
        load()
    error = caught.value
    assert error.where and error.cure
    for word in words:
        assert word in f"{error.what} -> {error.cure}", str(error)
    return error


# --- exercise.toml


@pytest.mark.parametrize(
    "line, words",
    [
        ('disclose = "false"', ('disclose = "false"', "true or false", "write")),
        ("disclose = 0", ("disclose = 0",)),
        ('requires = "cdua"', ('requires = "cdua"', 'did you mean `"cuda"`')),
        ("weight = -2", ("weight = -2", "above 0", "-> write weight = 2")),
        ("weight = 0", ("weight = 0",)),
        ("weight = nan", ("weight = nan",)),
        ("weight = inf", ("weight = inf",)),
        ("weight = true", ("weight = true",)),
        ('weight = "2"', ('weight = "2"',)),
        (f"weight = 1{'0' * 400}", ("weight = 1000",)),
        ("wieght = 2", ("unknown key", "wieght", "did you mean `weight`")),
        ("budget_ratio = 0", ("budget_ratio = 0",)),
        ("budget_ratio = 0.5", ("from 1",)),
        ("memory_ratio = 0.9", ("from 1",)),
        ("memory_ratio = inf", ("memory_ratio = inf",)),
        ("extra_growth = -0.4", ("above 0",)),
        ("extra_growth = 0", ("above 0",)),
        ("budget_ratio = 2\nmemory_ratio = 2", ("budget_ratio and memory_ratio", "one check for")),
        ('kept_because = " "', ("kept_because",)),
        ("sentence = 3", ("unknown key",)),
        ("name = 3", ("unknown key",)),
    ],
)
def test_a_table_of_a_check(exercise, line, words):
    toml = exercise / "exercise.toml"
    toml.write_text(toml.read_text() + f"\n[checks.check_any_layout]\n{line}\n")
    error = refused(lambda: load_exercise(exercise), "checks.check_any_layout", *words)
    assert error.where == str(toml)


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("points = 8", "points = 0", ("points = 0", "above 0", "write points = 5")),
        ("points = 8", "points = -8", ("points = -8",)),
        ("points = 8", "points = true", ("points = true",)),
        ("points = 8", "points = nan", ("points = nan",)),
        ("points = 8", "pionts = 8", ("unknown key pionts", "did you mean `points`")),
        ("points = 8", "", ("points is missing", "write points = 5")),
        ("stars = 2", "stars = 4", ("stars = 4", "1, 2 or 3")),
        ("stars = 2", "stars = 0", ("stars = 0",)),
        ("stars = 2", "stars = 1.5", ("stars = 1.5",)),
        ("stars = 2", "stars = true", ("stars = true",)),
        ("stars = 2", 'profile = "flies"', ('profile = "flies"', 'did you mean `"files"`')),
        ("stars = 2", 'title.fr = "x"', ("unknown key title.fr", "there are en, zh")),
        ("source.zh", "source.it", ("unknown key source.it",)),
        ('title.en = "Channels first"', 'title.en = " "', ('title.en = " "', "text")),
        ('title.en = "Channels first"', "title.en = 3", ("title.en = 3",)),
        ('title.en = "Channels first"', "", ("title.en is missing", "write title.en = ")),
        ("stars = 2", "[limits]\ncpu_secnods = 2", ("limits.cpu_secnods", "`cpu_seconds`")),
        ("stars = 2", "[limits]\ncpu_seconds = 0", ("limits.cpu_seconds = 0",)),
        ("stars = 2", "[limits]\nwall_seconds = inf", ("limits.wall_seconds = inf",)),
        ("stars = 2", "[limits]\nmemory_bytes = 1.5", ("limits.memory_bytes = 1.5", "whole")),
        ("stars = 2", "[limits]\nmemory_bytes = -1", ("limits.memory_bytes = -1",)),
        ("stars = 2", "limits = 3", ("limits = 3 is no table",)),
    ],
)
def test_exercise_toml(exercise, old, new, words):
    edit(exercise / "exercise.toml", old, new)
    if new.startswith("["):  # the table has to come last
        toml = exercise / "exercise.toml"
        head, _, _ = toml.read_text().partition("[")
        toml.write_text(head + new)
    refused(lambda: load_exercise(exercise), *words)


@pytest.mark.parametrize(
    "text, words",
    [
        ('title = "A"\npoints = 1', ('title = "A" is no table', "title.en =", "title.zh =")),
        ("points = 1", ("title is missing", "title.en =", "title.zh =")),
        (TITLE + "points = 1\nchecks = 1", ("checks = 1 is no table",)),
        (TITLE + "points = 1\nchecks.check_values = 2", ("checks.check_values = 2 is no table",)),
        (TITLE + "points = 1\n[checks.check_valeus]", ("[checks.check_valeus]", "`check_values`")),
    ],
)
def test_a_table_that_is_none_or_too_many(exercise, text, words):
    (exercise / "exercise.toml").write_text(text)
    refused(lambda: load_exercise(exercise), *words)


def test_a_check_without_a_table_has_the_defaults_and_its_place_in_the_file(exercise):
    before = load_exercise(exercise)
    edit(exercise / "checks.py", "{limit}", "some")
    edit(exercise / "checks.py", "{limit}", "几")
    (exercise / "exercise.toml").write_text(TITLE + "points = 1\n[checks.check_values]\nweight = 3")
    after = load_exercise(exercise)
    assert [check.name for check in after.checks] == [check.name for check in before.checks]
    for check in after.checks:
        assert check.weight == (3 if check.name == "check_values" else 1) and check.disclose
        assert check.requires is Device.NONE and not check.has_budget
    assert (after.profile, after.limits, after.stars) == (ProfileName.PURE, Limits(), 1)


# --- the limit in a docstring


def test_the_limit_in_a_docstring_is_that_of_the_table_in_both_languages(exercise):
    edit(exercise / "exercise.toml", "budget_ratio = 20", "budget_ratio = 7.5")
    sentence = load_exercise(exercise).check("check_cpu_budget").sentence
    assert "at most 7.5 times" in sentence.en and "7.5 倍" in sentence.zh


@pytest.mark.parametrize("key, limit", [("memory_ratio", "2"), ("extra_growth", "0.4")])
def test_every_kind_of_limit_can_be_named(exercise, key, limit):
    edit(exercise / "exercise.toml", "budget_ratio = 20", f"{key} = {limit}")
    sentence = load_exercise(exercise).check("check_cpu_budget").sentence
    assert f"at most {limit} times" in sentence.en and "{" not in sentence.zh


def test_other_braces_are_text(exercise):
    edit(exercise / "checks.py", '"""Every', '"""{} {n} {"a": 1} Every')
    assert load_exercise(exercise).check("check_values").sentence.en.startswith('{} {n} {"a": 1} E')


@pytest.mark.parametrize(
    "name, words",
    [("limit", ("without a limit", "budget_ratio")), ("limt", ("{limt}", "did you mean `{limit}`")),
     ("budget_ratio", ("{budget_ratio}", "`{limit}`"))],
)  # fmt: skip
def test_a_placeholder_that_stands_for_nothing(exercise, name, words):
    edit(exercise / "checks.py", '"""Every', f'"""{{{name}}} Every')
    refused(lambda: load_exercise(exercise), *words)


# --- the marks of a solution


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("    ### END SOLUTION", "", ("BEGIN SOLUTION without ### END", "below the last line")),
        ("    ### BEGIN SOLUTION", "", ("END SOLUTION without ### BEGIN", "above the first line")),
        (
            "    ### BEGIN SOLUTION",
            "    ### BEGIN SOLUTION\n    ### BEGIN SOLUTION",
            ("BEGIN SOLUTION inside the solution that begins in line", "### END SOLUTION"),
        ),
    ],
)
def test_a_mark_without_its_partner(exercise, old, new, words):
    edit(exercise / "reference.py", old, new)
    error = refused(lambda: load_exercise(exercise), *words)
    path, _, line = error.where.rpartition(":")
    assert path == str(exercise / "reference.py") and int(line) > 0


# --- FAILS


@pytest.mark.parametrize(
    "fails, words",
    [
        (
            "'check_values'",
            ('FAILS = "check_values"', "a tuple", "write FAILS = ('check_values',)"),
        ),
        ("('check_values')", ("FAILS =", "a tuple")),
        ("['check_values']", ("FAILS =", "a tuple")),
        ("('check_values', 3)", ("FAILS =", "a tuple")),
        ("names()", ("FAILS =", "names()")),
        ("()", ("FAILS = ()",)),
        ("('check_values', 'check_values')", ("check_values twice",)),
        ("('check_valeus',)", ("check_valeus", "did you mean `check_values`")),
    ],
)
def test_fails(exercise, fails, words):
    file = exercise / "wrong" / "reshape.py"
    lines = [line for line in file.read_text().splitlines() if not line.startswith("FAILS")]
    file.write_text("\n".join([*lines, f"FAILS = {fails}"]))
    error = refused(lambda: load_exercise(exercise), *words)
    assert error.where == str(file)


def test_fails_is_needed(exercise):
    edit(exercise / "wrong" / "reshape.py", "FAILS", "FALLS")
    refused(lambda: load_exercise(exercise), "FAILS is missing", "write FAILS = ('check_values',)")


# --- assignment.toml


@pytest.mark.parametrize(
    "line, words",
    [
        ("dew = 3", ("unknown key dew", "did you mean `due`")),
        ('minimum_levl = "S2"', ("minimum_levl", "did you mean `minimum_level`")),
        (
            'minimum_level = "S9"',
            ('minimum_level = "S9"', '-> there are "S0", "S1", "S2b", "S2", "S3"'),
        ),
        ("minimum_level = 2", ("minimum_level = 2",)),
        ('due = "next week"', ('due = "next week"', "2026-12-07 23:59:00 UTC")),
        ('due = "2026-13-07"', ("2026-13-07",)),
        ("due = 20261207", ("due = 20261207",)),
        ("due = 23:59:00", ("due",)),
        ('title.fr = "B"', ("title.fr",)),
    ],
)
def test_assignment_toml(course, line, words):
    (course / ASSIGNMENT / "assignment.toml").write_text(f"{TITLE}{line}\n")
    error = refused(lambda: load_assignment(course / ASSIGNMENT), *words)
    assert error.where == str(course / ASSIGNMENT / "assignment.toml")


@pytest.mark.parametrize(
    "line, due",
    [
        ("", ""),
        ('due = ""', ""),
        ('due = "2026-12-07 23:59:00 Asia/Shanghai"', "2026-12-07 23:59:00 Asia/Shanghai"),
        ("due = 2026-12-07T23:59:00Z", "2026-12-07 23:59:00+00:00"),
        ("due = 2026-12-07", "2026-12-07 23:59:59 UTC"),
    ],
)
def test_a_due_date_may_be_a_text_or_a_date(course, line, due):
    (course / ASSIGNMENT / "assignment.toml").write_text(f'{TITLE}{line}\nminimum_level = "S2b"\n')
    assignment = load_assignment(course / ASSIGNMENT)
    assert (assignment.due, assignment.minimum_level) == (due, Level.S2B)


# --- course.toml


@pytest.mark.parametrize(
    "lines, words",
    [
        ("[late]\ngrace_minuts = 5", ("late.grace_minuts", "did you mean `grace_minutes`")),
        ("[late]\ngrace_minutes = -5", ("late.grace_minutes = -5",)),
        ("[late]\ngrace_minutes = nan", ("late.grace_minutes = nan",)),
        ("[late]\npercent_per_day = 101", ("late.percent_per_day = 101", "from 0 to 100")),
        ("[late]\npercent_per_day = true", ("late.percent_per_day = true",)),
        ("[late]\nmaximum_percent = 1e9", ("late.maximum_percent",)),
        ('languages = ["fr"]', ("languages", '["fr"]', '["en", "zh"]')),
        ("languages = []", ("languages = []",)),
        ('languages = "en"', ('languages = "en"',)),
        ('languages = ["en", "en"]', ("languages names en twice",)),
        ('langauges = ["en"]', ("did you mean `languages`",)),
        ("term = 2026", ("term = 2026",)),
        (f'assignments = ["{ASSIGNMENT}", "{ASSIGNMENT}"]', (f"names {ASSIGNMENT} twice",)),
        ('timezone = "Europe/Berln"', ('"Europe/Berln"', "did you mean `Europe/Berlin`")),
        ('assignments = ["01_tensor_shape"]', ("no such folder", f"did you mean `{ASSIGNMENT}`")),
        ("assignments = []", ("assignments = []",)),
    ],
)
def test_course_toml(course, lines, words):
    (course / "course.toml").write_text(f"{TITLE}{lines}\n")
    error = refused(lambda: load_course(course), *words)
    assert error.where == str(course / "course.toml")


def test_a_due_date_without_a_zone_is_in_the_courses(course):
    (course / "course.toml").write_text(f'{TITLE}timezone = "asia/Shanghai"\n')
    (course / ASSIGNMENT / "assignment.toml").write_text(f'{TITLE}due = "2026-12-07 23:59"\n')
    loaded = load_course(course)
    assert loaded.timezone == "Asia/Shanghai"
    assert loaded.assignments[0].due == "2026-12-07 23:59:00 Asia/Shanghai"
    (course / "course.toml").write_text(TITLE)
    assert load_course(course).assignments[0].due == "2026-12-07 23:59"


def test_a_due_date_in_a_zone_that_could_be_several_is_refused(course):
    toml = course / ASSIGNMENT / "assignment.toml"
    toml.write_text(f'{TITLE}due = "2026-12-07 23:59 CST"\n')
    assert refused(lambda: load_course(course), "CST means several zones").where == str(toml)


def test_a_folder_that_is_not_listed_is_refused(course):
    shutil.copytree(course / ASSIGNMENT, course / "02_other")
    (course / "course.toml").write_text(f'{TITLE}assignments = ["{ASSIGNMENT}"]\n')
    refused(lambda: load_course(course), "a folder that course.toml does not list")


def test_the_least_that_a_course_must_say(course):
    loaded = load_course(course)
    assert (loaded.languages, [a.slug for a in loaded.assignments]) == (("en",), [ASSIGNMENT])


# --- every misspelt key of every table

TABLES = (
    schema.CourseFile, schema.LateTable, schema.AssignmentFile, schema.ExerciseFile,
    schema.LimitsTable, schema.CheckTable, schema.WrongFile,
)  # fmt: skip
KEYS = [(table, key) for table in TABLES for key in table.__struct_fields__]
LETTERS = st.sampled_from(string.ascii_lowercase + "_")


@st.composite
def misspelt(draw):
    """Return a table, one of its keys, and that key after one slip of a finger."""
    table, key = draw(st.sampled_from(KEYS))
    at, letter = draw(st.integers(0, len(key) - 1)), draw(LETTERS)
    slips = (
        key[:at] + key[at + 1 :],
        key[:at] + letter + key[at:],
        key[:at] + letter + key[at + 1 :],
        key[:at] + key[at : at + 2][::-1] + key[at + 2 :],
    )
    return table, key, draw(st.sampled_from(slips))


@given(misspelt())
def test_every_misspelt_key_is_refused_and_the_right_one_is_named(case):
    table, key, slip = case
    if slip not in table.__struct_fields__:
        with pytest.raises(AuthorError) as caught:
            schema.read(table, {slip: 1}, "file.toml", "outer")
        assert caught.value.what == f"unknown key outer.{slip}"
        assert caught.value.where == "file.toml"
        assert caught.value.cure.startswith(f"did you mean `{key}`? ")


@given(st.text(), st.sampled_from(TABLES))
def test_no_other_key_is_let_through(key, table):
    if key not in table.__struct_fields__:
        with pytest.raises(AuthorError, match="unknown key"):
            schema.read(table, {key: 1}, "file.toml")


@pytest.mark.parametrize(
    "old, new, words",
    [
        ("### BEGIN SOLUTION", "###BEGIN SOLUTION", "no mark of a solution"),
        ("### END SOLUTION", "# end solution", "no mark of a solution"),
    ],
)
def test_a_mark_that_is_nearly_right_is_refused(exercise, old, new, words):
    """Left in, it would leave the answer in what students get."""
    path = exercise / "reference.py"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(AuthorError, match=words):
        load_exercise(exercise)


@pytest.mark.parametrize("name", ["exercise.toml", "checks.py", "reference.py"])
def test_what_no_parser_can_hold_is_an_authors_error(exercise, name):
    toml = name.endswith(".toml")
    text = f"points = {'9' * 5000}\n" if toml else f"x = {'-' * 100_000}1\n"
    (exercise / name).write_text(text, encoding="utf-8")
    with pytest.raises(AuthorError, match=name):
        load_exercise(exercise)


def test_a_limit_belongs_to_a_check_that_measures(exercise):
    path = exercise / "exercise.toml"
    text = path.read_text(encoding="utf-8")
    limited = text.replace("[checks.check_values]", "[checks.check_values]\nbudget_ratio = 2", 1)
    path.write_text(limited, encoding="utf-8")
    with pytest.raises(AuthorError, match="takes no `budget`"):
        load_exercise(exercise)


def test_a_check_that_is_defined_twice_is_refused(exercise):
    path = exercise / "checks.py"
    name = load_exercise(exercise).checks[0].name
    again = f'\n\ndef {name}(student):\n    """A.\n\n    B.\n    """\n'
    path.write_text(path.read_text(encoding="utf-8") + again, encoding="utf-8")
    with pytest.raises(AuthorError, match=f"{name} is defined twice"):
        load_exercise(exercise)

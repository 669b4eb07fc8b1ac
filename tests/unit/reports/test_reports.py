"""The class report and the terminal: right numbers, nothing from outside, nothing cut."""

import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from rich.console import Console

from autograder.errors import SubmissionError
from autograder.feedback import plain
from autograder.feedback.redaction import redact_grade
from autograder.model import Grade, Text, Verdict
from autograder.reports import class_report, plots, statistics, terminal
from autograder.reports.class_report import HANDED_IN, MISSING_IS_ZERO
from tests.unit.sample_class import course, grades, outcome, report

V = Verdict
COURSE, CLASS = course(), grades(30)
FIGURES = {"date": "2026-12-11", "level": "S3", "seed": 2026, "engine": "0.1.0",
           "feedback": "feedback/{student}/{assignment}.html"}  # fmt: skip
EVIL = "<script>alert(1)</script>\u202e\x1b[31m\ud800[red]"


class Page(HTMLParser):
    """Elements, attributes and the text outside scripts and styles."""

    def __init__(self, page: str):
        super().__init__()
        self.tags, self.attributes, self.text, self._in = [], [], "", ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        self._in = tag

    def handle_endtag(self, tag):
        self._in = ""

    def handle_data(self, data):
        if self._in not in ("script", "style"):
            self.text += data


REFUSED = [("submitted/x.zip", Text("a path outside its folder", "路径超出文件夹")),
           SubmissionError("unknown student", where="y.ipynb", cure="add her")]  # fmt: skip


@pytest.fixture(scope="module")
def page() -> str:
    return class_report.render(COURSE, CLASS, REFUSED, FIGURES)


def shown(renderable, width: int) -> str:
    console = Console(width=width, file=io.StringIO(), color_system=None)
    console.print(renderable)
    return console.file.getvalue()


# --- the class report


def test_the_page_is_self_contained(page):
    seen = Page(page)
    assert not {"link", "iframe", "img", "object"} & set(seen.tags)
    for name, value in seen.attributes:
        if name in ("src", "href", "xlink:href", "action"):
            assert value.startswith(("#", "feedback/")), value
    assert "url(http" not in page and "@import" not in page


def test_the_page_shows_header_students_and_concerns(page):
    text = Page(page).text
    for words in ("Deep learning with PyTorch", "2026-12-11", "S3", "2026 autumn", "0.1.0"):
        assert words in text
    for grade in CLASS:
        assert grade.student in text
    for words in ("Our checks failed", "a path outside its folder", "unknown student – add her"):
        assert words in text
    assert "Text(" not in text


def test_every_student_is_linked_to_the_own_page(page):
    links = [value for name, value in Page(page).attributes if name == "href"]
    assert len({link for link in links if link.startswith("feedback/")}) == len(CLASS)
    assert any("M%C3%BCller%20" in link for link in links)


def test_the_same_class_gives_the_same_page(page):
    assert class_report.render(COURSE, grades(30), REFUSED, FIGURES) == page


def test_names_and_messages_cannot_run():
    evil = Text(EVIL, EVIL)
    made = report(
        COURSE.exercises[0],
        (
            outcome("check_values", V.WRONG, hint=evil, message=evil),
            outcome("check_empty_batch", V.INTERNAL_ERROR, note=EVIL),
        ),
    )
    grade = Grade(EVIL, "01_tensor_shapes", 1.0, 35.0, 0.0, (made,), EVIL, EVIL, (evil,), evil)
    text = class_report.render(COURSE, [grade], [(EVIL, EVIL)], {**FIGURES, "note": EVIL})
    assert Page(text).tags.count("script") == 1  # our own
    assert "\u202e" not in text and "\x1b" not in text
    text.encode("utf-8")


def test_an_empty_class_gives_a_page():
    text = Page(class_report.render(COURSE, [], [], {})).text
    assert "No submission was graded." in text and "Every file was read" in text


def test_a_class_that_handed_in_nothing_readable_gives_a_page():
    lost = [replace(g, reports=(), score=0.0, problem=Text("not JSON")) for g in CLASS]
    assert "not JSON" in class_report.render(COURSE, lost, [], FIGURES)


def test_titles_may_be_chinese_and_plots_hold_no_chinese():
    text = class_report.render(COURSE, CLASS, [], {**FIGURES, "language": "zh"})
    assert "张量的形状" in text and "reshape 只保持" in text
    for svg in re.findall("<svg.*?</svg>", text, flags=re.DOTALL):
        assert not re.search("[\u3000-\u9fff]", svg)


def test_plots_take_the_pages_colour_and_are_real_text():
    svg = plots.failing_checks(statistics.check_rows(COURSE, CLASS))
    assert svg.startswith("<svg") and "currentColor" in svg and "#010203" not in svg
    assert "any_layout" in svg and "<metadata" not in svg


# --- the numbers


def small_class() -> list[Grade]:
    first = COURSE.exercises[0]
    hint = Text("Use permute.", "用 permute。")
    verdicts = [V.PASSED, V.WRONG, V.CRASHED, V.NOT_ATTEMPTED, V.INTERNAL_ERROR, V.NOT_RUN]
    made = []
    for n, verdict in enumerate(verdicts):
        held = hint if verdict in (V.WRONG, V.CRASHED) else Text()
        outcomes = (outcome("check_values", verdict, hint=held), outcome("check_empty_batch"))
        grade = Grade(f"s{n}", first.assignment, 1.0, 4.0, 0.0, (report(first, outcomes),))
        made.append(grade)
    return made


def test_the_share_that_failed_is_of_those_who_tried():
    row = statistics.check_rows(COURSE, small_class())[0]
    assert row.check.name == "check_values"
    assert (row.tried, row.failed, row.failed_share) == (3, 2, 2 / 3)


def test_a_misconception_counts_students_not_checks():
    assert [(slug, n) for slug, _, n in statistics.misconceptions(small_class())] == [
        ("01_tensor_shapes/01_describe", 2)
    ]


def test_concerns_name_our_errors_first():
    found = statistics.concerns(COURSE, small_class(), [("x", "y")], "en")
    assert [concern.title for concern in found] == [
        "Our checks failed", "Hand-ins that were refused", "Checks that could not run here",
    ]  # fmt: skip
    assert "1 student: s4" in found[0].items[0].what


def test_a_check_that_nearly_all_fail_is_suspicious():
    first = COURSE.exercises[0]
    bad = report(first, (outcome("check_values", V.WRONG),))
    made = [Grade(f"s{n}", first.assignment, 0.0, 4.0, 0.0, (bad,)) for n in range(9)]
    titles = [concern.title for concern in statistics.concerns(COURSE, made, [], "en")]
    assert titles == ["Checks that most of the class fails"]


# --- the terminal


@pytest.mark.parametrize("width", [30, 50, 80, 100, 160])
def test_the_table_keeps_every_number_whole(width):
    text = shown(terminal.class_table(COURSE, CLASS, width), width)
    assert "…" not in text and max(map(len, text.splitlines())) <= width
    for grade in CLASS:
        assert f"{grade.final:.2f}" in text


def test_the_table_fits_one_block_in_a_hundred_columns():
    text = shown(terminal.class_table(COURSE, CLASS), 100)
    assert text.count("student") == 2 and text.count("mean") == 2


def test_the_terminal_says_what_the_plain_feedback_says():
    for grade in CLASS[:6]:
        assignment = COURSE.assignment(grade.assignment)
        seen = redact_grade(grade)
        text = "".join(shown(terminal.student_report(seen, assignment), 300).split())
        for made in seen.reports:
            lines = plain.render(made, COURSE.exercise(made.exercise), "en")
            for line in lines.replace("Hint:", "").splitlines():
                assert "".join(line.split()) in text


def test_students_text_is_no_markup_in_the_terminal():
    evil = outcome("check_values", V.WRONG, message=Text("[bold]x[/bold] [/nonsense]\x1b[2J"))
    grade = Grade(
        "[red]s", "01_tensor_shapes", 0.0, 4.0, 0.0, (report(COURSE.exercises[0], (evil,)),)
    )
    text = shown(terminal.student_report(redact_grade(grade), COURSE.assignments[0]), 100)
    assert "[bold]x[/bold] [/nonsense]" in text and "[red]s" in text and "\x1b" not in text
    assert "[red]s" in shown(terminal.class_table(COURSE, [grade]), 100)


def test_the_summary_counts_and_tells_where_the_files_are():
    text = terminal.summary(
        small_class(), refused=[1], files={"class report": "r.html"}, seconds=83
    )
    assert "6 submissions of 6 students graded in 1 min 23 s." in text
    assert "7 passed, 1 wrong, 1 crashed, 1 not attempted, 1 not run, 1 internal error." in text
    assert "1 file refused." in text and "no student lost a point" in text
    assert text.endswith("\nClass report: r.html")
    assert terminal.summary([]) == "0 submissions of 0 students graded."


def test_the_two_means_are_named_and_agree_wherever_they_are_shown():
    own = [g for n, g in enumerate(CLASS) if n % 5]
    page = class_report.render(COURSE, own, REFUSED, FIGURES)
    handed_in = sum(g.final / g.points for g in own) / len(own)
    wanted = sum(a.points for a in COURSE.assignments) * len({g.student for g in own})
    whole = sum(g.final for g in own) / wanted
    assert f"{handed_in:.0%}" != f"{whole:.0%}", "the class must tell the two apart"
    text = " ".join(Page(page).text.split())
    for share, name in ((handed_in, HANDED_IN), (whole, MISSING_IS_ZERO)):
        number = f"{100 * share:.0f} %"
        assert f"{number}{name}" in text.replace(f"{number} {name}", f"{number}{name}")
        row = re.search(rf">{name}</th>(.*?)</tr>", page, re.S)
        assert re.findall(r">([^<>]+)</td>", row[1])[-1] == number


def test_every_row_leads_to_its_students_page(page):
    rows = re.findall(r'<th scope="row" class="name">(.*?)</th>', page.split("<h2>Every check")[0])
    rows = [row for row in rows if "mean" not in row]
    assert rows and all(re.match('<a href="feedback/', row) for row in rows)


def _luminance(colour: str) -> float:
    """WCAG 2.2, "relative luminance"."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_as_the_accessibility_guidelines_ask(page, theme):
    """WCAG 2.2, criterion 1.4.3 (AA): 4.5 to 1 for text."""
    light, dark = (
        dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", block))
        for block in re.findall(r":root \{(.*?)\n\s*\}", page, re.S)[:2]
    )
    colours = light if theme == "light" else light | dark
    pairs = [("ink", ground) for ground in ("paper", "raised", "line", "low", "mid", "high")]
    pairs += [("quiet", "paper"), ("quiet", "raised"), ("white", "badge")]
    assert "background: var(--badge); color: #fff" in page
    for text, ground in pairs:
        one, other = sorted(_luminance(({"white": "#ffffff"} | colours)[c]) for c in (text, ground))
        assert (other + 0.05) / (one + 0.05) >= 4.5, (text, ground)

"""What a student reads: nothing hidden, nothing twice, nothing that runs."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.feedback import html, plain
from autograder.feedback.redaction import redact, redact_grade
from autograder.feedback.sanitise import clean, one_line
from autograder.model import Grade, Outcome, Text, Verdict
from tests.unit.sample_class import course, grades, outcome, report

V = Verdict
EXERCISE = course().exercises[3]
ASSIGNMENT = course().assignments[0]
EVIL = "<script>alert(1)</script>\x1b[31mred\x1b[0m\x1b]0;title\x07\u202eevil\u2066 \ud800\"'&\x00"
CALL = Text("f(int64 tensor of shape (1,) = [41])", "f(int64 tensor of shape (1,) = [41])")


def both(outcomes, language="en") -> list[str]:
    made = redact(report(EXERCISE, tuple(outcomes)))
    return [plain.render(made, EXERCISE, language), html.fragment(made, EXERCISE, language)]


def wrong(check="check_values", words="expected 41, got 42", **changes) -> Outcome:
    return outcome(check, V.WRONG, message=Text(words, words), counterexample=CALL, **changes)


class Tags(HTMLParser):
    """Collects what a browser would see as elements and attributes."""

    def __init__(self, page: str):
        super().__init__()
        self.tags, self.attributes, self.open = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "br", "link", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def test_a_failed_check_says_what_happened_with_which_call():
    made = [
        wrong(hint=Text("Add the axis in front.", "在前面加轴。")),
        outcome("check_empty_batch"),
    ]
    text, _ = both(made)
    assert text == (
        "Channels first  3 / 6\n"
        "1 of 2 checks passed so far.\n\n"
        "✗ Every value is the one the definition gives. (0 of 3 points)\n"
        "    with f(int64 tensor of shape (1,) = [41]):\n"
        "    expected 41, got 42\n"
        "✓ A batch of zero gives a batch of zero. (3 of 3 points)\n\n"
        "Hint: Add the axis in front.\n"
    )


def test_the_students_own_lines_follow_a_crash():
    crash = outcome("check_values", V.CRASHED, message=Text("your code raised KeyError: 'x'"),
                    trace=("cell 4, line 2: return table['x']",))  # fmt: skip
    for text in both([crash, outcome("check_empty_batch")]):
        assert "cell 4, line 2: return table[" in text


@pytest.mark.parametrize("verdict", [V.WRONG, V.CRASHED, V.FORBIDDEN])
def test_an_undisclosed_check_shows_nothing_of_its_input(verdict):
    hidden = outcome("check_values", verdict, message=Text("expected 41 SECRET"), disclosed=False,
                     counterexample=CALL, trace=("f.py, line 41: SECRET",))  # fmt: skip
    for text in both([hidden, outcome("check_empty_batch")]):
        assert "SECRET" not in text and "41" not in text
        assert "an input that is not shown" in text


def test_a_syntax_error_is_told_even_by_undisclosed_checks_and_only_once():
    crash = dict(message=Text("your code raised SyntaxError: invalid syntax"), counterexample=CALL,
                 trace=("f.py, line 1: def f(:",))  # fmt: skip
    made = [outcome(c.name, V.CRASHED, disclosed=n > 2, **crash)
            for n, c in enumerate(EXERCISE.checks)]  # fmt: skip
    for text in both(made):
        assert text.count("SyntaxError") == 1 and text.count("f.py, line 1") == 1
        assert "[41]" not in text  # no input has anything to do with it
        assert text.index("SyntaxError") < text.index("Every value")


def test_not_attempted_is_said_once_and_kindly():
    words = Text("not written yet (NotImplementedError)", "尚未完成(NotImplementedError)")
    made = [outcome(c.name, V.NOT_ATTEMPTED, message=words) for c in EXERCISE.checks]
    for text in both(made):
        assert text.count("NotImplementedError") == 1 and "Not written yet." in text


def test_one_hint_of_several_checks_is_said_once():
    hint = Text("A reshape moves no axis.", "reshape 不移动坐标轴。")
    for text in both([wrong(hint=hint), wrong("check_any_layout", "other", hint=hint)]):
        assert text.count("A reshape moves no axis.") == 1


def test_hints_that_differ_stand_with_their_checks_each_once():
    loop, copy, guess = Text("No loop.", "不用循环。"), Text("No copy."), Text("It is transposed.")
    outcomes = [
        wrong("check_a", "a", hint=loop), wrong("check_b", "b", hint=copy),
        wrong("check_c", "c", guess=guess), wrong("check_d", "d", guess=guess),
        wrong("check_e", "e", hint=loop),
    ]  # fmt: skip
    for shown in both(outcomes):
        places = [shown.index(text) for text in ("got", "No loop.", "No copy.", "A guess:")[1:]]
        assert places == sorted(places)
        assert shown.count("No loop.") == shown.count("It is transposed.") == 1
    assert "提示: 不用循环。" in both(outcomes, "zh")[0].replace("</b>", "")


def test_a_misconception_behind_some_failures_only_stands_with_its_check():
    hint = Text("No loop.")
    shown = both([wrong("check_a", "a", hint=hint), wrong("check_b", "b")])[0]
    assert shown.index("No loop.") < shown.rindex("b")


def test_what_an_undisclosed_check_compared_is_guessed_at_nowhere():
    outcomes = [wrong(guess=Text("It is transposed."), disclosed=False), wrong("check_b", "b")]
    assert not any("transposed" in shown for shown in both(outcomes))


def test_different_messages_stay_apart():
    text, _ = both([wrong(words="first"), outcome("check_empty_batch"), wrong("x", "second")])
    assert text.index("first") < text.index("A batch of zero") < text.index("second")


def test_our_fault_is_told_without_staffs_note():
    ours = outcome("check_values", V.INTERNAL_ERROR, note="Traceback SECRET",
                   message=Text("our fault; it costs you nothing"))  # fmt: skip
    for text in both([ours]):
        assert "SECRET" not in text and "costs you nothing" in text


def test_the_second_language_is_chinese():
    assert "目前通过 0 / 1 项检查。" in both([wrong()], "zh")[0]
    assert "在 f(" in both([wrong()], "zh")[0]


def test_what_could_not_run_is_not_a_zero():
    text, _ = both([outcome("check_values", V.NOT_RUN, message=Text("needs cuda"))])
    assert "– / 6" in text and "costs you nothing" in text


@pytest.mark.parametrize("where", ["message", "counterexample", "hint", "sentence"])
def test_students_text_cannot_run_or_hide_anything(where):
    evil = Text(EVIL, EVIL)
    lines, page = both(
        [replace(wrong(trace=(EVIL,)), **{where: evil}), outcome("check_empty_batch")]
    )
    for text in (lines, page):
        assert not re.search(
            "[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text
        )
        assert "[31m" not in text and "title" not in text
        text.encode("utf-8")
    seen = Tags(page)
    assert "script" not in seen.tags and not seen.open
    assert all(name in ("style", "lang", "aria-hidden") for name, _ in seen.attributes)


@given(st.text(), st.text())
def test_any_text_gives_a_well_formed_fragment(message, line):
    crash = outcome("check_values", V.CRASHED, message=Text(message), trace=(line,))
    _, page = both([crash, outcome("check_empty_batch")])
    page.encode("utf-8")
    seen = Tags(page)
    assert not seen.open and set(seen.tags) <= {"div", "b", "p", "ul", "li", "span", "pre"}


def test_long_texts_are_cut():
    endless = wrong(words="9" * 100_000, trace=tuple("x" * 10_000 for _ in range(50)))
    for text in both([endless]):
        assert len(text) < 6_000 and "..." in text


def test_the_page_shows_every_exercise_the_penalty_and_the_second_language():
    grade = next(g for g in grades(60) if g.penalty and g.assignment == ASSIGNMENT.slug)
    page = html.page(redact_grade(grade), ASSIGNMENT, ("en", "zh"))
    assert page.startswith("<!DOCTYPE html>") and not Tags(page).open
    for exercise in ASSIGNMENT.exercises:
        assert exercise.title.en in page and exercise.title.zh in page
    assert "for lateness" in page and page.count("<details>") == len(grade.reports)
    assert "http://" not in page and "https://" not in page


def test_the_page_of_a_submission_that_cannot_be_read_says_why():
    problem = Text("the notebook is not valid JSON", "笔记本不是有效的 JSON")
    grade = Grade(EVIL, ASSIGNMENT.slug, 0.0, 35.0, 0.0, (), EVIL, warnings=(Text(EVIL, EVIL),),
                  problem=problem)  # fmt: skip
    page = html.page(redact_grade(grade), ASSIGNMENT, ("en", "zh"))
    assert problem.en in page and problem.zh in page and page.count("not graded") == 6
    assert "script" not in Tags(page).tags
    page.encode("utf-8")


@given(st.text(), st.integers(0, 50))
def test_clean_text_is_short_printable_and_stays_clean(text, limit):
    cleaned = clean(text, limit)
    assert len(cleaned) <= max(limit, 3)
    assert all(c == "\n" or c.isprintable() for c in cleaned)
    assert clean(cleaned, max(limit, 3)) == cleaned
    assert "\n" not in one_line(text, 50)


def test_clean_keeps_what_people_write():
    text = "def f(x):\n    return x  # 你好, naïve 😀"
    assert clean(text) == text
    assert clean("a\tb\r\nc") == "a    b\nc"
    assert clean("\x1b[1;31mred\x1b[0m \x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\") == "red link"

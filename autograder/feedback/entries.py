"""What a student reads about a report: plain text, an HTML fragment, a whole page. Pure.

`redacted` alone decides what may be shown; everything else lays it out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from autograder.feedback import pictures
from autograder.feedback.labels import LABELS, MARKS, WORDS
from autograder.feedback.sanitise import clean
from autograder.grading.score import is_pending, number
from autograder.model import Assignment, Exercise, Grade, Measure, Outcome, Report, Text, Verdict

MAX_MESSAGE, MAX_COUNTEREXAMPLE, MAX_SENTENCE, MAX_LINE, MAX_TRACE = 1200, 1200, 600, 200, 8
# Their messages hold nothing that the student's code, and so a hidden input, could have shaped.
OURS = (
    Verdict.PASSED, Verdict.OVER_BUDGET, Verdict.LIMIT_EXCEEDED, Verdict.SKIPPED, Verdict.NOT_RUN,
    Verdict.INTERNAL_ERROR,
)  # fmt: skip
RAISED = (Verdict.CRASHED, Verdict.FORBIDDEN)
# These did not judge the submission.
SILENT = (Verdict.NOT_RUN, Verdict.INTERNAL_ERROR)


@dataclass(frozen=True)
class Entry:
    """Checks that ended in the same way, in one language, ready to be laid out.

    Attributes:
        mark: One character that tells the verdict without colour.
        tone: ``"good"``, ``"bad"`` or ``"idle"``.
        sentences: What these checks ask, one line for each.
        details: What happened, said once; may hold line breaks.
        common: Whether every check ended so; then the reason comes before the checks.
        measured: Where the submission stands in the budgets of these checks.
    """

    verdict: Verdict
    mark: str
    tone: str
    label: str
    sentences: tuple[str, ...]
    counterexample: str = ""
    details: str = ""
    trace: tuple[str, ...] = ()
    common: bool = False
    measured: tuple[Measure, ...] = ()


def redacted(report: Report) -> Report:
    """Return the report as its student may see it.

    Staff's notes and the hidden seed go. What an undisclosed check saw goes too, unless a disclosed
    check saw the very same (a syntax error): then the student may read it anyway.
    """
    outcomes = [_cleaned(outcome) for outcome in report.outcomes]
    judged = [outcome for outcome in outcomes if outcome.verdict not in SILENT]
    alike = len(judged) > 1 and len({_manner(outcome) for outcome in judged}) == 1
    public = {_manner(outcome) for outcome in outcomes if outcome.disclosed}

    def shown(outcome: Outcome) -> Outcome:
        if not outcome.disclosed or alike:  # alike: the input has nothing to do with it
            outcome = replace(outcome, counterexample=Text())
        if outcome.disclosed or _manner(outcome) in public or outcome.verdict in OURS:
            return outcome
        # A name that "is not defined" is a text of the student's process too.
        absent = outcome.verdict is Verdict.NOT_ATTEMPTED
        return replace(outcome, message=Text() if absent else WORDS["withheld"], trace=())

    return replace(
        report,
        seed=0,
        outcomes=tuple(map(shown, outcomes)),
        warnings=tuple(_cleaned_text(text, MAX_MESSAGE) for text in report.warnings),
        phases={},
    )


def entries(report: Report, language: str) -> tuple[Entry, ...]:
    """Return the report's checks in order, those that ended alike together."""
    groups: dict[tuple, list[Outcome]] = {}
    for position, outcome in enumerate(redacted(report).outcomes):
        key = _manner(outcome)
        if outcome.verdict is Verdict.PASSED:
            key = (position,)
        elif outcome.verdict is Verdict.WRONG:
            key = (*key, outcome.counterexample)
        groups.setdefault(key, []).append(outcome)
    found = [_entry(group, language) for group in groups.values()]
    judged = [entry for entry in found if entry.verdict not in SILENT]
    alone = len(judged) == 1 and len(judged[0].sentences) > 1
    return tuple(replace(entry, common=alone and entry in judged) for entry in found)


def hints(report: Report, language: str) -> tuple[str, ...]:
    """Return the misconceptions the report found, each once."""
    found = (clean(o.hint.in_(language), MAX_MESSAGE) for o in report.outcomes)
    return tuple(dict.fromkeys(hint for hint in found if hint))


def headline(report: Report, language: str) -> str:
    """Return one kind sentence about the whole report."""
    judged = [o.verdict for o in report.outcomes if o.verdict not in SILENT]
    if is_pending(report.outcomes):
        return WORDS["pending"].in_(language)
    if judged and all(v is Verdict.NOT_ATTEMPTED for v in judged):
        return WORDS["not_attempted"].in_(language)
    passed = sum(v is Verdict.PASSED for v in judged)
    kind = "all_passed" if passed == len(judged) else "some_passed"
    return WORDS[kind].in_(language).format(passed=passed, total=len(judged))


def plain(report: Report, exercise: Exercise, language: str) -> str:
    """Return the feedback as plain text, for terminals and notebook output."""
    title = clean(exercise.title.in_(language), MAX_SENTENCE)
    lines = [f"{title}  {score_in_words(report)}", headline(report, language), ""]
    lines[2:2] = _warning_lines(report, language)
    for entry in entries(report, language):
        sentences = [f"{entry.mark} {sentence}" for sentence in entry.sentences]
        drawn = (pictures.text(measure, language) for measure in entry.measured)
        details = [*detail_lines(entry, language), *"\n".join(drawn).splitlines()]
        details = [f"    {line}" for line in details]
        lines += [*details, "", *sentences] if entry.common else [*sentences, *details]
    for hint in hints(report, language):
        lines += ["", f"{WORDS['hint'].in_(language)} {hint}"]
    return "\n".join(lines) + "\n"


def html(report: Report, exercise: Exercise, language: str) -> str:
    """Return the feedback as an HTML fragment with inline styles only, everything escaped.

    It takes over the text colour around it, so it reads in light and dark notebooks alike.
    """
    title = escape(clean(exercise.title.in_(language), MAX_SENTENCE))
    items = "".join(_entry_html(entry, language) for entry in entries(report, language))
    notes = "".join(
        f'<p style="{_NOTE}"><b>{escape(WORDS["hint"].in_(language))}</b> {escape(hint)}</p>'
        for hint in hints(report, language)
    )
    warnings = "".join(
        f'<p style="margin:.3em 0">{escape(line)}</p>' for line in _warning_lines(report, language)
    )
    return (
        f'<div lang="{escape(language)}" style="{_BOX}">'
        f'<div style="{_TITLE}"><b>{title}</b><b style="white-space:nowrap">'
        f"{escape(score_in_words(report))}</b></div>"
        f'<p style="margin:.2em 0 .7em">{escape(headline(report, language))}</p>'
        f'{warnings}<ul style="{_LIST}">{items}</ul>{notes}</div>'
    )


def page(grade: Grade, assignment: Assignment, languages: Sequence[str]) -> str:
    """Return one student's whole assignment as an HTML page; other languages are a click away."""
    from autograder.feedback.page import render  # Jinja is in the instructor's extra only

    return render(grade, assignment, tuple(languages))


def detail_lines(entry: Entry, language: str) -> list[str]:
    """Return what happened as lines: the call, what differed, the student's own code."""
    lines = []
    if entry.counterexample:
        lines += WORDS["with"].in_(language).format(call=entry.counterexample).splitlines()
    lines += entry.details.splitlines()
    return lines + [f"  {line}" for line in entry.trace]


def score_in_words(report: Report) -> str:
    """Return ``4.5 / 6``, or a dash for an exercise of which nothing could run here."""
    score = "–" if is_pending(report.outcomes) else number(report.score)
    return f"{score} / {number(report.points)}"


def _entry(group: Sequence[Outcome], language: str) -> Entry:
    first = group[0]
    mark, tone = MARKS[first.verdict]
    sentences = (clean(o.sentence.in_(language), MAX_SENTENCE) or o.check for o in group)
    return Entry(
        verdict=first.verdict, mark=mark, tone=tone, label=LABELS[first.verdict].in_(language),
        sentences=tuple(" ".join(sentence.split()) for sentence in sentences),
        counterexample=first.counterexample.in_(language),
        details=first.message.in_(language) or _default_message(first, language),
        trace=first.trace, measured=first.measured,
    )  # fmt: skip


def _default_message(outcome: Outcome, language: str) -> str:
    return "" if outcome.verdict is Verdict.PASSED else LABELS[outcome.verdict].in_(language)


def _entry_html(entry: Entry, language: str) -> str:
    colour = _COLOURS[entry.tone]
    mark = f'<b aria-hidden="true" style="color:{colour};flex:0 0 1.3em">{entry.mark}</b>'
    label = f'<span style="{_UNSEEN}">{escape(entry.label)}: </span>'
    sentences = "".join(
        f'<div style="{_CHECK}">{mark}<span>{label}{escape(sentence)}</span></div>'
        for sentence in entry.sentences
    )
    lines = "\n".join(detail_lines(entry, language))
    indent = "" if entry.common else "margin-left:1.3em;"
    details = f'<pre style="{_PRE}{indent}">{escape(lines)}</pre>' if lines else ""
    details += "".join(
        f'<div style="{indent}">{pictures.html(measure, language)}</div>'
        for measure in entry.measured
    )
    body = details + sentences if entry.common else sentences + details
    return f'<li style="margin:0">{body}</li>'


def _warning_lines(report: Report, language: str) -> list[str]:
    texts = (clean(text.in_(language), MAX_MESSAGE) for text in report.warnings)
    return [f"! {' '.join(text.split())}" for text in texts]


def _manner(outcome: Outcome) -> tuple:
    return (outcome.verdict, outcome.message, outcome.trace)


def _cleaned(outcome: Outcome) -> Outcome:
    trace = outcome.trace[-MAX_TRACE:] if outcome.verdict in RAISED else ()
    return replace(
        outcome,
        sentence=_cleaned_text(outcome.sentence, MAX_SENTENCE),
        message=_cleaned_text(outcome.message, MAX_MESSAGE),
        counterexample=_cleaned_text(outcome.counterexample, MAX_COUNTEREXAMPLE),
        hint=_cleaned_text(outcome.hint, MAX_MESSAGE),
        trace=tuple(clean(line, MAX_LINE).replace("\n", " ") for line in trace),
        note="",
    )


def _cleaned_text(text: Text, limit: int) -> Text:
    return Text(clean(text.en, limit), clean(text.zh, limit))


# Blue and vermilion keep apart for every kind of colour vision, on white and on black.
_COLOURS = {"good": "#2a87c8", "bad": "#d9601a", "idle": "#8a8a8a"}
_BOX = (
    "border:1px solid rgba(128,128,128,.35);border-radius:6px;padding:.8em 1em;margin:.6em 0;"
    "max-width:60em;font-family:system-ui,sans-serif;font-size:14px;line-height:1.5"
)
_TITLE = "display:flex;justify-content:space-between;gap:1em;font-size:1.1em"
_LIST = "list-style:none;margin:0;padding:0"
_CHECK = "display:flex;margin:.3em 0"
_PRE = (
    "margin:.2em 0 .4em;padding:.45em .7em;border-radius:4px;border:0;color:inherit;"
    "background:rgba(128,128,128,.12);font-family:ui-monospace,monospace;font-size:.92em;"
    "line-height:1.45;white-space:pre-wrap;overflow-wrap:anywhere;"
)
_NOTE = (
    f"margin:.8em 0 0;padding:.5em .8em;border-left:3px solid {_COLOURS['good']};"
    "background:rgba(128,128,128,.08)"
)
# Read aloud, not shown: the mark says the same to the eye.
_UNSEEN = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)"

"""A bounded run of the fuzzer; the long one is ``python -m tests.fuzz`` (see `__init__`)."""

import ast
import subprocess
import sys
from pathlib import Path

from autograder.checks.compare import assert_equal
from autograder.checks.describe import describe
from autograder.errors import CodecError
from autograder.sandbox import codec
from tests.machine import HANG_SECONDS

from . import target as fuzz_target
from .corpus import values
from .mutate import Mutator, build, parse
from .target import Target, check_canonical

ROOT = Path(__file__).parents[2]


def fuzz(frames, *options):
    """Fuzz in a process of its own, so that its limits and its peak are its own."""
    command = [sys.executable, "-m", "tests.fuzz", "--frames", str(frames)]
    command += ["--seconds", str(HANG_SECONDS)]
    run = subprocess.run(
        [*command, *options], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    report = ast.literal_eval(run.stdout.splitlines()[0])
    # Enough of both kinds to mean something.
    assert report["frames"] >= frames, report  # the corpus comes first
    assert frames / 5 < report["decoded"] < frames - frames / 5, report


def test_mutated_frames_break_no_promise():
    fuzz(60_000, "--codec", "--seed", "20260101")


def test_what_decodes_passes_through_comparisons_and_the_handle():
    fuzz(30_000, "--seed", "20260102")


def test_every_kind_equals_itself():
    for value in values():
        if not _is_one_of_a_kind(value):
            assert_equal(codec.decode(codec.encode(value)), value)


def _is_one_of_a_kind(value):
    """Live objects, and values that equal nothing by design."""
    if isinstance(value, list | tuple):
        return any(map(_is_one_of_a_kind, value))
    return isinstance(value, codec.OnDevice | codec.Opaque)


def test_the_corpus_has_every_kind_and_decodes():
    kinds = set()
    for value in values():
        check_canonical(codec.decode(codec.encode(value)))
        tree, _ = parse(codec.encode(value))
        pending = [tree]
        while pending:
            node = pending.pop()
            if type(node) is list:
                kinds |= {item for item in node[:1] if type(item) is str}
                pending += node
    from autograder.sandbox.codec import decoder, pandas_codec

    known = {
        *decoder._DECODERS,
        *pandas_codec.DECODERS,
        *pandas_codec._COLUMNS,
        *pandas_codec._INDEXES,
        "range",
    }
    assert known <= kinds


def test_every_kind_has_words():
    """`describe` never fails, so a mistake of its own would hide behind its last resort."""
    for value in values():
        assert "cannot be printed" not in describe(codec.decode(codec.encode(value)))


def test_frames_are_built_and_parsed_alike():
    for value in values():
        frame = codec.encode(value)
        tree, buffers = parse(frame)
        assert build(tree, [len(buffer) for buffer in buffers], b"".join(buffers)) == frame


def test_the_same_seed_makes_the_same_frames():
    frames = [codec.encode(value) for value in values()]
    first, second = Mutator(7, frames), Mutator(7, frames)
    mutated = [first.mutate(frame) for frame in frames]
    assert mutated == [second.mutate(frame) for frame in frames]
    assert sum(new != old for new, old in zip(mutated, frames, strict=True)) > len(frames) // 2


def broken(decode, monkeypatch):
    """What a run finds when the codec has this bug."""
    target = Target(compare=False)
    with monkeypatch.context() as patch:
        patch.setattr(codec, "decode", decode)
        target.judge(codec.encode(1), 1)
    return sorted(step for step, _ in target.tally.findings)


def test_the_fuzzer_sees_bugs(monkeypatch):
    """Positive control: each promise, broken on purpose, is found."""

    def wrong_error(frame, resolve=None):
        raise IndexError

    def hidden_exhaustion(frame, resolve=None):
        try:
            raise MemoryError
        except MemoryError:
            raise CodecError("malformed frame") from None

    assert broken(wrong_error, monkeypatch) == ["decode"]
    assert broken(hidden_exhaustion, monkeypatch) == ["decode"]
    assert "plain" in broken(lambda frame, resolve=None: object(), monkeypatch)
    assert "canonical" in broken(lambda frame, resolve=None: frame, monkeypatch)
    assert broken(codec.decode, monkeypatch) == []
    monkeypatch.setattr(fuzz_target, "STEP_SECONDS", 0.0)
    assert "decode" in broken(codec.decode, monkeypatch)


def test_the_fuzzer_sees_memory_out_of_proportion():
    """Positive control, in its own process: its peak is not this one's."""
    code = (
        "from tests.fuzz.target import Target\n"
        "from autograder.sandbox import codec\n"
        "import torch\n"
        "codec_decode = codec.decode\n"
        "codec.decode = lambda f, r=None: (torch.ones(1 << 26).sum(), codec_decode(f, r))[1]\n"
        "target = Target(compare=False)\n"
        "target.judge(codec.encode(1), 1)\n"
        "assert [step for step, _ in target.tally.findings] == ['decode'], target.tally\n"
    )
    # A child starts with the peak of the process that forks it: this one may be large, sh is not.
    command = ["sh", "-c", '"$0" "$@"; exit $?', sys.executable, "-c", code]
    subprocess.run(command, cwd=ROOT, check=True)

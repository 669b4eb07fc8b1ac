"""The fuzzing loop of one process, and its limits."""

from __future__ import annotations

import base64
import json
import resource
import time
import warnings
from dataclasses import asdict
from typing import Any

import torch

from autograder.sandbox import codec

from .corpus import values
from .mutate import Mutator
from .target import Target

HEADROOM_BYTES = 1 << 30
POOL = 2000
SAMPLE_EVERY = 500
REPORT_EVERY = 50_000


def limit_memory() -> None:
    """Let this process grow by one more GiB of address space and no further."""
    with open("/proc/self/statm") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (now + HEADROOM_BYTES, hard))


def fuzz(seed: int, frames: int, *, seconds: float = float("inf"), whole: bool = True,
         quiet: bool = True) -> Target:  # fmt: skip
    """Judge this many mutated frames, or as many as the time allows; return the tally.

    Args:
        seconds: Stop after this time.
        whole: Also compare decoded values with reference values, and read replies.
        quiet: Print no progress.
    """
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    corpus = values()
    pool: list[tuple[bytes, Any]] = [(codec.encode(value), value) for value in corpus]
    fixed = len(pool)
    mutator = Mutator(seed, [frame for frame, _ in pool])
    target, choose = Target(whole), mutator.random
    for frame, value in pool:
        if not target.judge(frame, value):
            target.tally.found("corpus", repr(value)[:80], frame)
        target.sample_memory(frame)
    started = time.monotonic()
    for number in range(frames):
        frame, expected = choose.choice(pool)
        frame = mutator.mutate(frame)
        decodes = target.judge(frame, expected)
        if (
            whole
            and isinstance(expected, tuple)
            and expected[:1] in (("value",), ("raised",), ("missing",))
        ):
            target.judge_reply(frame)
        if decodes and choose.random() < 0.02 and len(frame) < 20_000:
            if len(pool) < POOL:
                pool.append((frame, expected))
            else:  # the corpus itself stays
                pool[choose.randrange(fixed, POOL)] = (frame, expected)
        if number % SAMPLE_EVERY == 0:
            target.sample_memory(frame)
        if number % REPORT_EVERY == REPORT_EVERY - 1 and not quiet:
            print(summary(seed, target, time.monotonic() - started), flush=True)
        if number % 100 == 0 and time.monotonic() - started > seconds:
            break
    return target


def summary(seed: int, target: Target, seconds: float) -> str:
    """Return the tally as one line of JSON."""
    tally = asdict(target.tally)
    tally["findings"] = [
        {**asdict(finding), "frame": base64.b64encode(finding.frame[:4000]).decode()}
        for finding in target.tally.findings.values()
    ]
    return json.dumps({"seed": seed, "seconds": round(seconds), **tally})

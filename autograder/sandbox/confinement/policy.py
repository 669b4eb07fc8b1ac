"""What one child may do, as a value that travels from the grader to the zygote."""

from __future__ import annotations

import math
from dataclasses import dataclass

from autograder.model import Exercise, Level, ProfileName


@dataclass(frozen=True)
class Policy:
    """The confinement of one child; ``msgspec.convert(asdict(policy), Policy)`` is the same policy.

    Attributes:
        profile: Which system calls are allowed; see `autograder.sandbox.confinement.seccomp`.
        memory_bytes: Address space beyond what the empty child uses.
        cpu_seconds: CPU time over the child's whole life, after which the kernel ends it.
        level: The assurance level that must hold; a child that cannot reach it does not start.
    """

    profile: ProfileName
    memory_bytes: int
    cpu_seconds: int
    level: Level


def policy_for(exercise: Exercise, level: Level) -> Policy:
    """Return the policy of a child that loads a submission and serves all checks of `exercise`.

    The grader watches each check's own CPU time; the kernel's limit only ends what escapes it.
    """
    limits = exercise.limits
    seconds = limits.load_seconds + limits.cpu_seconds * max(1, len(exercise.checks))
    return Policy(exercise.profile, limits.memory_bytes, math.ceil(seconds), level)

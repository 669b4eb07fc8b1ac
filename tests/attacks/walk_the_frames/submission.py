"""Searches the variables of every caller, and what their modules hold, for the secret."""

import sys
import types


def visible(frame):
    for space in (frame.f_locals, frame.f_globals):
        for value in list(space.values()):
            yield value
            if isinstance(value, types.ModuleType):
                yield from list(vars(value).values())


def attack(world):
    begins, frame = world["secret_begins"], sys._getframe(1)
    while frame:
        for value in visible(frame):
            try:
                text = repr(value)
            except Exception:
                continue
            at = text.find(begins)
            if at >= 0 and text[at + len(begins)].isalnum():
                return text[at : at + 100]
        frame = frame.f_back
    return None

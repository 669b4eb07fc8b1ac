"""Asks the garbage collector for all there is and searches it for the secret."""

import gc

AT_ONCE = 5000


def attack(world):
    begins, length = world["secret_begins"], world["secret_length"]
    begins_as = {str: begins, bytes: begins.encode()}
    gc.unfreeze()
    objects = gc.get_objects()
    for start in range(0, len(objects), AT_ONCE):
        inner = gc.get_referents(*objects[start : start + AT_ONCE])
        # The collector does not know tables of plain texts, such as the environment.
        inner += gc.get_referents(*(x for x in inner if type(x) is dict and not gc.is_tracked(x)))
        for value in inner:
            kind = begins_as.get(type(value))
            if kind and len(value) == length and value.startswith(kind):
                return value
    return None

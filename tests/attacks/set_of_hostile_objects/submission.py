"""A set of objects whose `__repr__` and `__hash__` raise later."""


class Late:
    ready = False

    def __hash__(self):
        if Late.ready:
            raise KeyboardInterrupt
        return 1

    def __repr__(self):
        raise KeyboardInterrupt


def double(x):
    Late.ready = False
    result = {Late()}
    Late.ready = True
    return result

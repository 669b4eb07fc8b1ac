"""An exception whose class lies about its name, its bases and its traceback."""


class Meta(type):
    __name__ = property(lambda cls: 1 / 0)
    __mro__ = property(lambda cls: 1 / 0)


class Evil(Exception, metaclass=Meta):
    __class__ = property(lambda self: SystemExit)
    __traceback__ = property(lambda self: 1 / 0)


def double(x):
    raise Evil

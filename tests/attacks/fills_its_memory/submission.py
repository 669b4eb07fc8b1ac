"""Asks for more and more memory, up to 1 GiB."""


def double(x):
    kept = [bytearray(1 << 26) for _ in range(16)]
    raise MemoryError(len(kept))

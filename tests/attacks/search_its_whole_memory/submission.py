"""Searches all its memory for the secret, also what no object refers to any more."""

import re


def attack(world):
    begins = world["secret_begins"].encode()
    wanted = re.compile(begins + rb"\w{%d}" % (world["secret_length"] - len(begins)))
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps:
            area, rights = line.split()[:2]
            if "w" not in rights:
                continue
            start, end = (int(edge, 16) for edge in area.split("-"))
            memory.seek(start)
            held = memory.read(end - start)
            if found := wanted.search(held):
                return found[0]
    return None

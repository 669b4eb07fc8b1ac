"""Returns more than any exercise asks for, to fill the grader's memory."""


def attack(world):
    return bytes(80 << 20)

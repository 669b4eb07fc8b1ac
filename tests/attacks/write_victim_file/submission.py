"""Writes to a file that is open to everybody."""


def attack(world):
    with open(world["victim_file"], "w") as file:
        file.write("full marks")

"""Writing is allowed in a private folder: writes beside it."""


def attack(world):
    with open(world["victim_file"], "a") as file:
        file.write("100 points\n")

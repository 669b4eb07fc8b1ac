"""Opens the hidden checks by their path and returns what they say."""


def attack(world):
    with open(world["secret_file"]) as file:
        return file.read()

"""Changes a file's rights, which Landlock does not restrict."""

import os


def attack(world):
    os.chmod(world["victim_file"], 0o600)

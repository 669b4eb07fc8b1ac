"""Sets a file's owner, which Landlock does not restrict."""

import os


def attack(world):
    os.chown(world["victim_file"], os.getuid(), os.getgid())

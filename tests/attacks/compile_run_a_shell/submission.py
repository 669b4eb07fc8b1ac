"""Programs may be run: lets a shell read the hidden checks and kill the neighbour."""

import subprocess


def attack(world):
    script = f"cat {world['secret_file']}; kill -9 {world['victim_pid']}"
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, text=True)
    return done.stdout

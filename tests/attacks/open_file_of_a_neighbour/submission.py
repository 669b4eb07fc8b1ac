"""Opens what another process holds open, even if it has no name any more."""


def attack(world):
    with open(f"/proc/{world['victim_pid']}/fd/{world['victim_descriptor']}") as file:
        return file.read()

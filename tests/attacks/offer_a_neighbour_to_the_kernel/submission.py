"""Raises another process's score for being killed."""


def attack(world):
    with open(f"/proc/{world['victim_pid']}/oom_score_adj", "w") as file:
        file.write("1000")

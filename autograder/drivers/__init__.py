"""What drives a student's function: networks, batches and what watches or interrupts a run.

For an exercise's ``scenario.py``, which runs beside the student's code, and for its ``checks.py``,
which computes the reference's side with the same drivers. They hold no secret and return values;
none of them decides anything, because the student's process can change whatever they say.
"""

from autograder.drivers.networks import (
    batches,
    copies,
    modes_of,
    network,
    seeded,
    set_modes,
    sgd,
    store_gradient,
)
from autograder.drivers.watching import (
    Counting,
    Interrupted,
    Loader,
    came_through,
    gradient,
    interrupt_forward,
    interrupting,
    nth,
    watch,
)

__all__ = [
    "Counting",
    "Interrupted",
    "Loader",
    "batches",
    "came_through",
    "copies",
    "gradient",
    "interrupt_forward",
    "interrupting",
    "modes_of",
    "network",
    "nth",
    "seeded",
    "set_modes",
    "sgd",
    "store_gradient",
    "watch",
]

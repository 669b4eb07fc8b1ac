"""Confinement: the processes student code runs in, and the only values that leave them."""

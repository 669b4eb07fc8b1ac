"""Whether an exercise is done: the kill matrix, calibration, what students get."""

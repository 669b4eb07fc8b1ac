"""The processes on both sides of the boundary, and the handle a check holds."""

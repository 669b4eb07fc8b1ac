"""Fails to load with a lone surrogate in the message."""

raise ValueError("\udfff\0\u202e\x1b[2J")

"""Turns submissions into reports: runs the checks, scores, explains, stores."""

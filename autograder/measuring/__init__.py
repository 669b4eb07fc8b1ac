"""Budgets: time, growth and memory beside the reference's, from outside the student's process."""

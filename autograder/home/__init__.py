"""What runs on the student's own machine: visible examples, budgets estimated."""

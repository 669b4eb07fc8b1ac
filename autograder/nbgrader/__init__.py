"""nbgrader's side: its command graded by the engine, its gradebook and notebooks filled."""

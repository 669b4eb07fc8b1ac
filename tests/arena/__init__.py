"""Where attacks meet the engine: decoys, an unconfined control and an ordinary grader to beat."""

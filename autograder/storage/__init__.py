"""Files written whole, and reports that outlive a run."""

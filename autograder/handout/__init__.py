"""A course as students get it: one folder, with all that works at home and nothing else."""

"""solutions/ as a Course: what is authored, checked strictly."""

"""What staff read about a class: an HTML report with plots, tables for the terminal."""

"""What a student reads about a report."""

"""What an assessment shows: the comparison, and what is said of it."""

"""A frozen result becomes a matplotlib Figure."""

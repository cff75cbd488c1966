"""A document before it is Word or PDF, its check, and its writers."""

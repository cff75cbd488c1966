"""The practice problem: made-up places, made-up people, a fixed seed, marked PRACTICE."""

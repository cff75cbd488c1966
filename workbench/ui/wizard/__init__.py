"""Bringing in data, step by step; nothing is stored before the last."""

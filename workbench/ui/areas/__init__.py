"""Choosing small areas: from a list, on a map, from pasted codes, or from the data."""

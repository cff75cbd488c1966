"""Widgets that show an answer: paper, table, reading, and the settings of the question."""

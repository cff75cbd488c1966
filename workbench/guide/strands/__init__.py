"""The strands of the golden thread, one file for each part of a problem."""

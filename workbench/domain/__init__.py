"""Frozen records and the rules between them; no Qt, no database, no drawing."""

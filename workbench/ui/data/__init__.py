"""Panels about data: its quality, what an edition changed, and how codes fit boundaries."""

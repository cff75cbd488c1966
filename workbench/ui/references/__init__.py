"""Tables and events that stand beside the data."""

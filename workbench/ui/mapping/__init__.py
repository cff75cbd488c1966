"""The map: where incidents lie, what is selected there, and what a partner would see of it."""

"""The general widgets every page is made of."""

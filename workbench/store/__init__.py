"""The casebook: the only place that knows SQL."""

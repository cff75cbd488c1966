"""One chart a file, named after the analysis kind that it draws."""

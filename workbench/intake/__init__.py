"""Other people's files become editions."""

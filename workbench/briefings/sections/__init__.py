"""One section of a briefing a file, each with its KIND."""

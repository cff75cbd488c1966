"""One question a file, each with its KIND."""

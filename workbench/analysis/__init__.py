"""Arrays in, frozen results out: one question a file in kinds/, the methods beside it."""

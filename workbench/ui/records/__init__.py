"""Lists of records and the form that edits one, made from what the records say of themselves."""

"""Building WordprocessingML: styles, blocks, pictures, and the record kept inside the file."""

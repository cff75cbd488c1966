"""The guided cycles read from resources, stage status, and the golden thread."""

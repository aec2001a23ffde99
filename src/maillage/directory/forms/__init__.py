"""Forms of the directory, by page."""

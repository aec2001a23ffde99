"""Reads that pages need, beyond the composable querysets of the models. Nothing here writes."""

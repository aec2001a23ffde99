"""Reads of programmes, one module per aggregate. Nothing here writes."""

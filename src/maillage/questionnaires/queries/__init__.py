"""Reads that pages need, a module per aggregate."""

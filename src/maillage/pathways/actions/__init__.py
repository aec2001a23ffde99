"""Pathways: one module per aggregate."""

"""Factories with traits, by app. Communes are real ones, from the shipped files."""

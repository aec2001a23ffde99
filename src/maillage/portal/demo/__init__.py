"""The demonstration network: its contents, and what builds it.

``content`` reads the facts in ``data/``; ``applicants`` invents the candidates;
``docs/demonstration.md`` tells where each fact comes from.
"""

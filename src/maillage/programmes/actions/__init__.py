"""What is done in programmes, one module per aggregate.

Locks are always taken in the same order: the call, then its applications by key.
"""

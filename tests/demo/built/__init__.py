"""Tests of the network as built: built once for all of them."""

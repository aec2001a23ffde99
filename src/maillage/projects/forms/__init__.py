"""What projects ask, one module per aggregate."""

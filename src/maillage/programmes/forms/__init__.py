"""What programmes ask, one module per aggregate."""

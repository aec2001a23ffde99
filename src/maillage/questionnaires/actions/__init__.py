"""What is done to questionnaires: a module per aggregate."""

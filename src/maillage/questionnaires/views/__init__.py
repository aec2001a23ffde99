"""Pages of questionnaires, a module per subject."""

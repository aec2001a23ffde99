"""People: users, sign-in, preferences, consent."""

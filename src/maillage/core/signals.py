"""What the ground floor announces to the floors above."""

from __future__ import annotations

from django.dispatch import Signal

# A visitor chose a language in the public bar. Keywords: request, language (code).
language_chosen = Signal()

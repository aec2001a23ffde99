"""Refusals of the domain. Each carries a sentence that a person can read.

Views turn them into a message or a form error, the API into a problem document,
and ``core.middleware`` into a problem page when nobody caught them.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Sentence = str | Promise


class DomainError(Exception):
    """An action that the domain refuses.

    Args:
        sentence: what happened and what to do, for the person who asked.
        fields: the same, per form field, when the refusal is about given values.
    """

    status = 409
    sentence: Sentence = _("This cannot be done now.")

    def __init__(self, sentence: Sentence = "", *, fields: Mapping[str, Sentence] | None = None) -> None:
        self.sentence = sentence or type(self).sentence
        self.fields = dict(fields or {})
        super().__init__(str(self.sentence))


class NotAllowed(DomainError):
    """The person may see the thing but not do this to it."""

    status = 403
    sentence = _("Your role does not allow this.")


class Invalid(DomainError):
    """The given values cannot be accepted."""

    status = 400
    sentence = _("Some of the values given cannot be accepted.")


class Conflict(DomainError):
    """Somebody or something changed the thing meanwhile."""

    status = 409
    sentence = _("This has changed meanwhile. Look at its present state, then try again.")


class TransitionRefused(Conflict):
    """The state machine has no such passage."""


class StorageUnavailable(DomainError):
    """Files cannot be kept or read now."""

    status = 503
    sentence = _("The files do not answer just now. Try again later.")

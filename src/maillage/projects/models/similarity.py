"""How many projects hold a word: what makes a word that two of them share say something."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ProjectWord(models.Model):
    """A word of the French text search, as its stem, counted anew every night over all projects."""

    lexeme = models.CharField(_("word"), max_length=200, primary_key=True)
    projects = models.PositiveIntegerField(_("projects"))

    class Meta:
        verbose_name = _("word of projects")

    def __str__(self) -> str:
        return f"{self.lexeme} ({self.projects})"

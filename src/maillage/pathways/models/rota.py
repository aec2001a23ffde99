"""A proposed rota: which session goes where, and what each person travels."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.core import clock
from maillage.core.history import track
from maillage.pathways.models.pathway import Pathway


@track(inserts=False)
class Rota(models.Model):
    """One answer of the planner. ``result`` is ``planner.Answer`` as JSON, with the keys of its rows.

    Shares of travel are in kilometres there and back, as ``km_source`` says they were reckoned.
    """

    pathway = models.ForeignKey(Pathway, on_delete=models.CASCADE, related_name="rotas")
    result = models.JSONField()
    km_source = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=clock.moment)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(_("taken"), null=True, blank=True)

    class Meta:
        verbose_name = _("proposed rota")
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.pathway} · {self.pk}"

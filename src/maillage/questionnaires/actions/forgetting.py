"""Responses are erased with what they belong to."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from maillage.core import files, history
from maillage.core.models import StoredFile
from maillage.questionnaires.models import OnBehalf, Response, ResponseFile, ResponseSnapshot


@transaction.atomic
def forget(responses: QuerySet[Response]) -> int:
    """Erases responses with what was handed in, every kept version and the files; how many. What points
    to them lets go of them first."""
    keys = list(responses.values_list("pk", flat=True))
    stored = list(StoredFile.objects.filter(response_file__response__in=keys))
    history.forget(ResponseSnapshot.objects.filter(response__in=keys))
    history.forget(ResponseFile.objects.filter(response__in=keys))
    history.forget(OnBehalf.objects.filter(response__in=keys))
    count = history.forget(Response.objects.filter(pk__in=keys))
    for file in stored:
        files.remove(file)
    return count

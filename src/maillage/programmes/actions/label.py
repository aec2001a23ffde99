"""Granting, suspending, resuming and ending labels."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from maillage.core import events, outbox, states
from maillage.core.errors import Conflict, Invalid
from maillage.directory.models import Place
from maillage.programmes.actions.locks import only_officers
from maillage.programmes.enums import LABEL_TRANSITIONS, RETAINING, LabelState
from maillage.programmes.models import Application, Cohort, Label, Programme
from maillage.programmes.models.programme import today
from maillage.projects.models import Project
from maillage.projects.queries import carriers_of


@transaction.atomic
def grant(
    programme: Programme,
    *,
    project: Project,
    place: Place,
    starts_on: dt.date,
    ends_on: dt.date,
    by: Any,
    cohort: Cohort | None = None,
    application: Application | None = None,
) -> Label:
    """A label apart from a publication: a place found later, or a label older than the platform.

    Raises:
        Invalid: the days are in the wrong order.
        Conflict: the place holds a label of the programme on those days, or the application was not
            retained.
    """
    only_officers(programme, by)
    if ends_on < starts_on:
        raise Invalid(fields={"ends_on": _("A label ends after it starts.")})
    if application is not None and application.announced_decision not in RETAINING:
        raise Conflict(_("Only a retained application brings a label."))
    label = Label(
        programme=programme,
        project=project,
        place=place,
        cohort=cohort,
        application=application,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    try:
        with transaction.atomic():
            label.save()
    except IntegrityError:
        raise Conflict(
            _("%(place)s holds a label of this programme on those days already.") % {"place": place}
        ) from None
    events.record(label, "programmes.label_granted", by=by)
    return label


@transaction.atomic
def suspend(label: Label, *, why: str, by: Any) -> Label:
    """Takes a place off the public map until its label is resumed."""
    return _pass(label, LabelState.SUSPENDED, "programmes.label_suspended", why=why, by=by)


@transaction.atomic
def resume(label: Label, *, why: str, by: Any) -> Label:
    """Gives a suspended label back its force."""
    return _pass(label, LabelState.GRANTED, "programmes.label_resumed", why=why, by=by)


@transaction.atomic
def end(label: Label, *, why: str, by: Any, on: dt.date | None = None) -> Label:
    """Ends a label on a day (today); the days after it are free for another one.

    Raises:
        Invalid: no reason, or a day outside the label.
    """
    day = on or today()
    if not label.starts_on <= day <= label.ends_on:
        raise Invalid(fields={"on": _("Choose a day of the label’s life.")})
    return _pass(label, LabelState.ENDED, "programmes.label_ended", why=why, by=by, also={"ends_on": day})


def _pass(
    label: Label, to: LabelState, verb: str, *, why: str, by: Any, also: dict[str, Any] | None = None
) -> Label:
    only_officers(label.programme, by)
    if not why.strip():
        raise Invalid(fields={"why": _("Write why: the project’s carriers will read it.")})
    label = (
        Label.objects.select_for_update(of=("self",))
        .select_related("programme", "project", "place")
        .get(pk=label.pk)
    )
    states.move(label, to, LABEL_TRANSITIONS, by=by, verb=verb, why=why.strip(), also=also)
    for carrier in carriers_of(label.project):
        outbox.send_email(
            carrier.email,
            "programmes/email/label_changed",
            {"label": label, "programme": label.programme, "why": why.strip()},
            language=carrier.language,
        )
    return label

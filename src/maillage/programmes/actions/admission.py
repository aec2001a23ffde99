"""Going on to the next stage: an officer admits, or the applicant does where it is open to everyone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, outbox
from maillage.core.errors import Conflict
from maillage.programmes.actions import filling
from maillage.programmes.actions.locks import (
    locked,
    only_carriers,
    only_officers,
    shared,
)
from maillage.programmes.enums import (
    DEAD_ENDS,
    Admissibility,
    Admission,
    Filing,
)
from maillage.programmes.models import Application, Call, Stage
from maillage.programmes.queries import stage as read
from maillage.projects.queries import carriers_of


@transaction.atomic
def admit(application: Application, *, by: Any, note: str = "") -> Application:
    """Lets an application into the next stage, and tells its carriers until when to send its file.

    Admitting twice is the same as once.

    Args:
        note: a word for the carriers, kept in the file.

    Raises:
        NotAllowed: ``by`` is not an officer.
        Conflict: its present file is not submitted, it was refused, or there is no next stage.
    """
    only_officers(application.call.programme, by)
    shared(application.call_id)
    application = locked(application)
    return _go_on(application, by=by, note=note)


@transaction.atomic
def admit_many(call: Call, applications: Sequence[int], stage: Stage, *, by: Any, note: str = "") -> int:
    """Admits several into ``stage``, all or none; how many were let in.

    Raises:
        Conflict: one of them cannot be admitted; none is.
    """
    only_officers(call.programme, by)
    shared(call.pk)
    keys = sorted(
        Application.objects.filter(call=call, pk__in=list(applications)).values_list("pk", flat=True)
    )
    admitted = 0
    for application in (locked(Application(pk=pk)) for pk in keys):
        if application.stage.position < stage.position:
            _go_on(application, by=by, note=note)
            admitted += 1
    return admitted


@transaction.atomic
def go_on(application: Application, *, by: Any) -> Application:
    """The applicant begins the next stage, where it is open to everyone who finished the one before."""
    only_carriers(application.project, by)
    shared(application.call_id)
    application = locked(application)
    following = read.next_stage(application.stage)
    if following is not None and following.admission != Admission.EVERYONE:
        raise Conflict(_("An officer admits to this stage: you will be told."))
    return _go_on(application, by=by, note="")


def _go_on(application: Application, *, by: Any, note: str) -> Application:
    if application.filing != Filing.SUBMITTED or application.stage_filing != Filing.SUBMITTED:
        raise Conflict(
            _("“%(title)s” has not handed in the file of its stage.") % {"title": application.title}
        )
    if DEAD_ENDS & {application.decision, application.announced_decision}:
        raise Conflict(_("“%(title)s” is not retained: it goes no further.") % {"title": application.title})
    following = read.next_stage(application.stage)
    if following is None:
        raise Conflict(_("“%(title)s” is at the last stage.") % {"title": application.title})
    moment = clock.database_now()
    before = application.stage
    filling.open_file(application, following, by=by, moment=moment)
    application.stage = following
    application.stage_filing, application.stage_submitted_at = Filing.DRAFT, None
    application.admissibility = Admissibility.NONE
    application.save(update_fields=["stage", "stage_filing", "stage_submitted_at", "admissibility"])
    application.__dict__.pop("moments", None)
    events.record(
        application,
        "programmes.application_admitted",
        by=by,
        field="stage",
        from_=before.slug,
        to=following.slug,
        why=note.strip(),
        data={"stage": following.title},
    )
    for carrier in carriers_of(application.project):
        outbox.send_email(
            carrier.email,
            "programmes/email/admitted",
            {
                "application": application,
                "call": application.call,
                "programme": application.call.programme,
                "stage": following,
                "moments": application.moments,
                "note": note.strip(),
            },
            language=carrier.language,
        )
    return application

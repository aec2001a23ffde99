"""Letters: their templates, and the documents that leave with an announcement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from maillage.core import clock, events, formatting, outbox, pdf
from maillage.core.errors import Conflict, Invalid
from maillage.programmes import letters
from maillage.programmes.actions.locks import only_officers
from maillage.programmes.enums import Decision, LetterKind
from maillage.programmes.letters import Facts, Fault, Merged, Text
from maillage.programmes.models import Announcement, Application, Call, Label, Letter, LetterTemplate
from maillage.projects.enums import ProjectRole
from maillage.projects.models import ProjectMember

SHOWN_FAULTS = 5


class LettersIncomplete(Conflict):
    """A merge field is unknown or empty: nothing leaves. ``faults`` names each field and file."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        sentences = list(dict.fromkeys(fault.sentence for fault in faults))
        more = len(sentences) - SHOWN_FAULTS
        shown = " ".join(sentences[:SHOWN_FAULTS])
        if more > 0:
            shown = f"{shown} {_('And %(n)d more.') % {'n': more}}"
        super().__init__(_("Letters cannot leave. %(faults)s") % {"faults": shown})


@transaction.atomic
def write_template(call: Call, decision: str, *, subject: str, body: str, by: Any) -> LetterTemplate:
    """The officers' own words for a decision.

    Raises:
        Invalid: a field that does not exist, or nothing written.
    """
    only_officers(call.programme, by)
    fields: dict[str, str] = {}
    for name, text in (("subject", subject), ("body", body)):
        if not text.strip():
            fields[name] = _("Write something.")
        elif faults := letters.template_faults(text):
            fields[name] = " ".join(faults)
    if fields:
        raise Invalid(fields=fields)
    template, _made = LetterTemplate.objects.update_or_create(
        call=call,
        decision=Decision(decision),
        defaults={
            "subject": " ".join(subject.split()),
            "body": body.strip(),
            "updated_by": by,
            "updated_at": clock.database_now(),
        },
    )
    events.record(call, "programmes.letter_written", by=by, data={"decision": str(decision)})
    return template


@transaction.atomic
def forget_template(call: Call, decision: str, *, by: Any) -> None:
    """Back to the house's letter."""
    only_officers(call.programme, by)
    LetterTemplate.objects.filter(call=call, decision=decision).delete()
    events.record(call, "programmes.letter_reset", by=by, data={"decision": str(decision)})


# --- What leaves -------------------------------------------------------------------------------------------
def merged_for(
    call: Call, facts: Sequence[Facts], *, templates: Mapping[str, LetterTemplate] | None = None
) -> list[Merged]:
    """The letters of some files as they would leave now, in the language of letters."""
    own = letters.templates_of(call) if templates is None else templates
    with letters.in_letters_language():
        return [letters.merge(letters.text_for(row, own), row) for row in facts]


def faults_of(call: Call, facts: Sequence[Facts]) -> list[Fault]:
    """Everything that would keep these letters from leaving."""
    return [fault for merged in merged_for(call, facts) for fault in merged.faults]


def document(call: Call, facts: Facts, merged: Merged, *, at: dt.datetime | None = None) -> bytes:
    """The letter as PDF."""
    programme = call.programme
    with letters.in_letters_language():
        return pdf.render(
            "programmes/letter",
            {
                "sender": programme.operator.name,
                "programme": programme.name,
                "addressee": [
                    *(facts.organisations or facts.people),
                    facts.application.commune.name,
                ],
                "dated": formatting.day(facts.written_on),
                "subject": merged.subject,
                "body": merged.body,
                "reference": _("Application %(number)s · %(call)s")
                % {"number": facts.application.reference, "call": call.title},
            },
            title=merged.subject,
            author=programme.operator.name,
            footer=programme.name,
            at=at,
        )


def send(
    call: Call,
    rows: Sequence[Application],
    *,
    by: Any,
    at: dt.datetime,
    announcement: Announcement | None = None,
    answer_by: dt.date | None = None,
    appeal_days: int | None = None,
    labels: Mapping[int, Label] | None = None,
    house_text_if_faulty: bool = False,
) -> list[Letter]:
    """Writes the letter of each file, keeps it as a document and puts it in the outbox of its carriers.
    In the caller's transaction: the letters exist exactly when what they say does.

    Args:
        rows: with their announced decision.
        house_text_if_faulty: the house's letter instead of a template that cannot be filled, where the
            applicant acts and nobody is there to mend it.

    Raises:
        LettersIncomplete: a field is unknown or empty; nothing leaves.
    """
    facts = letters.facts_of(call, rows, answer_by=answer_by, appeal_days=appeal_days, at=at)
    texts = merged_for(call, facts)
    if house_text_if_faulty:
        texts = [
            merged if not merged.faults else _house(row) for merged, row in zip(texts, facts, strict=True)
        ]
    if faults := [fault for merged in texts for fault in merged.faults]:
        raise LettersIncomplete(faults)
    written = Letter.objects.bulk_create(
        Letter(
            application=row.application,
            announcement=announcement,
            decision=row.decision,
            subject=merged.subject[:300],
            body=merged.body,
            file=pdf.keep(document(call, row, merged, at=at), _name(row), by=None),
            written_at=at,
        )
        for row, merged in zip(facts, texts, strict=True)
    )
    post(call, written, labels=labels or {})
    return written


def _house(facts: Facts) -> Merged:
    with letters.in_letters_language():
        return letters.merge(letters.text_for(facts, {}), facts)


def _name(facts: Facts) -> str:
    return _("letter %(number)s.pdf") % {"number": facts.application.reference}


def post(call: Call, written: Sequence[Letter], *, labels: Mapping[int, Label]) -> None:
    """Each carrier of each file receives the letter, its document attached; one query for the people."""
    by_project: dict[int, Letter] = {letter.application.project_id: letter for letter in written}
    carriers = ProjectMember.objects.filter(
        project__in=list(by_project), role=ProjectRole.CARRIER, user__is_active=True
    )
    for member in carriers.select_related("user").order_by("pk"):
        letter = by_project[member.project_id]
        outbox.send_email(
            member.user.email,
            "programmes/email/decision",
            {
                "application": letter.application,
                "letter": letter,
                "call": call,
                "programme": call.programme,
                "label": labels.get(letter.application_id),
            },
            language=member.user.language,
            attachment=letter.file,
        )


def answer_letter(application: Application, *, subject: str, body: str, at: dt.datetime) -> Letter:
    """The answer to an appeal, as a letter and a document, posted to the carriers."""
    call = application.call
    [facts] = letters.facts_of(call, [application], at=at)
    merged = Merged(subject, body)
    letter = Letter.objects.create(
        application=application,
        kind=LetterKind.APPEAL,
        decision=application.announced_decision,
        subject=subject[:300],
        body=body,
        file=pdf.keep(
            document(call, facts, merged, at=at),
            _("answer %(number)s.pdf") % {"number": application.reference},
        ),
        written_at=at,
    )
    post(call, [letter], labels={})
    return letter


def preview(call: Call, application: Application, text: Text, **settings: Any) -> tuple[Facts, Merged]:
    """A text on a real file, before it is kept or sent."""
    [facts] = letters.facts_of(call, [application], **settings)
    with letters.in_letters_language():
        return facts, letters.merge(text, facts)

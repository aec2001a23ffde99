"""The certificate of a label: a page on paper whose code leads back to the label's public page.

The paper says what was so on the day it was drawn; the page says what is so today. Whoever holds a paper
reads its code, or types it, and sees whether it still holds.
"""

from __future__ import annotations

import datetime as dt
import io
import re

import segno
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from maillage.core import clock, formatting, pdf
from maillage.programmes.enums import Standing
from maillage.programmes.models import Label
from maillage.programmes.models.label import new_code

CODE_LENGTH = len(new_code().replace("-", ""))
# What is misread on paper or on the telephone, in Crockford's base 32.
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def code_of(typed: str) -> str:
    """A code as it was typed (spaces, small letters, an O for a zero) in its own form; empty when it
    cannot be one."""
    letters = re.sub(r"[^0-9A-Z]", "", typed.upper().translate(MISREAD))
    if len(letters) != CODE_LENGTH:
        return ""
    return "-".join(letters[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def public_url(label: Label) -> str:
    return f"{settings.BASE_URL}{label.get_absolute_url()}"


def _day(day: dt.date) -> str:
    return formatting.day(day, weekday=False, with_year=True)


def qr_svg(text: str) -> str:
    """The QR code of a text as SVG, at error level M: a seventh of it may be soiled."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=2, scale=4)
    return out.getvalue().decode()


def certificate(label: Label, *, at: dt.datetime | None = None) -> bytes:
    """The PDF of a label that holds today. The same label at the same moment gives the same bytes.

    Raises:
        ValueError: the label does not hold today: there is nothing to certify.
    """
    if not label.is_in_force:
        raise ValueError("A certificate is drawn for a label that holds.")
    moment = at or clock.moment()
    site, programme = label.site, label.programme
    title = _("Certificate: %(place)s, %(label)s") % {"place": site.name, "label": programme.label_name}
    operator = programme.operator.name
    facts = [
        (_("Project"), label.project.title),
        (_("Place"), f"{site.name}, {site.commune.name} ({site.commune.department.name})"),
        (_("Programme"), programme.name),
        (_("Operator"), operator),
        (
            _("Days"),
            _("from %(first)s to %(last)s") % {"first": _day(label.starts_on), "last": _day(label.ends_on)},
        ),
        (_("Code"), label.code),
    ]
    if label.cohort is not None:
        facts.insert(2, (_("Promotion"), label.cohort.name))
    data = {
        "kind": _("Certificate of label"),
        "label": programme.label_name,
        "holder": site.name,
        "sentence": _("%(operator)s certifies that this place holds the label “%(label)s”.")
        % {"operator": operator, "label": programme.label_name},
        "conditions": _("The label is held under conditions that are still to be met.")
        if label.standing == Standing.CONDITIONAL
        else "",
        "facts": facts,
        "drawn": _("Drawn on %(day)s.") % {"day": _day(timezone.localdate(moment))},
        "verify": _(
            "A label may be suspended or end before its last day. Read the code, or type %(code)s "
            "on the address below, to know whether it holds today."
        )
        % {"code": label.code},
        "url": public_url(label),
        "qr": qr_svg(public_url(label)),
        "qr_alt": _("QR code that leads to the public page of the label: %(url)s")
        % {"url": public_url(label)},
    }
    return pdf.render(
        "programmes/certificate", data, title=title, author=operator, footer=label.code, at=moment
    )

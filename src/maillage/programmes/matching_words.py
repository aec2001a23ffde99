"""The assignment in sentences: why a reviewer has a file, and what to relax when nothing fits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maillage.accounts.models import User
from maillage.directory.enums import Theme, Trade
from maillage.programmes.enums_matching import Wish
from maillage.programmes.fit import Sides
from maillage.programmes.models import Application, MatchingRun

NAMED = 6


def reasons(sides: Sides) -> list[str]:
    """What speaks for a pair, then what speaks against it."""
    said = [str(Trade(word).label) for word in sorted(sides.trades)]
    said += [str(Theme(word).label) for word in sorted(sides.themes)]
    if sides.knows_territory:
        said.append(_("knows the territory"))
    if sides.wish == Wish.EAGER:
        said.append(_("wishes to read it"))
    elif sides.wish == Wish.WILLING:
        said.append(_("can read it"))
    elif sides.wish == Wish.RELUCTANT:
        said.append(_("would rather not read it"))
    return said


def told(run: MatchingRun) -> dict[str, Any]:
    """The answer of an impossible computation: ``necessary`` sentences, and ``ways`` (one is enough) or
    ``together`` (all are needed). Two queries for the names."""
    outcome = run.outcome
    necessary, ways, together = (outcome.get(key, []) for key in ("necessary", "alternatives", "together"))
    every = [*necessary, *(relief for wishes in ways for relief in wishes), *together]
    names = _Names(every)
    wanted = int(run.asked.get("reviewers_per_file", 0))
    return {
        "necessary": [sentence for relief in necessary for sentence in _imposed(relief, names, wanted)],
        "ways": [" ".join(_asked(relief, names) for relief in wishes) for wishes in ways],
        "together": [_asked(relief, names) for relief in together],
    }


class _Names:
    def __init__(self, every: Collection[Mapping[str, Any]]) -> None:
        keys: dict[bool, set[int]] = {True: set(), False: set()}
        for relief in every:
            keys[relief["family"] in {"wanted", "group"}].update(map(int, relief["amounts"]))
        files = Application.objects.filter(pk__in=keys[True]).order_by("pk").values_list("pk", "title")
        people = User.objects.filter(pk__in=keys[False]).order_by("pk").only("pk", "full_name", "email")
        self.files = {pk: _("“%(title)s”") % {"title": title} for pk, title in files}
        self.people = {person.pk: str(person) for person in people}

    def listed(self, relief: Mapping[str, Any], *, with_amounts: bool) -> str:
        names = self.files if relief["family"] in {"wanted", "group"} else self.people
        entries = [
            f"{names.get(int(key), '?')} (+{by})" if with_amounts and by > 1 else names.get(int(key), "?")
            for key, by in relief["amounts"].items()
        ]
        if len(entries) > NAMED:
            rest = len(entries) - NAMED
            others = ngettext("%(n)d other", "%(n)d others", rest) % {"n": rest}
            return _("%(names)s and %(others)s") % {"names": ", ".join(entries[:NAMED]), "others": others}
        return ", ".join(entries)


def _imposed(relief: Mapping[str, Any], names: _Names, wanted: int) -> list[str]:
    """What conflicts, refusals and the settings impose by themselves."""
    family, amounts = relief["family"], relief["amounts"]
    if family == "group":
        return [
            _("Nobody of the group “%(group)s” may read %(files)s.")
            % {"group": relief["group"], "files": names.listed(relief, with_amounts=False)}
        ]
    if family == "least":
        return [
            _("Too few files may be given to %(people)s for the smallest load that is asked.")
            % {"people": names.listed(relief, with_amounts=False)}
        ]
    return [
        ngettext(
            "%(file)s has only %(n)d reviewer who may read it, of %(wanted)d wanted.",
            "%(file)s has only %(n)d reviewers who may read it, of %(wanted)d wanted.",
            max(wanted - by, 0),
        )
        % {"file": names.files.get(int(key), "?"), "n": max(wanted - by, 0), "wanted": wanted}
        for key, by in list(amounts.items())[:NAMED]
    ] + (
        [
            ngettext("And %(n)d other.", "And %(n)d others.", len(amounts) - NAMED)
            % {"n": len(amounts) - NAMED}
        ]
        if len(amounts) > NAMED
        else []
    )


def _asked(relief: Mapping[str, Any], names: _Names) -> str:
    total = sum(relief["amounts"].values())
    values = {"n": total, "group": relief["group"], "names": names.listed(relief, with_amounts=True)}
    if relief["family"] == "most":
        text = ngettext(
            "Grant %(n)d more file in all, to %(names)s.",
            "Grant %(n)d more files in all, to %(names)s.",
            total,
        )
    elif relief["family"] == "least":
        text = ngettext(
            "Lower the smallest load by %(n)d file in all, for %(names)s.",
            "Lower the smallest load by %(n)d files in all, for %(names)s.",
            total,
        )
    elif relief["family"] == "group":
        text = ngettext(
            "Do without the group “%(group)s” on %(n)d file: %(names)s.",
            "Do without the group “%(group)s” on %(n)d files: %(names)s.",
            total,
        )
    else:
        text = ngettext(
            "Be content with one reviewer fewer in all, on %(names)s.",
            "Be content with %(n)d reviewers fewer in all, on %(names)s.",
            total,
        )
    return text % values

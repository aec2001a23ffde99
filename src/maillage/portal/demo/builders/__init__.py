"""What makes the demonstration network, by public actions, in the order of dependency.

Each module has ``build()``, which returns at once when its part exists. ``register`` puts
them in ``core.registry.demo_builders``; higher apps add theirs between or after, by order.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from maillage.core import registry
from maillage.core.registry import DemoBuilder
from maillage.portal.demo.builders import (
    afterwards,
    alike,
    applications,
    checking,
    committees,
    followed,
    full_files,
    jury,
    labels,
    meetings,
    network,
    open_call,
    orientation,
    pathways,
    people,
    programme,
    promotions,
    reviews,
    similar,
    surveys,
)


def register() -> None:
    """Called once, when the apps are ready."""
    for builder in (
        DemoBuilder(key="people", build=people.build, order=10),
        DemoBuilder(key="network", build=network.build, order=20),
        DemoBuilder(key="programme", build=programme.build, order=30),
        DemoBuilder(key="applications", build=applications.build, order=40),
        DemoBuilder(key="open-call", build=open_call.build, order=45),
        DemoBuilder(key="checking", build=checking.build, order=46),
        # From here on, while the site serves: what is under way today first, then the year before.
        DemoBuilder(
            key="under-review",
            build=applications.build_under_review,
            order=48,
            is_long=True,
            label=_("applications under review"),
        ),
        DemoBuilder(
            key="similar",
            build=similar.build,
            order=48,
            is_long=True,
            label=_("similar projects"),
        ),
        DemoBuilder(
            key="orientation",
            build=orientation.build,
            order=49,
            is_long=True,
            label=_("doors and referrals"),
        ),
        DemoBuilder(
            key="afterwards",
            build=afterwards.build,
            order=51,
            is_long=True,
            label=_("what became of projects"),
        ),
        DemoBuilder(
            key="pathways",
            build=pathways.build,
            # After the applications of the year before: their places are hosts.
            order=58,
            is_long=True,
            label=_("a pathway of each ready kit"),
        ),
        DemoBuilder(
            key="promotions",
            build=promotions.build,
            order=95,
            is_long=True,
            label=_("the pathways of the promotions"),
        ),
        DemoBuilder(
            key="reviews-now",
            build=reviews.build_present,
            order=50,
            is_long=True,
            label=_("reviews under way"),
        ),
        DemoBuilder(
            key="past-applications",
            build=applications.build_past,
            order=55,
            is_long=True,
            label=_("applications of the year before"),
        ),
        DemoBuilder(
            key="full-files",
            build=full_files.build,
            order=60,
            is_long=True,
            label=_("full files"),
        ),
        DemoBuilder(
            key="reviews-past",
            build=reviews.build_past,
            order=70,
            is_long=True,
            label=_("past reviews"),
        ),
        DemoBuilder(key="jury", build=jury.build, order=80, is_long=True, label=_("jury and decisions")),
        DemoBuilder(
            key="labels", build=labels.build, order=90, is_long=True, label=_("promotions and labels")
        ),
        DemoBuilder(
            key="followed",
            build=followed.build,
            order=95,
            is_long=True,
            label=_("projects followed"),
        ),
        DemoBuilder(
            key="meetings",
            build=meetings.build,
            order=97,
            is_long=True,
            label=_("assemblies and working groups"),
        ),
        DemoBuilder(
            key="alike",
            build=alike.build,
            order=98,
            is_long=True,
            label=_("introductions and mergers"),
        ),
        DemoBuilder(
            key="surveys",
            build=surveys.build,
            order=105,
            is_long=True,
            label=_("questionnaires before and after"),
        ),
        DemoBuilder(
            key="committees",
            build=committees.build,
            order=105,
            is_long=True,
            label=_("committees and actions"),
        ),
    ):
        registry.demo_builders.add(builder)

"""What makes the demonstration network, by public actions, in the order of dependency.

Each module has ``build()``, which returns at once when its part exists. ``register`` puts
them in ``core.registry.demo_builders``; higher apps add theirs between or after, by order.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from maillage.core import registry
from maillage.core.registry import DemoBuilder
from maillage.portal.demo.builders import (
    applications,
    expertise,
    network,
    people,
    programme,
    promotions,
    reviews,
)


def register() -> None:
    """Called once, when the apps are ready."""
    registry.demo_builders.add(DemoBuilder(key="people", build=people.build, order=10))
    registry.demo_builders.add(DemoBuilder(key="network", build=network.build, order=20))
    registry.demo_builders.add(DemoBuilder(key="programme", build=programme.build, order=30))
    registry.demo_builders.add(DemoBuilder(key="applications", build=applications.build, order=40))
    registry.demo_builders.add(DemoBuilder(key="promotions", build=promotions.build, order=44))
    registry.demo_builders.add(DemoBuilder(key="expertise", build=expertise.build, order=45))
    registry.demo_builders.add(
        DemoBuilder(
            key="scores",
            build=expertise.build_scores,
            order=55,
            is_long=True,
            label=gettext_lazy("the calibrated scores"),
        )
    )
    registry.demo_builders.add(
        DemoBuilder(
            key="reviews",
            build=reviews.build,
            order=50,
            is_long=True,
            label=gettext_lazy("the reviews of applications"),
        )
    )

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "maillage.portal"
    label = "portal"

    def ready(self) -> None:
        from maillage.core.registry import NavEntry, nav_entries
        from maillage.portal import bench, invariants
        from maillage.portal.atlas import register
        from maillage.portal.demo import builders

        register.declare()
        # An entry shows once its page exists; territories bring their own (order 40).
        nav_entries.add(NavEntry("map", _("Map"), "portal:map", order=10))
        nav_entries.add(NavEntry("programmes", _("Programmes"), "programmes:programmes", order=20))
        builders.register()
        invariants.register()
        bench.declare()

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "maillage.portal"
    label = "portal"

    def ready(self) -> None:
        from maillage.core.registry import NavEntry, nav_entries
        from maillage.portal import invariants
        from maillage.portal.demo import builders

        # An entry shows once its page exists.
        for order, (key, label, url_name) in enumerate(
            [
                ("map", _("Map"), "portal:map"),
                ("programmes", _("Programmes"), "programmes:programmes"),
                ("territories", _("Territories"), "territories:index"),
            ]
        ):
            nav_entries.add(NavEntry(key, label, url_name, order=order))
        builders.register()
        invariants.register()

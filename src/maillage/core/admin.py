from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maillage.core import delivery, webhooks
from maillage.core.errors import DomainError
from maillage.core.models import Event, OutboxMessage, WebhookEndpoint


class ReadOnly:
    """Looked at, never edited: these rows are written by the platform."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(ReadOnly, admin.ModelAdmin[Event]):
    list_display = ("at", "verb", "subject_label", "actor", "from_state", "to_state")
    list_filter = ("verb",)
    search_fields = ("subject_label",)
    show_full_result_count = False


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnly, admin.ModelAdmin[OutboxMessage]):
    list_display = ("created_at", "kind", "recipient", "subject", "state", "attempts", "next_attempt_at")
    list_filter = ("kind", "state")
    search_fields = ("recipient", "subject")
    show_full_result_count = False
    # A link in an e-mail lets in whoever holds it, and a secret signs: the administrator sees neither.
    exclude = ("body_text", "body_html", "headers", "secret")
    actions = ("send_again",)

    @admin.action(description=gettext_lazy("Send again what was given up"), permissions=["view"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[OutboxMessage]) -> None:
        done = 0
        for message in queryset:
            try:
                delivery.requeue(message, by=request.user)
                done += 1
            except DomainError as refusal:
                self.message_user(request, str(refusal.sentence), messages.WARNING)
        self.message_user(request, _("Messages put back in the queue: %(count)d") % {"count": done})


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(admin.ModelAdmin[WebhookEndpoint]):
    list_display = ("url", "verbs", "is_active", "created_at")
    list_filter = ("is_active",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().get_changeform_initial_data(request), "secret": webhooks.new_secret()}

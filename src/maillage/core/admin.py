from django.contrib import admin

from maillage.core.models import Event, OutboxMessage


@admin.register(Event)
class EventAdmin(admin.ModelAdmin[Event]):
    list_display = ("at", "verb", "subject_label", "actor", "from_state", "to_state")
    list_filter = ("verb",)
    search_fields = ("subject_label",)
    show_full_result_count = False

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_change_permission(self, request: object, obj: Event | None = None) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: Event | None = None) -> bool:
        return False


@admin.register(OutboxMessage)
class OutboxMessageAdmin(admin.ModelAdmin[OutboxMessage]):
    list_display = ("created_at", "kind", "recipient", "subject", "state", "attempts")
    list_filter = ("kind", "state")
    search_fields = ("recipient", "subject")
    show_full_result_count = False

from django.contrib import admin

from maillage.accounts.models import User


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    """Staff look people up and give staff rights. Passwords, names and addresses belong to the person."""

    list_display = ("email", "full_name", "is_active", "is_staff", "joined_at", "closed_at")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "full_name")
    fields = (
        "email",
        "full_name",
        "language",
        "is_active",
        "is_staff",
        "is_superuser",
        "groups",
        "joined_at",
        "last_login",
        "closed_at",
    )
    readonly_fields = ("email", "full_name", "language", "joined_at", "last_login", "closed_at")
    filter_horizontal = ("groups",)
    show_full_result_count = False

    def has_add_permission(self, request: object) -> bool:
        return False

    def has_delete_permission(self, request: object, obj: User | None = None) -> bool:
        return False

"""Django's admin with our site: loaded before the models, hence apart."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "maillage.accounts.admin_site.StaffSite"

"""Django's admin with the staff's own first page."""

from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    """Names the site that `django.contrib.admin.site` stands for."""

    default_site = "staff.site.StaffSite"

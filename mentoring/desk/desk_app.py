"""Django's admin as an app of ours. A module of its own: of two in mentoring/apps.py Django would choose the wrong one."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin, with our site."""

    default_site = "mentoring.desk.desk_site.DeskSite"

"""Every address of the site."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from mentoring import who_sees_what
from mentoring.operation import health
from mentoring.pages import home, theme, too_large
from people.authentication.views import no_connections

urlpatterns = [
    path("", home.show, name="home"),
    path("health/", health.show, name="health"),
    path("health/mail/", health.show_mail, name="health_mail"),
    path("too-large/", too_large.show, name="too_large"),
    path("who-sees-what/", who_sees_what.show, name="who_sees_what"),
    path("theme/", theme.choose_theme, name="theme"),
    path("admin/", admin.site.urls),
    # Before allauth's own: nobody attaches an identity of the organisation's provider, or takes one off (E-35).
    path("accounts/3rdparty/", no_connections, name="no_connections"),
    path("accounts/", include("allauth.urls")),
    path("people/", include("people.urls")),
    path("programs/", include("programs.urls")),
    path("meetings/", include("meetings.urls")),
    path("messages/", include("notifications.urls")),
    path("", include("matching.urls")),
    path("", include("pool.urls")),
    path("", include("agreements.urls")),
    path("", include("evaluation.urls")),
]

if settings.DEMO:
    from mentoring.pages import design

    urlpatterns += [
        path("demo/", include("mentoring.demo.urls")),
        path("design/", design.show, name="design"),
    ]

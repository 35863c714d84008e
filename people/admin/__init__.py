"""People on the coordinators' desk. Anyone who opens it signs in the same way as in the portal."""

import allauth.account.admin
import allauth.mfa.admin
import allauth.socialaccount.admin  # noqa: F401
import django.contrib.auth.admin  # noqa: F401 - registers groups, which are taken off again below
from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from people.admin.address_list import AddressChangeAdmin
from people.admin.audit_list import AuditEventAdmin
from people.admin.identity_list import IdentityReplacementAdmin
from people.admin.person import PersonAdmin
from people.admin.workplaces import DepartmentAdmin, LevelAdmin, SiteAdmin

__all__ = [
    "AddressChangeAdmin",
    "AuditEventAdmin",
    "DepartmentAdmin",
    "IdentityReplacementAdmin",
    "LevelAdmin",
    "PersonAdmin",
    "SiteAdmin",
]

# Roles are held on programs (people/policy.py), and sign-in is everyone's own: neither is edited here.
for model in (Group, EmailAddress, Authenticator, SocialAccount, SocialApp, SocialToken):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


def change_own_password(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """Lead to the one page where passwords are changed or set."""
    return redirect("account_change_password")


admin.site.password_change = change_own_password  # type: ignore[method-assign, assignment]
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

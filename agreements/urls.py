"""Addresses of agreements: the pair's under /agreements/, and /sign/ for links that were mailed."""

from __future__ import annotations

from django.urls import path

from agreements import views as views_pair
from agreements.documents import views as views_documents
from agreements.signing import views_portal
from agreements.signing.links import views as views_links
from agreements.signing.supervisors import views as views_supervisors
from agreements.writing import views as views_writing
from agreements.writing import views_amendments, views_sending

app_name = "agreements"
urlpatterns = [
    path("agreements/<int:match_pk>/", views_pair.show, name="show"),
    path("agreements/<int:match_pk>/versions/<int:number>/", views_pair.version, name="version"),
    path("agreements/<int:match_pk>/versions/<int:number>/text/", views_pair.text, name="text"),
    path("agreements/<int:match_pk>/versions/<int:number>/document/", views_pair.document, name="document"),
    path("agreements/<int:match_pk>/progress/", views_pair.progress, name="progress"),
    path("agreements/<int:match_pk>/amend/", views_amendments.amend, name="amend"),
    path("agreements/<int:match_pk>/amend/drop/", views_amendments.drop, name="drop_amendment"),
    path("agreements/<int:match_pk>/edit/", views_writing.edit, name="edit"),
    path("agreements/<int:match_pk>/edit/goals/", views_writing.edit_goals, name="edit_goals"),
    path("agreements/<int:match_pk>/edit/<slug:section>/", views_writing.edit_section, name="edit_section"),
    path("agreements/<int:match_pk>/edit/<slug:section>/accept/", views_writing.accept_part, name="accept_part"),
    path("agreements/<int:match_pk>/check/", views_sending.check, name="check"),
    path("agreements/<int:match_pk>/send/", views_sending.send, name="send"),
    path("agreements/signatures/<int:pk>/", views_portal.sign, name="sign"),
    path("agreements/signatures/<int:pk>/answered/", views_portal.answered, name="answered"),
    path("agreements/decisions/<int:pk>/", views_supervisors.second, name="second"),
    path("verify/", views_documents.verify, name="verify"),
    # Fixed words before tokens: a token has 43 letters and never looks like one of them.
    path("sign/agreement/", views_links.read, name="sign_read"),
    path("sign/agreement/text/", views_links.text, name="sign_text"),
    path("sign/receipt/<str:reference>/", views_links.receipt, name="sign_receipt"),
    path("sign/receipt/<str:reference>/document/", views_links.document, name="sign_document"),
    path("sign/receipt/<str:reference>/progress/", views_links.progress, name="sign_progress"),
    path("sign/receipt/<str:reference>/not-me/", views_links.not_me, name="sign_not_me"),
    path("sign/receipt/<str:reference>/fresh/", views_links.fresh_receipt, name="sign_receipt_fresh"),
    path("sign/<str:token>/", views_links.link, name="sign_link"),
    path("sign/<str:token>/fresh/", views_links.fresh, name="sign_fresh"),
]

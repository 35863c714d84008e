"""Addresses of agreements: the pair's under /agreements/, and /sign/ for links that were mailed."""

from __future__ import annotations

from django.urls import path

from agreements.views import amending, links, pair, seconding, sending, signing, verifying, writing

app_name = "agreements"
urlpatterns = [
    path("agreements/<int:match_pk>/", pair.show, name="show"),
    path("agreements/<int:match_pk>/versions/<int:number>/", pair.version, name="version"),
    path("agreements/<int:match_pk>/versions/<int:number>/text/", pair.text, name="text"),
    path("agreements/<int:match_pk>/versions/<int:number>/document/", pair.document, name="document"),
    path("agreements/<int:match_pk>/progress/", pair.progress, name="progress"),
    path("agreements/<int:match_pk>/amend/", amending.amend, name="amend"),
    path("agreements/<int:match_pk>/amend/drop/", amending.drop, name="drop_amendment"),
    path("agreements/<int:match_pk>/edit/", writing.edit, name="edit"),
    path("agreements/<int:match_pk>/edit/goals/", writing.edit_goals, name="edit_goals"),
    path("agreements/<int:match_pk>/edit/<slug:section>/", writing.edit_section, name="edit_section"),
    path("agreements/<int:match_pk>/edit/<slug:section>/accept/", writing.accept_part, name="accept_part"),
    path("agreements/<int:match_pk>/check/", sending.check, name="check"),
    path("agreements/<int:match_pk>/send/", sending.send, name="send"),
    path("agreements/signatures/<int:pk>/", signing.sign, name="sign"),
    path("agreements/signatures/<int:pk>/answered/", signing.answered, name="answered"),
    path("agreements/decisions/<int:pk>/", seconding.second, name="second"),
    path("verify/", verifying.verify, name="verify"),
    # Fixed words before tokens: a token has 43 letters and never looks like one of them.
    path("sign/agreement/", links.read, name="sign_read"),
    path("sign/agreement/text/", links.text, name="sign_text"),
    path("sign/receipt/<str:reference>/", links.receipt, name="sign_receipt"),
    path("sign/receipt/<str:reference>/document/", links.document, name="sign_document"),
    path("sign/receipt/<str:reference>/progress/", links.progress, name="sign_progress"),
    path("sign/receipt/<str:reference>/not-me/", links.not_me, name="sign_not_me"),
    path("sign/receipt/<str:reference>/fresh/", links.fresh_receipt, name="sign_receipt_fresh"),
    path("sign/<str:token>/", links.link, name="sign_link"),
    path("sign/<str:token>/fresh/", links.fresh, name="sign_fresh"),
]

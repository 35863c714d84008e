"""What people agree to when they sign electronically (A-09). A changed word is a new version."""

from __future__ import annotations

import hashlib

from django.utils.translation import gettext, gettext_noop

from agreements.models import SignatureRequest

VERSION = "2026-11"

CONSENT = gettext_noop(
    "I agree to sign this agreement electronically. My typed name stands for my signature. I have read the text above.",
)
DETAILS = (
    gettext_noop("You can sign on paper instead: ask the program’s coordinator."),
    gettext_noop("Until you sign you can close this page, ask for a change, or decline. Nothing is signed by reading."),
    gettext_noop(
        "You can download the text now. When everyone has signed, you get a copy of the signed agreement by email."
    ),
    gettext_noop("We store your typed name, the time, the network address and the browser with your signature."),
)

# What mentor and mentee tick each on its own (E-20); supervisors do not.
ACKNOWLEDGEMENTS: dict[str, str] = {
    "confidentiality": gettext_noop("I know the limits of confidentiality (part 5)."),
    "not_mentoring": gettext_noop("I know what mentoring is not (part 6)."),
}


def words() -> str:
    """Return the whole consent text as it is shown, in the reader's language."""
    return "\n".join(gettext(part) for part in (CONSENT, *DETAILS))


def words_hash() -> str:
    """Return the SHA-256 of the consent text as it is shown."""
    return hashlib.sha256(words().encode()).hexdigest()


def acknowledgements_for(request: SignatureRequest) -> dict[str, str]:
    """Return what this signer has to tick apart from the consent, by code."""
    return {code: gettext(text) for code, text in ACKNOWLEDGEMENTS.items()} if request.is_of_the_pair else {}

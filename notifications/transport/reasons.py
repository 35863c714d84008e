"""Why someone gets a mail: the sentence at its end (B-26).

A mail about someone’s account, or about a right to what others wrote, says it in a sentence of its own: such mails are
what forgers imitate, and some go to an address that is not the reader’s any more. All others say it by what they are about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from notifications.models import Category

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

SIGN_IN_CHANGED = _("You get this because the way you sign in to mentoring has changed.")
KEEPS_THE_DIRECTORY = _("You get this because you are an organisation administrator.")

WHY: dict[str, str | _StrPromise] = {
    Category.SIGNATURE: _(
        "You get this because it is about a mentoring agreement that you sign, or that you look after."
    ),
    Category.MEETING: _("You get this because you take part in a mentoring relationship."),
    Category.TRANSACTIONAL: _("You get this because you take part in mentoring, or help to run it."),
    Category.PROGRAM: _("You get this because you take part in a mentoring program, or could take part in one."),
}


def why(category: str, sentence: str | _StrPromise) -> str:
    """Return the sentence of a kind: its own, or that of its category."""
    return str(sentence or WHY[category])

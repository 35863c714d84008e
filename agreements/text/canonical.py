"""The canonical text of a version: plain, the same bytes every time, and the only thing that is hashed and shown.

Its grammar lets a page and a PDF be set from it without a second source. A line is one of

    the title                 the first line
    "3. Ground rules"         a heading: digits, a full stop, a blank
    "• We do not record."     a point
    "  By 30 June 2026"       more of the point above
    anything else             a paragraph
    nothing                   a gap

What people write always becomes points, so nobody can write a line that looks like a heading of ours.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from agreements.models import AgreementVersion, SignerRole, StandsIn
from agreements.text import sections
from agreements.text.sections import line as one_line
from web.fields.names import marked, plain_lines

if TYPE_CHECKING:
    from agreements.models.signature import Signer
    from people.models import User

HEADING = re.compile(r"\d+\. ")
WHOSE = {
    SignerRole.MENTEE_SUPERVISOR: ("mentee",),
    SignerRole.MENTOR_SUPERVISOR: ("mentor",),
    SignerRole.SUPERVISOR_OF_BOTH: ("mentee", "mentor"),
}
MISSING: dict[StandsIn, tuple[str, ...]] = {
    StandsIn.NOBODY: (),
    StandsIn.MENTEE: ("mentee",),
    StandsIn.MENTOR: ("mentor",),
    StandsIn.BOTH: ("mentee", "mentor"),
}


@dataclass(frozen=True)
class TextLine:
    """One line of the canonical text, and how to set it: title, heading, point, more, words or gap."""

    kind: str
    text: str


def parse(text: str) -> list[TextLine]:
    """Split a canonical text into lines. Joining their texts with line feeds gives back the same text."""
    return [TextLine(_kind(number, line), line) for number, line in enumerate(text.split("\n"))]


def _kind(number: int, line: str) -> str:
    if not line:
        return "gap"
    if number == 0:
        return "title"
    if line.startswith("• "):
        return "point"
    if line.startswith("  "):
        return "more"
    return "heading" if HEADING.match(line) else "words"


def digest(text: str) -> str:
    """Return the SHA-256 of the text's UTF-8 bytes, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def render(version: AgreementVersion, signers: Sequence[Signer]) -> str:
    """Write the text of a version for these signers. The same rows give the same bytes."""
    with translation.override(settings.LANGUAGE_CODE):
        # The two tick parts 5 and 6 by their numbers when they sign (agreements.signing.consent): what varies stands behind them.
        body = [
            sections.goals(version),
            sections.duties(version),
            sections.expectations(version),
            sections.ground_rules(version),
            sections.confidentiality(),
            sections.not_mentoring(),
            *sections.program_rules(version),
            sections.topics(version),
            sections.appointment(version),
            sections.protected(version),
            [_("Who signs"), *_signers(signers), *_kept(version, signers)],
        ]
        head = [_("Mentoring agreement"), *_head(version)]
        numbered = [["", f"{number}. {title}", *rest] for number, (title, *rest) in enumerate(body, start=1)]
    return _clean("\n".join([*head, *(line for part in numbered for line in part)]) + "\n")


def _clean(text: str) -> str:
    """Use one form for every character, and none that makes the text look different from its bytes."""
    kept = plain_lines(text).replace("\t", "")
    return "\n".join(line.rstrip() for line in kept.split("\n"))


def _person(user: User) -> str:
    work = ", ".join(one_line(part) for part in (user.job_title, user.department) if part)
    return f"{marked(user.name)}, {work}" if work else marked(user.name)


def _head(version: AgreementVersion) -> list[str]:
    match = version.match
    about = {"program": one_line(match.cohort.program), "number": version.number}
    first = _("Program: %(program)s. Version %(number)s of this agreement.")
    if version.amends:
        about["earlier"] = version.amends.number
        first = _("Program: %(program)s. Version %(number)s of this agreement. It replaces version %(earlier)s.")
    return [
        first % about,
        "",
        _("Mentee: %(person)s") % {"person": _person(match.mentee.user)},
        _("Mentor: %(person)s") % {"person": _person(match.mentor.user)},
    ]


def _signers(signers: Sequence[Signer]) -> list[str]:
    names = {signer.role: marked(signer.user.name) for signer in signers}
    mentee, mentor = names[SignerRole.MENTEE], names[SignerRole.MENTOR]
    return [f"• {_signer(signer, mentee, mentor)}" for signer in signers]


def _kept(version: AgreementVersion, signers: Sequence[Signer]) -> list[str]:
    """Say why no supervisor signs an amendment that leaves hours and dates as they are (P-28)."""
    if version.amends is None or any(signer.role in WHOSE for signer in signers):
        return []
    return [
        _("Days, hours and dates stay as the supervisors agreed to them in version %(number)s.")
        % {"number": version.amends.number}
    ]


def _signer(signer: Signer, mentee: str, mentor: str) -> str:
    """Name the two, and supervisors by what they are here: who that is may change after others have signed (A-16)."""
    if signer.role not in WHOSE:
        return describe(signer.role, StandsIn(signer.stands_in), marked(signer.user.name), mentee, mentor)
    people = {"mentee": mentee, "mentor": mentor}
    missing = MISSING[StandsIn(signer.stands_in)]
    own = [people[who] for who in WHOSE[signer.role] if who not in missing]
    absent = [people[who] for who in missing]
    if own and absent:
        return _("the supervisor of %(own)s, for the program, in place of a supervisor of %(absent)s") % {
            "own": own[0],
            "absent": absent[0],
        }
    if own:
        return _("the supervisor of both") if own[1:] else _("the supervisor of %(name)s") % {"name": own[0]}
    if absent[1:]:
        return _("for the program, in place of a supervisor of both")
    return _("for the program, in place of a supervisor of %(name)s") % {"name": absent[0]}


def describe(role: SignerRole, stands_in: StandsIn, name: str, mentee: str, mentor: str) -> str:
    """Say who somebody is in this agreement, and in whose place they sign if that is so."""
    if role == SignerRole.MENTEE:
        return _("%(name)s, mentee") % {"name": name}
    if role == SignerRole.MENTOR:
        return _("%(name)s, mentor") % {"name": name}
    people = {"mentee": mentee, "mentor": mentor}
    missing = MISSING[stands_in]
    own = get_text_list([people[who] for who in WHOSE[role] if who not in missing], _("and"))
    absent = get_text_list([people[who] for who in missing], _("and"))
    who = {"name": name, "own": own, "absent": absent}
    if own and absent:
        return _("%(name)s, supervisor of %(own)s, for the program, in place of a supervisor of %(absent)s") % who
    if own:
        return _("%(name)s, supervisor of %(own)s") % who
    return _("%(name)s, for the program, in place of a supervisor of %(absent)s") % who

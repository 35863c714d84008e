"""What one of the two has changed in a draft and the other has not yet accepted: the whole of a part, or nothing of it.

A save of a part is a proposal to the other. Who saves it after that accepts what they leave and proposes the rest.
Nothing here stops a draft from going out: signing it is the last word of both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from agreements.models import AgreementVersion, Section, SectionEdit
from agreements.text import diff
from agreements.text import sections as parts
from agreements.text.canonical import digest
from agreements.writing.completeness import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from agreements.text.diff import DiffLine
    from people.models import User

TEXT = "text"


@dataclass(frozen=True)
class ProposedChange:
    """The last change of a part: whose it is, what it changes, and whether the other still has to look at it."""

    edit: SectionEdit
    other: User
    seen: str = ""
    changes: list[DiffLine] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether the other has not accepted it; a change that was taken back needs nobody."""
        return self.edit.accepted_at is None and bool(self.changes)


def texts_of(draft: AgreementVersion, sections: Iterable[Section]) -> dict[Section, str]:
    """Return what these parts say now; asked before a change, it is what the other knows."""
    return {section: parts.of_section(draft, section) for section in sections}


def mark(draft: AgreementVersion, section: Section) -> str:
    """Return a hash of what a part says, so that nobody accepts other words than those they read."""
    return digest(parts.of_section(draft, section))[:16]


def propose(draft: AgreementVersion, section: Section, *, before: str, by: User, now: datetime) -> SectionEdit:
    """Note that someone changed a part that said `before`; in the transaction that changes it."""
    last = SectionEdit.objects.filter(version=draft, section=section).first()
    edit = last or SectionEdit(version=draft, section=section)
    if last is None or last.edited_by_id != by.pk or last.accepted_at:  # what stood there is what the other knows
        edit.before = {TEXT: before}
    edit.edited_by, edit.edited_at = by, now
    edit.accepted_by = edit.accepted_at = None
    edit.save()
    return edit


def accept(draft: AgreementVersion, section: Section, *, by: User, now: datetime) -> bool:
    """Note that someone accepts what the other changed in a part; return whether there was anything to accept."""
    return bool(
        SectionEdit.objects.filter(version=draft, section=section, accepted_at__isnull=True)
        .exclude(edited_by=by)
        .update(accepted_by=by, accepted_at=now)
    )


def proposals_of(version: AgreementVersion) -> dict[Section, ProposedChange]:
    """Return the last change of each part that someone changed."""
    edits = version.edits.select_related("edited_by")
    return {Section(edit.section): _proposal(version, edit) for edit in edits}


def _proposal(version: AgreementVersion, edit: SectionEdit) -> ProposedChange:
    other = version.match.other(edit.edited_by)
    if TEXT not in edit.before:
        return ProposedChange(edit, other)
    says = parts.of_section(version, Section(edit.section))
    return ProposedChange(edit, other, digest(says)[:16], diff.only_changed(edit.before[TEXT], says))


def remarks(proposals: dict[Section, ProposedChange]) -> list[Finding]:
    """Name the parts that someone still has to look at, in the order of the parts."""
    sentence = _("%(name)s has not accepted the last change of “%(part)s” yet.")
    return [
        Finding(section, sentence % {"name": proposal.other.name, "part": section.label}, stops=False)
        for section in Section
        if (proposal := proposals.get(section)) and proposal.is_open
    ]

"""What mails about joining have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pool.models.entry_rules import guidelines_for_joining
from programs.guideline_versions.plain_words import rhythm

if TYPE_CHECKING:
    from programs.models import Program


def rhythm_of(program: Program) -> str:
    """Say how often a pair meets, and for how long, by the guidelines in force; nothing while nobody can join."""
    guidelines = guidelines_for_joining(program)
    return rhythm(guidelines) if guidelines else ""

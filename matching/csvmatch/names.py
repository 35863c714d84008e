"""Names of columns and values: when two are the same, which one was meant, and which are never used."""

from __future__ import annotations

import difflib
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

# Columns that are never read (E-10): who people are, their health, their pay, how they are judged. Matching uses
# work, goals, skills, availability and stated wishes.
PROTECTED_WORDS = (
    "identity", "identities", "characteristic", "characteristics", "gender", "sex", "sexual", "sexuality", "orientation",
    "pronoun", "pronouns", "trans", "transgender", "lgbt", "lgbtq", "lgbti", "lgbtqia", "ethnic", "ethnicity", "race",
    "racial", "skin colour", "skin color", "caste", "tribe", "nationality", "citizenship", "religion", "religious",
    "faith", "belief", "beliefs", "creed", "disability", "disabilities", "disabled", "impairment", "neurodiversity",
    "neurodivergent", "age", "ages", "birth", "birthday", "birthdate", "birthplace", "dob", "born", "generation",
    "pregnancy", "pregnant", "maternity", "paternity", "parental", "marital", "married", "family status", "children",
    "veteran", "union", "political", "health", "sick", "sickness", "illness", "medical", "absence", "absences",
    "salary", "wage", "wages", "pay", "bonus", "compensation", "performance", "rating", "appraisal", "disciplinary",
)  # fmt: skip
# Usual names of the grade, in which a word of the list above stands.
HARMLESS = {"pay grade", "pay band"}


def normal(name: str) -> str:
    """Reduce a name to lower-case words, so that "E-Mail_Address " and "e mail address" are the same."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(re.findall(r"\w+", plain.replace("_", " ")))


_PROTECTED = re.compile(r"\b(" + "|".join(re.escape(word) for word in PROTECTED_WORDS) + r")\b")


def is_protected(header: str) -> bool:
    """Tell whether a column of this name is never used. `genderIdentity` counts like `gender identity`."""
    spaced = normal(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header))
    return any(name not in HARMLESS and bool(_PROTECTED.search(name)) for name in (spaced, normal(header)))


def meant(name: str, known: Iterable[str]) -> str:
    """Return " Did you mean “…”?", or nothing where no known name is near."""
    by_name = {normal(other): other for other in known}
    near = difflib.get_close_matches(normal(name), by_name, n=1, cutoff=0.7)
    return f" Did you mean “{by_name[near[0]]}”?" if near else ""


def listed(names: Collection[str], most: int = 12) -> str:
    """Return names in quotation marks, with commas; of a long list the first ones and how many more."""
    shown = ", ".join(f"“{short(name)}”" for name in list(names)[:most])
    return shown + (f" and {len(names) - most:,} more" if len(names) > most else "")


def short(text: str, most: int = 40) -> str:
    """Return a text in one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"

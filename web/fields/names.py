"""What a person types in one line and others read: made plain first, and look-alikes said (A-30, E-29).

A name or a place goes into other people's mails, pages and PDFs. There it must be what it seems: one line, no marks that
turn the direction of what follows or cannot be seen, no letters in fancy dress, and no word of letters from two alphabets
("Аmara" with a Cyrillic А is not Amara). Unicode Standard Annex 15 (NFC), Technical Standard 39 (scripts of a word).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

# What cannot be seen and is no control character: fillers, selectors of variants, joiners that are no letters.
UNSEEN = {
    0x034F,
    0x115F,
    0x1160,
    0x17B4,
    0x17B5,
    0x2800,
    0x3164,
    0xFFA0,
    *range(0x180B, 0x1810),
    *range(0xFE00, 0xFE10),
}
# In prose these turn the direction of the words after them, or hide; joiners within words stay, emoji are made of them.
TURNING = {
    0x061C,
    0x200B,
    0x200E,
    0x200F,
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    0xFEFF,
    *range(0xE0000, 0xE0080),
}
DRESSED = re.compile(r"<(?:font|wide|narrow)> ")
OVERLAY = 1  # combining class of strokes through a letter
MARKS = 4  # on one letter: more than any script needs
EAST_ASIAN = {"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"}
NO_SCRIPT = {"MICRO", "FEMININE", "MASCULINE", "MODIFIER", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"}
WORD = re.compile(r"[^\W\d_]+")
# Letters of other alphabets that look like Latin ones.
ALIKE = frozenset("аАВеЕЅѕіІјЈКМНоОрРсСТуУхХԁԛԚԜԝһӏ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναικρυω" + "օՕսհոտցՏՍԼ")


def plain(text: str) -> str:
    """Return a text as one line of what can be seen, in composed characters, with single blanks."""
    kept: list[str] = []
    marks = 0
    for char in unicodedata.normalize("NFC", _undressed(text)):
        category = unicodedata.category(char)
        if category in {"Cc", "Zl", "Zp"}:
            kept.append(" ")
        elif category[0] == "C" or category == "Me" or ord(char) in UNSEEN:
            continue
        elif category == "Mn":
            marks += 1
            if marks <= MARKS and unicodedata.combining(char) != OVERLAY:
                kept.append(char)
            continue
        else:
            kept.append(char)
        marks = 0
    return " ".join("".join(kept).split())


def _undressed(text: str) -> str:
    """Return letters that are bold, slanted or wide as the letters that they are; “m²” stays as it is."""
    return "".join(
        unicodedata.normalize("NFKC", char)
        if char.isalpha() and DRESSED.match(unicodedata.decomposition(char))
        else char
        for char in text
    )


def plain_lines(text: str) -> str:
    """Return prose in composed characters, with its lines, and without marks that turn or hide what follows."""
    kept = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        "\n" if unicodedata.category(char) in {"Zl", "Zp"} else char
        for char in kept
        if char in "\n\t" or not (ord(char) in TURNING or unicodedata.category(char) in {"Cc", "Cs"})
    )


def scripts(word: str) -> set[str]:
    """Return the alphabets of a word's letters, by the first word of their Unicode names."""
    letters = (unicodedata.name(char, "").partition(" ")[0] for char in word if unicodedata.category(char)[0] == "L")
    return {script for script in letters if script and script not in NO_SCRIPT}


def mixed_words(text: str) -> list[str]:
    """Return the words whose letters come from different alphabets. Japanese and Korean write with several."""
    return [word for word in WORD.findall(text) if len(scripts(word)) > 1 and not scripts(word) <= EAST_ASIAN]


def marked(name: str) -> str:
    """Return a name as it is shown where it counts who someone is: with its alphabets, if it could pass for another."""
    name = plain(name)
    scripts_of_name = scripts(name)
    alike = any(set(word) <= ALIKE for word in WORD.findall(name))
    if len(scripts_of_name) > 1 and not scripts_of_name <= EAST_ASIAN:
        alphabets = ", ".join(sorted(script.capitalize() for script in scripts_of_name))
        return _("%(name)s [letters of several alphabets: %(alphabets)s]") % {"name": name, "alphabets": alphabets}
    if alike and scripts_of_name:
        return _("%(name)s [%(alphabet)s letters]") % {"name": name, "alphabet": scripts_of_name.pop().capitalize()}
    return name


def refuse_mixed(text: str) -> None:
    """Refuse a name with a word of several alphabets, in a sentence that says which word."""
    if mixed := mixed_words(plain(text)):
        raise ValidationError(
            _("“%(word)s” mixes letters of several alphabets that look alike. Please type it in one alphabet."),
            code="mixed",
            params={"word": mixed[0]},
        )


class LineField(models.CharField[str, str]):
    """A text of one line that others read: made plain whichever way it comes into its row."""

    def to_python(self, value: Any) -> Any:  # noqa: ANN401 - as Django declares it
        """Make plain what a form has checked."""
        value = super().to_python(value)
        return plain(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401 - as Django declares it
        """Make plain what goes to the database."""
        value = super().get_prep_value(value)
        return plain(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ANN401, FBT001 - as Django declares it
        """Make it plain on the object too, so that it equals its row."""
        value = self.get_prep_value(super().pre_save(model_instance, add))
        setattr(model_instance, self.attname, value)
        return value

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Be a `CharField` to migrations: the column is one."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class NameField(LineField):
    """A person's name: also each word in one alphabet, where a form or an import asks."""

    default_validators = [refuse_mixed]

"""The languages that people say they speak, by code and name.

Django knows most of them, and has their names in each of its own languages. Ours are those that it is not translated into.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OURS = {
    "am": _("Amharic"),
    "zh": _("Chinese"),
    "fil": _("Filipino"),
    "gu": _("Gujarati"),
    "ha": _("Hausa"),
    "ku": _("Kurdish"),
    "lo": _("Lao"),
    "mt": _("Maltese"),
    "ps": _("Pashto"),
    "si": _("Sinhala"),
    "so": _("Somali"),
    "xh": _("Xhosa"),
    "yo": _("Yoruba"),
    "zu": _("Zulu"),
}
# ISO 639 codes, in the order of their English names.
CODES = (
    "af", "sq", "am", "ar", "hy", "az", "eu", "be", "bn", "bs", "bg", "my", "ca", "zh", "hr", "cs", "da", "nl",
    "en", "et", "fil", "fi", "fr", "gl", "ka", "de", "el", "gu", "ha", "he", "hi", "hu", "is", "ig", "id", "ga",
    "it", "ja", "kn", "kk", "km", "ko", "ku", "lo", "lv", "lt", "lb", "mk", "ms", "ml", "mt", "mr", "mn", "ne",
    "no", "ps", "fa", "pl", "pt", "pa", "ro", "ru", "sr", "si", "sk", "sl", "so", "es", "sw", "sv", "ta", "te",
    "th", "tr", "uk", "ur", "uz", "vi", "cy", "xh", "yo", "zu",
)  # fmt: skip
CHOICES: tuple[tuple[str, _StrPromise], ...] = tuple(
    (code, OURS[code] if code in OURS else _(LANG_INFO[code]["name"])) for code in CODES
)
NAMES: dict[str, _StrPromise] = dict(CHOICES)


def name_of(code: str) -> str:
    """Return the name of a language, or the code itself where it is not in the list."""
    return str(NAMES.get(code.lower(), code))

"""The languages that people say they speak, by code and English name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# ISO 639-1 codes, in the order of their English names.
CHOICES: tuple[tuple[str, _StrPromise], ...] = (
    ("af", _("Afrikaans")),
    ("sq", _("Albanian")),
    ("am", _("Amharic")),
    ("ar", _("Arabic")),
    ("hy", _("Armenian")),
    ("az", _("Azerbaijani")),
    ("eu", _("Basque")),
    ("be", _("Belarusian")),
    ("bn", _("Bengali")),
    ("bs", _("Bosnian")),
    ("bg", _("Bulgarian")),
    ("my", _("Burmese")),
    ("ca", _("Catalan")),
    ("zh", _("Chinese")),
    ("hr", _("Croatian")),
    ("cs", _("Czech")),
    ("da", _("Danish")),
    ("nl", _("Dutch")),
    ("en", _("English")),
    ("et", _("Estonian")),
    ("fil", _("Filipino")),
    ("fi", _("Finnish")),
    ("fr", _("French")),
    ("gl", _("Galician")),
    ("ka", _("Georgian")),
    ("de", _("German")),
    ("el", _("Greek")),
    ("gu", _("Gujarati")),
    ("ha", _("Hausa")),
    ("he", _("Hebrew")),
    ("hi", _("Hindi")),
    ("hu", _("Hungarian")),
    ("is", _("Icelandic")),
    ("ig", _("Igbo")),
    ("id", _("Indonesian")),
    ("ga", _("Irish")),
    ("it", _("Italian")),
    ("ja", _("Japanese")),
    ("kn", _("Kannada")),
    ("kk", _("Kazakh")),
    ("km", _("Khmer")),
    ("ko", _("Korean")),
    ("ku", _("Kurdish")),
    ("lo", _("Lao")),
    ("lv", _("Latvian")),
    ("lt", _("Lithuanian")),
    ("lb", _("Luxembourgish")),
    ("mk", _("Macedonian")),
    ("ms", _("Malay")),
    ("ml", _("Malayalam")),
    ("mt", _("Maltese")),
    ("mr", _("Marathi")),
    ("mn", _("Mongolian")),
    ("ne", _("Nepali")),
    ("no", _("Norwegian")),
    ("ps", _("Pashto")),
    ("fa", _("Persian")),
    ("pl", _("Polish")),
    ("pt", _("Portuguese")),
    ("pa", _("Punjabi")),
    ("ro", _("Romanian")),
    ("ru", _("Russian")),
    ("sr", _("Serbian")),
    ("si", _("Sinhala")),
    ("sk", _("Slovak")),
    ("sl", _("Slovenian")),
    ("so", _("Somali")),
    ("es", _("Spanish")),
    ("sw", _("Swahili")),
    ("sv", _("Swedish")),
    ("ta", _("Tamil")),
    ("te", _("Telugu")),
    ("th", _("Thai")),
    ("tr", _("Turkish")),
    ("uk", _("Ukrainian")),
    ("ur", _("Urdu")),
    ("uz", _("Uzbek")),
    ("vi", _("Vietnamese")),
    ("cy", _("Welsh")),
    ("xh", _("Xhosa")),
    ("yo", _("Yoruba")),
    ("zu", _("Zulu")),
)
NAMES: dict[str, _StrPromise] = dict(CHOICES)


def name_of(code: str) -> str:
    """Return the name of a language, or the code itself where it is not in the list."""
    return str(NAMES.get(code.lower(), code))

"""Names are set in their own direction: a Hebrew or Arabic name does not turn the sentence around it, nor its end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PERSON = r"(?:name|typed_name|person|user|mentor|mentee|partner|signer|supervisor|coordinator|other)"
# An element with nothing in it but a name.
ALONE = re.compile(rf"<([a-z][a-z0-9]*)(\s[^<>]*)?>\{{\{{ ?[a-zA-Z_.]*\b{PERSON} ?\}}\}}</\1>")
# A heading with a name within or at the end of a sentence, where what follows would change sides.
HEADING = re.compile(r"<h[1-4][^<>]*>\s*\{% blocktranslate ([^%]*)%\}(.*?)\{% endblocktranslate %\}", re.DOTALL)
NAMED = re.compile(rf"(\w+)=[\w.]*\b{PERSON}\b(?:\s|$)")
NOT_MARKUP = {"title", "option", "textarea", "script", "label", "button"}
PAGES = sorted(path for path in TEMPLATES.rglob("*.html") if "emails" not in path.parts and path.name != "brand.html")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(TEMPLATES)))
def test_f22_names_are_set_in_their_own_direction(page: Path) -> None:
    source = page.read_text()
    without = [
        match[0]
        for match in ALONE.finditer(source)
        if match[1] not in NOT_MARKUP | {"bdi"} and "dir=" not in (match[2] or "")
    ]
    for head, sentence in HEADING.findall(source):
        names = NAMED.findall(head)
        without += [sentence for name in names if re.search(rf"(?<!<bdi>)\{{\{{ ?{name} ?\}}\}}", sentence)]
    assert without == []

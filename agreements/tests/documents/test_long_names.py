"""Names of 79 letters in one piece, on paper."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import typst

from agreements.documents.typesetting import FOLDER

LONG = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswess"
MEASURE = """
#import "look.typ": breakable
#set text(font: ("Libertinus Serif",), size: 10pt)
#show: breakable
#context [#metadata(measure(block(width: 40mm, "{words}")).width.mm())<width>]
#context [#metadata(measure(block(width: 40mm, "{words}")).height.pt())<height>]
"""


def measured(words: str, place: Path) -> tuple[float, float]:
    """Return the width in mm and the height in points of these words in a column of 40 mm."""
    shutil.copy(FOLDER / "look.typ", place)
    (place / "measure.typ").write_text(MEASURE.replace("{words}", words))
    compiler = typst.Compiler(place / "measure.typ", root=place)
    width, height = (json.loads(compiler.query(f"<{label}>", field="value", one=True)) for label in ("width", "height"))
    return width, height


@pytest.mark.parametrize("words", [LONG, f"{LONG} {LONG}", "Надпревосходительствовавшемубылосказано", "Áñ" * 30])
def test_f01_the_longest_name_breaks_within_its_column(words: str, tmp_path: Path) -> None:
    line = measured("Anna", tmp_path)[1]
    width, height = measured(words, tmp_path)
    assert width <= 40.01
    assert height > 2 * line


def test_a_hash_is_not_broken_by_marks_that_are_copied_along(tmp_path: Path) -> None:
    assert measured("ab12" * 16, tmp_path)[1] == measured("Anna", tmp_path)[1]


def test_f01_a_certificate_with_the_longest_names_has_no_pages_left_empty() -> None:
    facts = [["Signed", "3 March 2026, 09:05 UTC"]] * 6
    signer = {"name": LONG, "role": f"supervisor of {LONG}", "typed": LONG, "waived": "", "facts": facts, "history": []}
    data = {
        "title": "Certificate", "lead": "", "document": facts, "check": "", "signers": [signer] * 4,
        "explained_title": "", "explained": [], "events_title": "", "events_words": ["", "", "", ""], "events": [],
        "events_note": "",
    }  # fmt: skip
    source = (
        '#import "certificate.typ": certificate\n#import "look.typ": breakable\n#show: breakable\n'
        "#certificate(json(bytes(sys.inputs.data)))"
    )
    compiler = typst.Compiler(source.encode(), root=FOLDER)
    pages = compiler.compile(format="svg", sys_inputs={"data": json.dumps(data)})
    assert isinstance(pages, list)
    assert len(pages) == 2  # the first is left empty for the agreement

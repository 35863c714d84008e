"""Which texts of a page stand in colours that nobody has measured yet in this run.

How well a text can be read follows from its colour, size and weight and from everything that is painted behind it:
the backgrounds of what it stands in, one over the other. Most texts of most pages share a few dozens of such
combinations, and measuring is what takes longest. So each is measured once in a run, where it is met first; a text
that something of another place lies over, or that lies over such a thing, is measured wherever it is met.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from mentoring.testing import LOOKED_AT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Page

# Texts and fields, each with its combination, or with none where its neighbours decide too. Kept in the page as well.
TEXTS = """() => {
    const plain = "rgba(0, 0, 0, 0)|none|1|normal|none|none";
    const styles = new Map([[null, {behind: ""}]]);
    const styleOf = element => {
        if (!styles.has(element)) {
            const style = getComputedStyle(element);
            const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.mixBlendMode, style.filter,
                style.backdropFilter].join("|");
            const {behind} = styleOf(element.parentElement);
            styles.set(element, {style, behind: own === plain ? behind : `${behind} > ${own}`});
        }
        return styles.get(element);
    };
    const isMoved = style => [style.top, style.right, style.bottom, style.left].some(way => parseFloat(way));
    const loose = [...document.body.querySelectorAll("*")].filter(element => {
        const {style} = styleOf(element);
        return ["absolute", "fixed", "sticky"].includes(style.position)
            || (style.position === "relative" && isMoved(style))
            || style.transform !== "none" || style.float !== "none"
            || style.marginTop.startsWith("-") || style.marginLeft.startsWith("-");
    }).map(element => ({element, box: element.getBoundingClientRect()}));
    const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    window.textsOfPage = [...document.body.querySelectorAll("*")].filter(element => element.checkVisibility()
        && (element.matches("input, select, textarea, button")
        || [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())));
    return window.textsOfPage.map(element => {
        const box = element.getBoundingClientRect();
        const isMet = loose.some(other => meets(box, other.box)
            && !other.element.contains(element) && !element.contains(other.element));
        const {style, behind} = styleOf(element);
        return isMet ? null : [element.localName, element.type ?? "", element.disabled ?? "", style.color, style.fontSize,
            style.fontWeight, style.textShadow, style.visibility, behind].join(" ");
    });
}"""
AXE = """async numbers => {
    const texts = new Map(numbers.map(number => [window.textsOfPage[number], number]));
    const options = {runOnly: {type: "rule", values: ["color-contrast"]}, resultTypes: ["passes", "violations"],
        elementRef: true};
    const {passes, violations} = await axe.run({include: [...texts.keys()]}, options);
    const judged = [...passes, ...violations].flatMap(rule => rule.nodes);
    return {
        measured: judged.map(node => texts.get(node.element)).filter(number => number !== undefined),
        pale: violations.flatMap(rule => rule.nodes.map(node => `${rule.id} at ${node.target.join(" ")}: ` +
            node.failureSummary.split("\\n").slice(1).join(" ").trim())),
    };
}"""


def hard_to_read(page: Page) -> list[str]:
    """Return what is too pale among the texts whose colours are new to this run; axe is in the page already."""
    combinations: list[str | None] = page.evaluate(TEXTS)
    new = new_texts(combinations)
    if not new:
        return []
    found = page.evaluate(AXE, new)
    # What could not be judged here, or need not be, as where a control is switched off, may have to be elsewhere.
    note(combinations[number] for number in found["measured"])
    return list(found["pale"])


def new_texts(combinations: list[str | None]) -> list[int]:
    """Return the numbers of the texts to measure: one of each combination that is new, and all that have none."""
    known = set(notes().read_text(encoding="utf-8").splitlines())
    new = []
    for number, combination in enumerate(combinations):
        if combination is None or combination not in known:
            known.add(combination or "")
            new.append(number)
    return new


def note(combinations: Iterable[str | None]) -> None:
    """Tell all processes of the run which combinations have been measured; in one piece, as another may write too."""
    with notes().open("a", encoding="utf-8") as file:
        file.write("".join(f"{combination}\n" for combination in combinations if combination))


def notes() -> Path:
    """Return the file in which a run notes what it has measured."""
    file = Path(os.environ[LOOKED_AT]) / "colours"
    file.touch()
    return file

"""A person with a browser that runs no scripts: reads pages, follows links by their words, fills in forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, Request, build_opener

PATIENCE = 60


@dataclass
class Link:
    """A link or, in a form, a button: what it says, and where it leads or what it sends."""

    words: str = ""
    to: str = ""
    name: str = ""


@dataclass
class Box:
    """A box to tick, or one answer of several to choose."""

    id: str
    name: str
    value: str


@dataclass
class Form:
    """A form as it is on the page: what it would send if nobody changed anything, and its buttons."""

    to: str
    method: str
    name: str = ""
    values: dict[str, str] = field(default_factory=dict)
    buttons: list[Link] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)


class Page(HTMLParser):
    """A page as a person meets it: its words, links and forms. `begin_…` takes the attributes of a tag."""

    def __init__(self, address: str, status: int, source: str) -> None:
        super().__init__()
        self.address = address
        self.status = status
        self.source = source
        self.text = ""
        self.links: list[Link] = []
        self.forms: list[Form] = []
        self.open: Link | None = None
        self.list: str = ""
        # What is said beside a field, by the id of the field.
        self.labels: dict[str, Link] = {}
        # Buttons that stand outside their form and name it.
        self.elsewhere: list[tuple[str, Link]] = []
        self.feed(source)
        for name, button in self.elsewhere:
            next(form for form in self.forms if form.name == name).buttons.append(button)
        self.text = " ".join(self.text.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, forms and what is in them."""
        begin = getattr(self, f"begin_{tag}", None)
        if begin:
            begin({name: value or "" for name, value in attrs})

    def begin_a(self, has: Mapping[str, str]) -> None:
        if "href" in has:
            self.open = Link(to=urljoin(self.address, has["href"]))
            self.links.append(self.open)

    def begin_form(self, has: Mapping[str, str]) -> None:
        to = urljoin(self.address, has.get("action", ""))
        self.forms.append(Form(to, has.get("method", "get").lower(), has.get("id", "")))

    def begin_button(self, has: Mapping[str, str]) -> None:
        self.open = Link(to=has.get("value", ""), name=has.get("name", ""))
        if "form" in has:
            self.elsewhere.append((has["form"], self.open))
        elif self.forms and has.get("type", "submit") == "submit":
            self.forms[-1].buttons.append(self.open)

    def begin_label(self, has: Mapping[str, str]) -> None:
        self.open = self.labels[has.get("for", "")] = Link()

    def begin_input(self, has: Mapping[str, str]) -> None:
        if not (self.forms and has.get("name")):
            return
        form, name = self.forms[-1], has["name"]
        if has.get("type") not in {"checkbox", "radio"}:
            form.values[name] = has.get("value", "")
            return
        box = Box(has.get("id", ""), name, has.get("value", "on"))
        form.boxes.append(box)
        if "checked" in has:
            form.values[name] = box.value

    def begin_textarea(self, has: Mapping[str, str]) -> None:
        if self.forms:
            self.forms[-1].values[has.get("name", "")] = ""

    def begin_select(self, has: Mapping[str, str]) -> None:
        self.list = has.get("name", "")

    def begin_option(self, has: Mapping[str, str]) -> None:
        if self.forms and ("selected" in has or self.list not in self.forms[-1].values):
            self.forms[-1].values[self.list] = has.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a link."""
        if tag in {"a", "button", "label"}:
            self.open = None
        if tag in {"p", "li", "h1", "h2", "h3", "div", "tr"}:
            self.text += "\n"

    def handle_data(self, data: str) -> None:
        """Read, but for what only a machine reads."""
        if self.cdata_elem:
            return
        self.text += data
        if self.open:
            self.open.words = " ".join(f"{self.open.words} {data}".split())

    def link(self, words: str) -> str:
        """Return where the first link goes that says these words."""
        found = next((link.to for link in self.links if re.search(words, link.words)), None)
        assert found, f"{self.address} has no link “{words}”, but {[link.words for link in self.links]}"
        return found

    def form(self, words: str) -> tuple[Form, Link]:
        """Return the first form that has a button with these words, and the button."""
        found = next(
            ((form, button) for form in self.forms for button in form.buttons if re.search(words, button.words)), None
        )
        buttons = [button.words for form in self.forms for button in form.buttons]
        assert found, f"{self.address} has no button “{words}”, but {buttons}"
        return found


class Visitor:
    """Someone with cookies of their own."""

    def __init__(self, address: str) -> None:
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.page = self.visit(address)

    def visit(self, address: str, values: dict[str, str] | None = None) -> Page:
        """Open an address, or send a form to it; fail with what the page says where that does not work."""
        asked = Request(address, urlencode(values).encode() if values is not None else None)
        if values is not None:
            asked.add_header("Referer", self.page.address)
        try:
            answer = self.opener.open(asked, timeout=PATIENCE)
        except HTTPError as error:
            answer = error
        with answer:
            self.page = Page(answer.url, answer.status, answer.read().decode())
        assert self.page.status == 200, f"{address} answers {self.page.status}: {self.page.text[:1000]}"
        return self.page

    def follow(self, words: str) -> Page:
        """Click a link."""
        return self.visit(self.page.link(words))

    def press(self, words: str, *ticked: str, **filled_in: str) -> Page:
        """Fill in a form, tick its boxes by what is said beside them, and press its button."""
        form, button = self.page.form(words)
        for label in ticked:
            box = next(
                (box for box in form.boxes if re.search(label, self.page.labels.get(box.id, Link()).words)), None
            )
            assert box, f"{self.page.address}: no box says “{label}”, but {self.page.labels}"
            form.values[box.name] = box.value
        unknown = filled_in.keys() - form.values.keys()
        assert not unknown, f"{self.page.address}: the form “{words}” has no {unknown}, but {list(form.values)}"
        values = {**form.values, **filled_in, **({button.name: button.to} if button.name else {})}
        return self.visit(form.to, values) if form.method == "post" else self.visit(f"{form.to}?{urlencode(values)}")

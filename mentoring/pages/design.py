"""A page with every part of the design system in each of its states, for those who build pages. Not in production."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from web.fields.texts import PARAGRAPH, ProseField
from web.todo import Todo, TodoState

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh, Hubert Blaine Aleksandrovich"
NAMES = ("Amara Okafor", "Jonas Lindqvist", "Mei-Ling Zhang", "Siobhán Ní Dhomhnaill", LONG_NAME, "ليلى حداد")
SIGN_UPS = (
    ("7 Sep", 4),
    ("14 Sep", 9),
    ("21 Sep", 16),
    ("28 Sep", 22),
    ("5 Oct", 27),
    ("12 Oct", 31),
    ("19 Oct", 38),
    ("26 Oct", 41),
    ("2 Nov", 42),
)
TOPICS = (
    ("Giving and receiving feedback", 17),
    ("Planning a first project", 12),
    ("Speaking to a large room", 9),
    ("Working across time zones", 5),
)
MONTHS = (("Jun", 8), ("Jul", 13), ("Aug", 11), ("Sep", 24), ("Oct", 31), ("Nov", 27))


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("As your colleagues know you."))
    email = forms.EmailField(label=_("Work email"))
    level = forms.ChoiceField(
        label=_("Level"), choices=[("", _("Choose a level")), ("3", _("Senior")), ("4", _("Lead"))]
    )
    capacity = forms.IntegerField(label=_("How many mentees"), min_value=1, max_value=5)
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}), required=False)
    goals = ProseField(
        label=_("What do you want to learn?"),
        max_length=PARAGRAPH,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two or three sentences are enough."),
    )
    channel = forms.ChoiceField(
        label=_("Where to meet"),
        widget=forms.RadioSelect,
        choices=[("person", _("In person")), ("video", _("Video")), ("phone", _("Phone"))],
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("en", "English"), ("de", "Deutsch"), ("ar", "العربية")],
    )
    listens = forms.ChoiceField(
        label=_("I listen before I advise"),
        widget=forms.RadioSelect,
        choices=[
            (str(n), words) for n, words in enumerate((_("Seldom"), _("Sometimes"), _("Often"), _("Nearly always")), 1)
        ],
    )
    photo = forms.FileField(label=_("A file"), required=False)
    agree = forms.BooleanField(label=_("I keep what we say to each other to myself."))

    helper: ClassVar[FormHelper]

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Lay the fields out; the page itself carries the form element and the buttons."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = FormHelper()  # type: ignore[misc]
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Row(Column("name"), Column("email")),
            Row(Column("level"), Column("capacity"), Column("starts_on")),
            "goals",
            "channel",
            "languages",
            "listens",
            "photo",
            "agree",
        )


def todos() -> list[Todo]:
    """Return one task in each state."""
    return [
        Todo(
            key="sign",
            title="Sign the mentoring agreement",
            body="Amara signed on 20 November 2026.",
            url="#tasks",
            action="Read and sign",
            due_on=dt.date(2026, 12, 1),
        ),
        Todo(
            key="assess",
            title="Finish your self-assessment",
            body="You answered 11 of 18 questions.",
            url="#tasks",
            action="Go on",
        ),
        Todo(
            key="match",
            title="Your match",
            url="#tasks",
            state=TodoState.WAITING,
            waits_for="Jonas Lindqvist to confirm",
        ),
        Todo(key="training", title="Mentor training", url="#tasks", state=TodoState.DONE),
    ]


@login_not_required
def show(request: HttpRequest) -> HttpResponse:
    """Show all parts; the second form has been sent empty, so that its errors show."""
    context = {
        "names": NAMES,
        "long_name": LONG_NAME,
        "todos": todos(),
        "form": SampleForm(
            prefix="a", initial={"capacity": 1, "channel": "video", "languages": ["en"], "listens": "3"}
        ),
        "wrong": SampleForm({"b-email": "amara@", "b-capacity": "9"}, prefix="b"),
        "facts": [
            ("Program", "Peer mentoring, autumn 2026"),
            ("Mentor", LONG_NAME),
            ("Meetings", "Every Tuesday, 10:00 to 11:00 (Berlin)"),
            ("Until", "1 June 2027"),
        ],
        "answers": [
            ("What I offer", "Planning, feedback, and how the Lisbon office works", "#answers"),
            ("Hours a month", "4", "#answers"),
            ("Not with", "", "#answers"),
        ],
        "steps": [
            {"title": "Sign up", "state": "done"},
            {"title": "Get a mentor", "state": "done", "body": "Confirmed on 12 November 2026"},
            {"title": "Write your agreement", "state": "now", "body": "Two of four have signed", "url": "#steps"},
            {"title": "Meet", "state": "next"},
            {"title": "Close and look back", "state": "next"},
        ],
        "sign_ups": SIGN_UPS,
        "topics": TOPICS,
        "months": MONTHS,
        "spark_values": [value for _month, value in MONTHS],
        "page_obj": Paginator(range(60), 20).page(2),
        "moment": dt.datetime(2026, 12, 1, 9, 0, tzinfo=dt.UTC),
    }
    return render(request, "mentoring/design.html", context)

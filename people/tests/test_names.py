"""Names are what they seem: one line, nothing unseen, no letters of two alphabets in a word (A-30, E-29)."""

from __future__ import annotations

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from people.models import User
from people.tests.factories import UserFactory
from web.fields.names import marked, mixed_words, plain, plain_lines, refuse_mixed


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Amara\nBcc: all@example.org", "Amara Bcc: all@example.org"),
        ("Amara\r\n\tOkafor  Jr", "Amara Okafor Jr"),
        ("Amara\u2028Okafor", "Amara Okafor"),
        ("\u202eamarA\u202c Okafor", "amarA Okafor"),
        ("Am\u200bara\u2060 \ufeffOka\u00adfor\u200f", "Amara Okafor"),
        ("Amara\u3164 \u2800Okafor\ufe0f", "Amara Okafor"),
        ("Zoe\u0308 No\u0308rgaard", "Zoë Nörgaard"),
        ("𝐀𝐦𝐚𝐫𝐚 Ｏｋａｆｏｒ", "Amara Okafor"),
        ("A\u0336mara O\u20ddkafor", "Amara Okafor"),
        ("A" + "\u0301\u0302\u0303\u0304\u0305\u0306\u0307", "Á\u0302\u0303\u0304\u0305"),
        ("Siobhán Ní Dhomhnaill-O’Brien", "Siobhán Ní Dhomhnaill-O’Brien"),
        ("ليلى حداد", "ليلى حداد"),
        ("नरेंद्र शर्मा", "नरेंद्र शर्मा"),
        ("山田 太郎", "山田 太郎"),
        ("\x00\ud800", ""),
    ],
)
def test_a30_a_name_is_made_plain(typed: str, kept: str) -> None:
    assert plain(typed) == kept


@given(st.text(max_size=60))
def test_a30_plain_twice_is_plain_once_and_one_line(text: str) -> None:
    once = plain(text)

    assert plain(once) == once
    assert len(once.splitlines()) <= 1
    assert not [char for char in once if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]


def test_e29_prose_keeps_its_lines_and_loses_what_turns_or_hides() -> None:
    assert plain_lines("one\r\ntwo\u202e owt\u2066\u200b\x00\u2028three 👩\u200d💻") == "one\ntwo owt\nthree 👩\u200d💻"


@pytest.mark.parametrize(
    ("name", "mixed"),
    [
        ("Аmara Okafor", ["Аmara"]),  # Cyrillic А
        ("Amara Οkafor", ["Οkafor"]),  # Greek Ο
        ("Amara Okafor", []),
        ("Łukasz Wójcik", []),
        ("Иван Петров", []),
        ("Иван Petrov", []),
        ("佐藤さくら", []),
        ("김철수", []),
        ("O'Brien-Müller 3rd", []),
    ],
)
def test_a30_a_word_of_two_alphabets_is_found(name: str, mixed: list[str]) -> None:
    assert mixed_words(name) == mixed
    if mixed:
        with pytest.raises(ValidationError) as refused:
            refuse_mixed(name)
        assert refused.value.messages == [
            f"“{mixed[0]}” mixes letters of several alphabets that look alike. Please type it in one alphabet."
        ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Amara Okafor", "Amara Okafor"),
        ("Иван Петров", "Иван Петров"),
        ("佐藤さくら", "佐藤さくら"),
        ("Аmara Okafor", "Аmara Okafor [letters of several alphabets: Cyrillic, Latin]"),
        ("Amara Сосо", "Amara Сосо [letters of several alphabets: Cyrillic, Latin]"),
        ("Сосо Рара", "Сосо Рара [Cyrillic letters]"),
    ],
)
def test_a30_a_name_that_could_pass_for_another_is_shown_with_its_alphabets(name: str, shown: str) -> None:
    assert marked(name) == shown


@pytest.mark.django_db
def test_a30_a_name_is_plain_in_its_row_whichever_way_it_came() -> None:
    user = UserFactory.create(name="Amara\u202e\nOkafor", known_as="Am\u200bi", job_title="Lead\r\nBcc: x")

    assert (user.name, user.known_as, user.job_title) == ("Amara Okafor", "Ami", "Lead Bcc: x")
    User.objects.filter(pk=user.pk).update(name="Ada\u2066 Lovelace")
    User.objects.bulk_update([user], ["job_title"])
    user.refresh_from_db()
    assert (user.name, user.job_title) == ("Ada Lovelace", "Lead Bcc: x")


@pytest.mark.django_db
def test_a30_the_desk_refuses_a_name_of_two_alphabets(client: Client) -> None:
    admin = UserFactory.create(is_staff=True, is_superuser=True, is_organization_administrator=True)
    person = UserFactory.create(name="Amara Okafor")
    client.force_login(admin)
    page = reverse("admin:people_user_change", args=[person.pk])
    fields = client.get(page).context["adminform"].form.initial

    answer = client.post(page, {**{k: v for k, v in fields.items() if v}, "name": "Аmara Okafor"})

    assert "mixes letters of several alphabets" in answer.content.decode()
    person.refresh_from_db()
    assert person.name == "Amara Okafor"

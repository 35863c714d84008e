"""A form that meets no session comes back with what was typed, to the person who typed it and nobody else (E-31)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

import pytest
from django import forms
from django.conf import settings
from django.test import Client
from django.urls import reverse

from agreements.signing.forms import DecisionForm
from agreements.tests.factories import SignatureRequestFactory
from mentoring.pages.unsent import COOKIE, NEVER, mark_of
from people.tests.factories import UserFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

    from people.models import User

pytestmark = pytest.mark.django_db

HERE = {"Sec-Fetch-Site": "same-origin"}
TYPED = "Call me Kit, please"


@pytest.fixture
def person() -> User:
    return cast("User", UserFactory(name="Ada Able", languages=["en", "de"]))


@pytest.fixture
def tab() -> Client:
    """A browser whose forms are checked for their token."""
    return Client(enforce_csrf_checks=True)


def token_in(answer: Answer) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.content.decode())
    assert found
    return found[1]


def sign_in(tab: Client, user: User) -> None:
    """By the demo's list of people, which is a sign-in like any other."""
    token = token_in(tab.get(reverse("demo:sign_in")))
    tab.post(reverse("demo:sign_in_as", args=[user.pk]), {"csrfmiddlewaretoken": token})
    assert tab.session["_auth_user_id"] == str(user.pk)


def end_session(tab: Client) -> None:
    tab.session.flush()
    del tab.cookies[settings.SESSION_COOKIE_NAME]


def send(tab: Client, token: str, **headers: str) -> Answer:
    form = {"csrfmiddlewaretoken": token, "known_as": TYPED, "time_zone": "", "spoken": ["en", "de"]}
    return tab.post(reverse("people:account"), form, headers={**HERE, **headers})


def test_e31_what_was_typed_is_on_the_page_that_says_that_one_was_signed_out(tab: Client, person: User) -> None:
    sign_in(tab, person)
    token = token_in(tab.get(reverse("people:account")))
    end_session(tab)

    answer = send(tab, token)
    text = answer.content.decode()

    assert answer.status_code == 403
    assert f'<input type="hidden" name="known_as" value="{TYPED}">' in text
    assert 'name="spoken" value="en"' in text
    assert 'name="spoken" value="de"' in text
    assert f"{reverse('account_login')}?next=%2Fpeople%2Fme%2F" in text
    assert f'data-kept-for="{mark_of(person)}"' in text
    assert answer["Cache-Control"] == "no-store"


def test_e31_without_javascript_it_is_sent_again_from_the_page_after_signing_in_in_another_tab(
    tab: Client, person: User
) -> None:
    sign_in(tab, person)
    token = token_in(tab.get(reverse("people:account")))
    end_session(tab)
    page = send(tab, token)
    sign_in(tab, person)

    asked = send(tab, token_in(page))
    assert asked.status_code == 403
    assert "Send again" in asked.content.decode()
    saved = send(tab, token_in(asked))

    person.refresh_from_db()
    assert saved.status_code == 302
    assert person.known_as == TYPED


def test_e31_another_person_who_signs_in_cannot_send_it(tab: Client, person: User) -> None:
    sign_in(tab, person)
    token = token_in(tab.get(reverse("people:account")))
    end_session(tab)
    page = send(tab, token)
    other = cast("User", UserFactory(name="Bo Other"))
    sign_in(tab, other)

    answer = send(tab, token_in(page))

    other.refresh_from_db()
    assert answer.status_code == 403
    assert "Send again" not in answer.content.decode()
    assert other.known_as == ""
    assert tab.cookies[COOKIE].value == mark_of(other)


def test_e31_a_browser_without_any_cookie_promises_nothing_that_it_cannot_keep(tab: Client, person: User) -> None:
    sign_in(tab, person)
    token = token_in(tab.get(reverse("people:account")))
    tab.cookies.clear()

    page = send(tab, token)
    text = page.content.decode()

    assert "Copy it from below before you leave this page." in text
    assert "<details open>" in " ".join(text.split())
    assert TYPED in text
    assert [words for words in ("Send again", "send it again", "Put my text back") if words in text] == []
    assert 'data-kept-for=""' in text
    sign_in(tab, person)
    assert send(tab, token_in(page)).status_code == 403
    person.refresh_from_db()
    assert person.known_as == ""


def test_e31_where_nothing_is_worth_copying_the_page_says_to_fill_it_in_again(tab: Client, person: User) -> None:
    sign_in(tab, person)
    form = {"csrfmiddlewaretoken": token_in(tab.get(reverse("people:account"))), "known_as": "Kit", "spoken": ["en"]}
    tab.cookies.clear()

    text = tab.post(reverse("people:account"), form, headers=HERE).content.decode()

    assert "Please fill in the form again afterwards." in text
    assert [words for words in ("Your text is still here", "Copy it", "Send again") if words in text] == []


def test_e31_what_another_site_sends_comes_back_to_nobody(tab: Client, person: User) -> None:
    sign_in(tab, person)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"}):
        answer = send(tab, "x" * 64, **headers)

        assert answer.status_code == 403
        assert TYPED not in answer.content.decode()
    old = tab.post(reverse("people:account"), {"known_as": TYPED}, headers={"Origin": "https://evil.example"})
    assert TYPED not in old.content.decode()


def test_e31_signing_out_takes_the_mark_away(client: Client, person: User) -> None:
    client.force_login(person)
    client.get(reverse("home"))
    assert client.cookies[COOKIE].value == mark_of(person)

    client.post(reverse("account_logout"))

    assert client.cookies[COOKIE].value == ""
    assert 'name="whose" content=""' in client.get(reverse("account_login")).content.decode()


def test_e31_the_mark_says_who_it_is_to_nobody(person: User) -> None:
    mark = mark_of(person)

    assert len(mark) == 32
    assert mark != mark_of(cast("User", UserFactory()))


def subclasses(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for sub in form.__subclasses__():
        yield sub
        yield from subclasses(sub)


def test_e31_no_password_and_no_code_is_among_what_may_come_back() -> None:
    secret = {
        name
        for form in subclasses(forms.BaseForm)
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field.widget, forms.PasswordInput) or field.widget.attrs.get("autocomplete") == "one-time-code"
    }
    # Django's own forms for accounts, which no address of ours shows.
    theirs = {"old_password", "new_password1", "new_password2", "usable_password"}

    assert secret - theirs <= NEVER


def test_e31_of_a_signature_the_message_alone_comes_back(client: Client) -> None:
    request = SignatureRequestFactory.create()
    form = dict.fromkeys(DecisionForm(request=request).fields, "on")
    form |= {"choice": "sign", "typed_name": "Ada Able Signs", "remark": "Please make it the second of May"}

    text = client.post(reverse("agreements:sign", args=[request.pk]), form, headers=HERE).content.decode()

    assert re.findall(r'<input type="hidden" name="(?!csrf|next)([^"]+)"', text) == ["remark"]
    assert "Ada Able Signs" not in text


def test_e31_a_message_by_link_is_there_to_be_copied_after_the_opening_has_run_out(client: Client) -> None:
    form = {"choice": "change", "remark": "Please make it the second of May", "typed_name": "Ada Able Signs"}

    answer = client.post(reverse("agreements:sign_read"), form, headers=HERE)
    text = answer.content.decode()

    assert answer.status_code == 403
    assert "This page was open for too long" in text
    assert "<blockquote" in text
    assert "Please make it the second of May" in text
    assert "Ada Able Signs" not in text
    assert 'data-kept-for=""' in text
    assert client.post(reverse("agreements:sign_read"), form).status_code == 404  # from elsewhere


def test_e31_files_are_to_be_chosen_again(client: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("people.csv", b"name,salary\nBo,1")
    text = client.post(reverse("admin:people_import_upload"), {"file": file}, headers=HERE).content.decode()

    assert "Files are not kept. Please choose them again." in text
    assert "salary" not in text


def test_e31_a_second_step_that_is_due_loses_nothing(client: Client, settings: object) -> None:
    settings.STAFF_MFA_REQUIRED = True  # type: ignore[attr-defined]
    client.force_login(cast("User", UserFactory(is_staff=True, is_organization_administrator=True)))

    answer = client.post(reverse("admin:people_site_add"), {"name": TYPED}, headers=HERE)

    assert answer.status_code == 403
    assert TYPED in answer.content.decode()

"""The languages that people can say they speak."""

from __future__ import annotations

from django.utils import translation

from people import languages


def test_languages_stand_in_the_order_of_their_names_and_none_twice() -> None:
    names = [str(name) for _code, name in languages.CHOICES]

    assert names == sorted(names)
    assert len({code for code, _name in languages.CHOICES}) == len(set(names)) == 82


def test_names_are_those_of_the_reader_where_django_has_them() -> None:
    assert languages.name_of("de") == "German"
    assert languages.name_of("ZU") == "Zulu"
    with translation.override("de"):
        assert languages.name_of("de") == "Deutsch"


def test_a_language_that_is_not_listed_is_called_by_its_code() -> None:
    assert languages.name_of("tlh") == "tlh"

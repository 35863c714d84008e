from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from meetings.calendar.text import Component, escape, fold, line, quote, text_line, write

# Half of it from outside ASCII: two, three and four octets for a character.
WORDS = st.text(
    st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from('äß日本語🙂é,;\\\n:"')), max_size=300
)


@given(WORDS)
def test_c01_no_line_is_longer_than_75_octets_and_no_character_is_broken(words: str) -> None:
    octets = fold(str(text_line("SUMMARY", words)))

    rows = octets.split(b"\r\n")

    assert rows.pop() == b""
    assert all(len(row) <= 75 for row in rows)
    assert all(row.startswith(b" ") for row in rows[1:])
    for row in rows:
        row.decode()
    assert b"".join([rows[0], *(row[1:] for row in rows[1:])]).decode() == str(text_line("SUMMARY", words))


@given(WORDS)
def test_c20_an_independent_parser_reads_back_what_people_wrote(words: str) -> None:
    calendar = Component("VCALENDAR", (line("VERSION", "2.0"), Component("VEVENT", (text_line("SUMMARY", words),))))

    read = Calendar.from_ical(write(calendar).decode()).walk("VEVENT")[0]["SUMMARY"]

    one_kind_of_break = words.replace("\r\n", "\n").replace("\r", "\n")
    assert read == "".join(one for one in one_kind_of_break if one in "\n\t" or not (ord(one) < 32 or ord(one) == 127))


def test_c01_text_is_escaped_and_control_characters_are_dropped() -> None:
    assert escape("One, two; three\\four\r\nfive\x07") == "One\\, two\\; three\\\\four\\nfive"


def test_c02_a_parameter_is_quoted_where_it_must_be_and_never_holds_a_quote() -> None:
    assert quote("Okafor, Amara") == '"Okafor, Amara"'
    assert quote('Amara "Ama" Okafor') == "Amara 'Ama' Okafor"
    assert quote("Amara\r\nBEGIN:VALARM") == '"Amara BEGIN:VALARM"'


def test_nobody_can_smuggle_a_line_into_a_calendar_by_their_name() -> None:
    calendar = Component(
        "VEVENT",
        (
            line("ATTENDEE", "mailto:a@example.org", CN="x\r\nSTATUS:CANCELLED"),
            text_line("SUMMARY", "x\r\nSTATUS:CANCELLED"),
        ),
    )

    rows = write(calendar).decode().split("\r\n")

    assert not [row for row in rows if row.startswith("STATUS")]

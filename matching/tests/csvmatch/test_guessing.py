"""Without a mapping the names of the columns decide, and it is told what was recognised and what was not."""

from __future__ import annotations

import pytest

from matching.csvmatch.comparisons import ByStep, ForEach, ListOverlap, Same
from matching.csvmatch.errors import FilesError
from matching.csvmatch.guess import KNOWN, guess
from matching.csvmatch.mapping import FULL, Apart, Choices, ColumnCriterion, Mapping, Person
from matching.csvmatch.matching import match
from matching.tests.csvmatch.samples import table

MENTEES = (
    "E-mail,First Name,Last name,Team,Languages,Wants to learn,Manager,Choices,Grade,Gender,Shoe size\n"
    "a@x,Ada,King,Sales,English;German,Python;Budgets,x@x,y@x,B2,f,38\n"
)
MENTORS = (
    "id,name,Team,languages,Can teach,Places,not with,gender,grade\n"
    "x@x,Eve,IT,German,Python,2,,f,B3\n"
    "y@x,Flo,IT,German,Python,1,,m,B3\n"
)


def test_usual_names_of_columns_are_recognised() -> None:
    mapping, told = guess(table(MENTEES), table(MENTORS, "mentors.csv"))

    assert mapping == Mapping(
        mentees=Person("E-mail", ("First Name", "Last name")),
        mentors=Person("id", ("name",), "Places"),
        criteria=(
            ColumnCriterion("Wanted and offered", ListOverlap(), "Wants to learn", "Can teach", award=ForEach(10, 40)),
            ColumnCriterion("Languages", ListOverlap(), "Languages", "languages", award=ForEach(15, 15)),
            ColumnCriterion("Other department", Same(), "Team", "Team", award=ByStep({0: 15})),
        ),
        apart=(Apart("Not with the supervisor", "Manager", ""), Apart("Not with each other", "", "not with")),
        choices=Choices("Choice", "Choices", (10, 7, 4)),
    )
    assert told == [
        "mentees.csv: id “E-mail”, name “First Name”, “Last name”",
        "mentors.csv: id “id”, name “name”",
        "Places of a mentor: “Places”",
        "Wanted and offered: up to 40 points, from “Wants to learn”, “Can teach”",
        "Languages: up to 15 points, from “Languages”, “languages”",
        "Other department: up to 15 points, from “Team”",
        "Choice: up to 10 points, from “Choices”",
        "Not with the supervisor: never paired, from “Manager”",
        "Not with each other: never paired, from “not with”",
        "“Grade” is not used: the order of its values is not known. A mapping can say it.",
        "“grade” is not used: the order of its values is not known. A mapping can say it.",
        "Not used: “Shoe size”",
        "Never used, because who people are must not decide: “Gender”, “gender”",
    ]


def test_what_was_recognised_is_what_counts() -> None:
    left, right = table(MENTEES), table(MENTORS, "mentors.csv")

    (line,) = match(left, right, guess(left, right)[0]).lines

    assert line.mentor is not None
    assert (line.mentor.name, line.score) == ("Flo", 10 + 15 + 15 + 10)


def test_the_points_of_what_can_be_recognised_stay_within_the_scale() -> None:
    assert sum(known.award.most for known in KNOWN) + 10 <= FULL


def test_ids_alone_are_enough_and_it_is_told_that_all_pairs_count_alike() -> None:
    mapping, told = guess(table("id\na\n"), table("id\nx\n", "mentors.csv"))

    assert mapping == Mapping(Person("id"), Person("id"))
    assert told[-1] == "No column says what makes a good pair, so all pairs count the same."
    assert told[2] == "Places of a mentor: 1 each"


def test_without_an_id_it_is_told_in_which_file() -> None:
    with pytest.raises(FilesError) as caught:
        guess(table("who,gender\na,f\n"), table("id\nx\n", "mentors.csv"))

    assert str(caught.value) == (
        "mentees.csv has no column that tells people apart, such as “id” or “email”. Its columns are “who”. "
        "Say in a mapping which one it is."
    )


def test_e10_protected_columns_change_nothing_without_a_mapping_either() -> None:
    swapped = MENTEES.replace(",f,", ",m,"), MENTORS.replace(",f,", ",d,").replace(",m,", ",f,")

    def lines(mentees: str, mentors: str) -> object:
        left, right = table(mentees), table(mentors, "mentors.csv")
        return match(left, right, guess(left, right)[0]).lines

    assert lines(*swapped) == lines(MENTEES, MENTORS)

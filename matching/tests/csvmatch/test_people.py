"""Rows become people; each cell that cannot be taken is named with file and row."""

from __future__ import annotations

import pytest

from matching.csvmatch.errors import FilesError
from matching.csvmatch.mapping_reader import parse
from matching.csvmatch.people import MYSELF, People, read_people
from matching.tests.csvmatch.samples import ABOVE, GRADES, OTHER, PEOPLE, SAME, table


def people(mentees: str, mentors: str, rules: str = "", *, who: str = PEOPLE) -> People:
    """Read two files by a mapping."""
    return read_people(table(mentees), table(mentors, "mentors.csv"), parse((who + rules).encode(), "mapping.toml"))


def wrong(mentees: str, mentors: str, rules: str = "", *, who: str = PEOPLE) -> tuple[str, ...]:
    """Return the sentences about two files."""
    with pytest.raises(FilesError) as caught:
        people(mentees, mentors, rules, who=who)
    return caught.value.problems


PLACES = '[mentees]\nid = "id"\n[mentors]\nid = "id"\ncapacity = "places"\n'


def test_m03_people_are_numbered_by_id_and_not_by_row() -> None:
    found = people("id\nb\na\nC\n", "id\nz\ny\n")

    assert (found.mentees.ids, found.mentors.ids) == (("a", "b", "C"), ("y", "z"))


def test_a_name_is_joined_from_its_columns_and_the_id_stands_in_for_none() -> None:
    who = '[mentees]\nid = "id"\nname = ["first", "last"]\n[mentors]\nid = "id"\n'

    found = people("id,first,last\na,Ada,King\nb,Bo,\nc,,\n", "id\nz\n", who=who)

    assert (found.mentees.names, found.mentors.names) == (("Ada King", "Bo", "c"), ("z",))


def test_columns_are_found_whatever_their_capitals_and_marks() -> None:
    assert people("ID,E-Mail_Address\n1,a@x\n", "id,email\n2,b@x\n", who=PEOPLE).mentees.ids == ("1",)


def test_places_are_a_column_a_number_for_all_or_one() -> None:
    assert people("id\na\n", "id,places\nx,3\ny,0\nz,\n", who=PLACES).capacity == (3, 0, 1)
    assert people("id\na\n", "id\nx\ny\n", who=PEOPLE + "capacity = 2\n").capacity == (2, 2)
    assert people("id\na\n", "id\nx\n").capacity == (1,)


def test_a_missing_column_is_told_with_the_one_that_may_be_meant() -> None:
    assert wrong("id,tema,gender\na,x,y\n", "id\nz\n", OTHER) == (
        "mentees.csv has no column “team”. Did you mean “tema”? Its columns are “id”, “tema”.",
        "mentors.csv has no column “team”. Its columns are “id”.",
    )


def test_every_bad_cell_of_both_files_is_told_in_order_of_file_and_row() -> None:
    assert wrong(
        "id,grade\na,Seniro\na,Junior\n,Junior\nd,\ne,Boss\n",
        "id,grade,places\nx,Lead,two\ny,Lead,-1\nz,Chief,1.5\nX,Lead,999999999999999999999999\nw,Middle,Ⅳ\n",
        GRADES + ABOVE,
        who=PLACES,
    ) == (
        "mentees.csv, row 2: “Seniro” in column “grade” is not on the scale “grade” (Junior, Middle, Senior, Lead). Did you mean “Senior”?",
        "mentees.csv, row 3: “a” is already in row 2.",
        "mentees.csv, row 4: “id” is empty.",
        "mentees.csv, row 5: “grade” is empty, and “Above” needs it.",
        "mentees.csv, row 6: “Boss” in column “grade” is not on the scale “grade” (Junior, Middle, Senior, Lead).",
        "mentors.csv, row 2: “two” in column “places” is not a whole number.",
        "mentors.csv, row 3: “-1” in column “places” is negative. A mentor has 0 places or more.",
        "mentors.csv, row 4: “1.5” in column “places” is not a whole number.",
        "mentors.csv, row 4: “Chief” in column “grade” is not on the scale “grade” (Junior, Middle, Senior, Lead).",
        "mentors.csv, row 5: “X” is already in row 2.",
        "mentors.csv, row 5: “999999999999999999999999” in column “places” is too large. A mentor has 100,000 places at most.",
        "mentors.csv, row 6: “Ⅳ” in column “places” is not a whole number.",
    )


def test_one_bad_cell_that_two_rules_look_at_is_told_once() -> None:
    points = '[[criteria]]\nname = "Gap"\nkind = "steps"\nscale = "grade"\ncolumn = "grade"\npoints = { 1 = 5 }\n'

    assert len(wrong("id,grade\na,Boss\n", "id,grade\nx,Lead\n", GRADES + ABOVE + points)) == 1


@pytest.mark.parametrize("text", ["many", "1e5", "nan", "inf", "1,2,3", "--1", "٣", "9" * 400])
def test_what_is_not_a_number_is_told(text: str) -> None:
    near = '[[criteria]]\nname = "Distance"\nkind = "near"\ncolumn = "km"\npoints = 5\nwithin = 10\n'

    (sentence,) = wrong(f'id;km\na;"{text}"\n', "id;km\nx;1\n", near)

    assert sentence.endswith("in column “km” is not a number.")


def test_many_bad_rows_are_told_up_to_twenty_and_how_many_more() -> None:
    rows = "".join(f"m{number:02},Boss\n" for number in range(1, 31))

    with pytest.raises(FilesError) as caught:
        people(f"id,grade\n{rows}", "id,grade\nx,Lead\n", GRADES + ABOVE)

    lines = str(caught.value).split("\n")
    assert (len(lines), len(caught.value.problems)) == (21, 30)
    assert lines[19].startswith("mentees.csv, row 21: ")
    assert lines[20] == "… and 10 more."


def test_an_empty_cell_that_a_constraint_needs_may_be_allowed_or_forbidden() -> None:
    for word in ("allow", "forbid"):
        people("id,team\na,\n", "id,team\nx,T\n", OTHER + f'empty = "{word}"\n')
    assert wrong("id,team\na,\n", "id,team\nx,T\n", OTHER) == (
        "mentees.csv, row 2: “team” is empty, and “Other team” needs it.",
    )


def test_cells_of_mentees_for_whom_a_rule_does_not_hold_may_be_empty_or_odd() -> None:
    when = 'when = { column = "strict", is = "yes" }\n'

    found = people("id,grade,strict\na,?,no\nb,Junior,YES\n", "id,grade\nx,Lead\n", GRADES + ABOVE + when)

    assert found.constraints[0].applies == (False, True)


def test_people_are_kept_apart_by_ids_in_a_cell_of_either_file_and_from_themselves() -> None:
    rule = '[[apart]]\nname = "Boss"\nmentee = "boss"\nmentor = "reports"\n'

    found = people("id,boss\na,X\nb,nobody\nc,\n", "id,reports\nx,\ny,b; C\nB,\n", rule)

    numbers = {"b": 0, "x": 1, "y": 2}
    assert found.apart == {
        "Boss": frozenset({(0, numbers["x"]), (1, numbers["y"]), (2, numbers["y"])}),
        MYSELF: frozenset({(1, numbers["b"])}),
    }
    assert found.notes == ["1 id is in both files. Each is one person, who is never paired with themselves."]


def test_a_rule_that_keeps_nobody_apart_is_noted() -> None:
    found = people("id,boss\na,Ann Lee\n", "id\nx\n", '[[apart]]\nname = "Boss"\nmentee = "boss"\n')

    assert found.notes == ["“Boss” keeps nobody apart: no cell names the id of someone in the other file."]


def test_choices_of_people_who_are_not_there_are_noted_and_do_not_count() -> None:
    rule = '[choices]\ncolumn = "wishes"\npoints = [20, 10]\n'

    found = people('id,wishes\na,"gone; Y, x, y"\nb,\nc,"off"\n', "id\nx\ny\n", rule)

    assert found.choices == ((1, 0), (), ())
    assert found.notes == ["2 choices name nobody in mentors.csv and cannot be met, the first one in row 2: “gone”."]


def test_a_criterion_does_not_need_its_cells() -> None:
    found = people("id,profession\na,\n", "id,profession\nx,Law\n", SAME)

    assert (found.criteria[0].ones, found.criteria[0].others) == ((None,), ("Law",))


def test_grades_that_differ_in_a_sign_only_are_different_grades() -> None:
    scale = '[scales]\ngrade = ["A-", "A", "A+"]\n'

    found = people("id,grade\na,a\nb,A-\n", "id,grade\nx,A+\n", scale + ABOVE)

    assert (found.constraints[0].ones, found.constraints[0].others) == ((1, 0), (2,))

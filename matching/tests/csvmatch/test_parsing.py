"""A mapping says in TOML what the columns are and what counts; whatever is wrong with it is said in sentences."""

from __future__ import annotations

import pytest

from matching.csvmatch.comparisons import ByStep, Closeness, ForEach, ListOverlap, Near, Same, Steps, Within
from matching.csvmatch.errors import FilesError
from matching.csvmatch.mapping import Apart, Choices, ColumnCriterion, Constraint, Mapping, Person, When
from matching.csvmatch.mapping_reader import NEVER, parse
from matching.tests.csvmatch.samples import ABOVE, GRADES, OTHER, PEOPLE, SAME

WHOLE = """
[mentees]
id = "email"
name = ["first", "last"]

[mentors]
id = "email"
name = "name"
capacity = "places"

[scales]
grade = ["Junior", "Senior"]

[tiers]
poor = 10
weak = 30

[choices]
column = "wishes"
points = [20, 10]

[[apart]]
name = "Not with the supervisor"
mentee = "supervisor"

[[constraints]]
name = "One above"
kind = "steps"
scale = "grade"
column = "grade"
least = 1
empty = "forbid"

[[constraints]]
name = "A language"
kind = "shares"
column = "languages"
least = 2

[[criteria]]
name = "Wish"
kind = "shares"
mentee = "wants"
mentor = "offers"
separator = "/"
points = 10
most = 30
when = { column = "open", is = ["yes", "y"] }

[[criteria]]
name = "Distance"
kind = "near"
column = "km"
points = 25
within = 50

[[criteria]]
name = "Grade"
kind = "steps"
scale = "grade"
column = "grade"
points = { 1 = 15, -1 = 5 }
"""


def wrong(rules: str, *, people: str = PEOPLE) -> tuple[str, ...]:
    """Return the sentences about a mapping."""
    with pytest.raises(FilesError) as caught:
        parse((people + rules).encode(), "mapping.toml")
    return caught.value.problems


def test_a_mapping_is_read_whole() -> None:
    scale = ("Junior", "Senior")

    assert parse(WHOLE.encode(), "mapping.toml") == Mapping(
        mentees=Person("email", ("first", "last")),
        mentors=Person("email", ("name",), "places"),
        constraints=(
            Constraint(
                "One above", Steps("grade", scale), "grade", "grade", within=Within(1, 1_000_000), empty="forbid"
            ),
            Constraint("A language", ListOverlap(), "languages", "languages", within=Within(2, 1_000_000)),
        ),
        criteria=(
            ColumnCriterion(
                "Wish", ListOverlap("/"), "wants", "offers", When("open", ("yes", "y")), award=ForEach(10, 30)
            ),
            ColumnCriterion("Distance", Near(), "km", "km", award=Closeness(25, 50)),
            ColumnCriterion("Grade", Steps("grade", scale), "grade", "grade", award=ByStep({1: 15, -1: 5})),
        ),
        apart=(Apart("Not with the supervisor", mentee="supervisor"),),
        choices=Choices("Choice", "wishes", (20, 10)),
        tiers=(10, 30),
    )


def test_two_ways_to_compare_texts() -> None:
    mapping = parse((PEOPLE + OTHER + SAME).encode(), "mapping.toml")

    assert mapping.constraints == (Constraint("Other team", Same(), "team", "team", within=Within(0, 0)),)
    assert mapping.criteria == (
        ColumnCriterion("Profession", Same(), "profession", "profession", award=ByStep({1: 20})),
    )


def test_the_points_of_a_pair_add_up_over_criteria_and_choice() -> None:
    assert parse(WHOLE.encode(), "mapping.toml").most == 30 + 25 + 15 + 20


RULE = '[[criteria]]\nname = "X"\nkind = "same"\ncolumn = "x"\n'
WRONG = {
    "an unknown part": ("[criterion]\n", "mapping.toml: “criterion” is not known here. Did you mean “criteria”?"),
    "an unknown key": (RULE + "point = 5\npoints = 5\n", "mapping.toml, criteria 1 (“X”): “point” is not known here. Did you mean “points”?"),
    "a key of another kind": (RULE + "points = 5\nwithin = 2\n", "mapping.toml, criteria 1 (“X”): “within” is not known here. Known are “column”, “mentee”, “mentor”, “kind”, “name”, “when”, “points”."),
    "no points": (RULE, "mapping.toml, criteria 1 (“X”): “points” is missing."),
    "points in words": (RULE + 'points = "many"\n', "mapping.toml, criteria 1 (“X”): “points” must be a whole number."),
    "points that are yes": (RULE + "points = true\n", "mapping.toml, criteria 1 (“X”): “points” must be a whole number."),
    "half points": (RULE + "points = 2.5\n", "mapping.toml, criteria 1 (“X”): “points” must be a whole number."),
    "negative points": (RULE + "points = -5\n", "mapping.toml, criteria 1 (“X”): “points” is -5, and 0 is the least."),
    "too many points": (RULE + "points = 140\n", "mapping.toml: the criteria add up to 140 points, and 100 is the most a pair can have."),
    "no name": ('[[criteria]]\nkind = "same"\ncolumn = "x"\npoints = 5\n', "mapping.toml, criteria 1: “name” is missing."),
    "an empty name": ('[[criteria]]\nname = " "\nkind = "same"\ncolumn = "x"\npoints = 5\n', "mapping.toml, criteria 1 (“ ”): “name” must be a text in quotation marks."),
    "no kind": ('[[criteria]]\nname = "X"\ncolumn = "x"\npoints = 5\n', "mapping.toml, criteria 1 (“X”): “kind” is missing."),
    "an unknown kind": ('[[criteria]]\nname = "X"\nkind = "share"\ncolumn = "x"\npoints = 5\n', "mapping.toml, criteria 1 (“X”): “share” is not a kind of rule. Did you mean “shares”? There are “same”, “differs”, “steps”, “shares”, “near”."),
    "no column": ('[[criteria]]\nname = "X"\nkind = "same"\npoints = 5\n', "mapping.toml, criteria 1 (“X”): “column” is missing."),
    "half a column": ('[[criteria]]\nname = "X"\nkind = "same"\nmentee = "x"\npoints = 5\n', "mapping.toml, criteria 1 (“X”): “mentor” is missing."),
    "columns twice": (RULE + 'mentor = "y"\npoints = 5\n', "mapping.toml, criteria 1 (“X”): say either “column” for both files, or “mentee” and “mentor”."),
    "no list": ('[criteria]\nname = "X"\n', "mapping.toml: “criteria” must be a list of tables, each below a line [[criteria]]."),
    "no scale": (ABOVE, "mapping.toml, constraints 1 (“Above”): there is no scale “grade”. There is no table [scales]."),
    "another scale": ('[scales]\ngrades = ["A", "B"]\n' + ABOVE, "mapping.toml, constraints 1 (“Above”): there is no scale “grade”. Did you mean “grades”?"),
    "a scale that is none": ("[scales]\ngrade = 5\n", 'mapping.toml, scales: “grade” must be a text or a list of texts, such as ["first name", "last name"].'),
    "a step twice": ('[scales]\ngrade = ["A", "B", "a"]\n', "mapping.toml, scales: “a” appears twice under “grade”."),
    "no steps": (GRADES + ABOVE.replace("least = 1\nmost = 2\n", ""), "mapping.toml, constraints 1 (“Above”): “least” or “most” is missing: how many steps the mentor is above the mentee."),
    "steps the wrong way round": (GRADES + ABOVE.replace("least = 1", "least = 3"), "mapping.toml, constraints 1 (“Above”): “least” is above “most”."),
    "steps without points": (GRADES + '[[criteria]]\nname = "X"\nkind = "steps"\nscale = "grade"\ncolumn = "x"\npoints = 5\n', "mapping.toml, criteria 1 (“X”): “points” must say what each number of steps is worth, such as { 1 = 40, 2 = 60 }."),
    "a step that is none": (GRADES + '[[criteria]]\nname = "X"\nkind = "steps"\nscale = "grade"\ncolumn = "x"\npoints = { one = 5 }\n', "mapping.toml, criteria 1 (“X”): “one” in “points” is not a number of steps."),
    "no distance": ('[[criteria]]\nname = "X"\nkind = "near"\ncolumn = "x"\npoints = 5\n', "mapping.toml, criteria 1 (“X”): “within” must be a number above 0."),
    "distance 0": ('[[criteria]]\nname = "X"\nkind = "near"\ncolumn = "x"\npoints = 5\nwithin = 0\n', "mapping.toml, criteria 1 (“X”): “within” must be a number above 0."),
    "no number at all": ('[[criteria]]\nname = "X"\nkind = "near"\ncolumn = "x"\npoints = 5\nwithin = nan\n', "mapping.toml, criteria 1 (“X”): “within” must be a number above 0."),
    "an unknown word for empty": (OTHER + 'empty = "allowed"\n', "mapping.toml, constraints 1 (“Other team”): “empty” can be “refuse”, “allow”, “forbid”, not “allowed”. Did you mean “allow”?"),
    "when without is": (RULE + 'points = 5\nwhen = { column = "y" }\n', 'mapping.toml, criteria 1 (“X”), when: “is” must be a text or a list of texts, such as ["first name", "last name"].'),
    "choices without points": ('[choices]\ncolumn = "x"\n', "mapping.toml, choices: “points” must be a list of whole numbers, such as [30, 20, 10] for first, second and third choice."),
    "choices the wrong way round": ('[choices]\ncolumn = "x"\npoints = [10, 20]\n', "mapping.toml, choices: an earlier choice must not have fewer points than a later one."),
    "apart from nobody": ('[[apart]]\nname = "X"\n', "mapping.toml, apart 1 (“X”): name the column that holds ids of the others: “mentee”, “mentor” or both."),
    "tiers the wrong way round": (RULE + "points = 50\n[tiers]\npoor = 30\nweak = 20\n", "mapping.toml, tiers: “poor” must be below “weak”."),
    "weak alone": (RULE + "points = 50\n[tiers]\nweak = 20\n", "mapping.toml, tiers: “weak” needs a “poor” below it."),
    "tiers out of reach": (RULE + "points = 5\n[tiers]\npoor = 30\n", "mapping.toml, tiers: a pair can have 5 points at most."),
    "a name twice": (RULE + "points = 5\n" + RULE + "points = 5\n", "mapping.toml: “X” is the name of more than one rule."),
    "too many constraints": ("".join(OTHER.replace("Other team", f"C{number}") for number in range(7)), "mapping.toml: there are 7 constraints, and 6 is the most."),
}  # fmt: skip


@pytest.mark.parametrize(("rules", "sentence"), WRONG.values(), ids=WRONG)
def test_a_mistake_in_a_mapping_is_a_sentence(rules: str, sentence: str) -> None:
    assert wrong(rules) == (sentence,)


def test_a_mapping_must_say_who_is_who() -> None:
    assert wrong("", people="") == (
        "mapping.toml: [mentees] is missing: it says which column holds the id.",
        "mapping.toml: [mentors] is missing: it says which column holds the id.",
    )
    assert wrong("", people="mentees = 3\n[mentors]\nid = 5\ncapacity = -1\n") == (
        "mapping.toml, mentees: this must be a table, such as [mentees] with lines below it.",
        "mapping.toml, mentees: “id” is missing.",
        "mapping.toml, mentors: “capacity” is -1, and 0 is the least.",
        "mapping.toml, mentors: “id” must be a text in quotation marks.",
    )


def test_broken_toml_is_told_with_the_place() -> None:
    (sentence,) = wrong("[[criteria]\n")
    assert sentence.startswith("mapping.toml cannot be read as TOML: expected ")
    assert "line 5" in sentence


def test_a_mapping_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(FilesError, match="mapping.toml is not UTF-8"):
        parse("# Zoë".encode("latin-1"), "mapping.toml")


def test_all_mistakes_are_told_at_once() -> None:
    assert len(wrong(RULE + "point = 5\n" + OTHER.replace("differs", "other"))) == 3


@pytest.mark.parametrize(
    "column",
    [
        "identity to match", "Match with similar identity", "characteristics", "Gender", "sex", "sexual orientation",
        "ethnicity", "Ethnic group", "race", "religion or belief", "disability", "Age", "date of birth", "birthday",
        "genderIdentity", "age_group", "AGE", "Marital status", "health", "salary", "performance rating",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "rules",
    [
        '[[criteria]]\nname = "X"\nkind = "same"\ncolumn = "{}"\npoints = 5\n',
        '[[criteria]]\nname = "X"\nkind = "shares"\nmentee = "x"\nmentor = "{}"\npoints = 5\n',
        '[[constraints]]\nname = "X"\nkind = "same"\ncolumn = "{}"\n',
        '[[criteria]]\nname = "X"\nkind = "same"\ncolumn = "x"\npoints = 5\nwhen = {{ column = "{}", is = "yes" }}\n',
        '[[apart]]\nname = "X"\nmentor = "{}"\n',
        '[choices]\ncolumn = "{}"\npoints = [5]\n',
    ],
)
def test_e10_a_mapping_that_names_a_protected_column_is_refused(rules: str, column: str) -> None:
    assert wrong(rules.format(column)) == (f"mapping.toml names the column “{column}”. {NEVER}",)


@pytest.mark.parametrize(
    "column", ["language", "manager", "message", "pay grade", "stage", "essex office", "pages", "transport"]
)
def test_words_that_only_look_like_protected_ones_are_taken(column: str) -> None:
    assert (
        parse((PEOPLE + SAME.replace('"profession"', f'"{column}"')).encode(), "mapping.toml").criteria[0].mentee
        == column
    )

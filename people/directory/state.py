"""The directory as it stands, in the form in which entries of a file are compared with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from people.directory.fields import Field
from people.models import AddressChange, AddressStatus, Confirmation, Department, Level, Site, User

if TYPE_CHECKING:
    from people.directory.values import Value

COLUMNS = {
    Field.EMPLOYEE_NUMBER: "employee_number",
    Field.EMAIL: "email",
    Field.NAME: "name",
    Field.KNOWN_AS: "known_as",
    Field.JOB_TITLE: "job_title",
    Field.DEPARTMENT: "department__name",
    Field.LEVEL: "level__name",
    Field.SITE: "site__name",
    Field.TIME_ZONE: "time_zone",
    Field.LANGUAGES: "languages",
    Field.HIRED_ON: "hired_on",
    Field.LEFT_ON: "left_on",
}


@dataclass(frozen=True)
class KnownPerson:
    """Someone who is in the directory: id, values by field, and the id of their supervisor."""

    pk: int
    values: dict[Field, Value]
    supervisor: int | None


@dataclass
class Addresses:
    """What is known of addresses besides the ones that count (E-34), in lower case.

    Those that wait, by person; those that people have said are not theirs; and whose others were before.
    """

    waiting: dict[int, str] = field(default_factory=dict)
    stopped: set[tuple[int, str]] = field(default_factory=set)
    earlier: dict[str, int] = field(default_factory=dict)


@dataclass
class Directory:
    """Everyone, and the names of departments, sites and levels as they are spelled (levels lowest first)."""

    people: dict[int, KnownPerson] = field(default_factory=dict)
    addresses: Addresses = field(default_factory=Addresses)
    departments: list[str] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)

    def by_number(self) -> dict[str, int]:
        """Ids by employee number, in lower case."""
        return {str(number).casefold(): pk for pk, number in self._column(Field.EMPLOYEE_NUMBER) if number}

    def by_email(self) -> dict[str, int]:
        """Ids by address, in lower case."""
        return {str(email).casefold(): pk for pk, email in self._column(Field.EMAIL)}

    def _column(self, key: Field) -> list[tuple[int, Value]]:
        return [(pk, known.values[key]) for pk, known in self.people.items()]


def read_directory(*, lock: bool = False) -> Directory:
    """Read the directory in five queries, however large it is. `lock` holds all people until the transaction ends."""
    people = User.objects.order_by("pk")
    if lock:
        people = people.select_for_update(of=("self",))
    return Directory(
        people={
            pk: KnownPerson(pk, dict(zip(COLUMNS, values, strict=True)), supervisor)
            for pk, supervisor, *values in people.values_list("pk", "supervisor_id", *COLUMNS.values())
        },
        addresses=read_addresses(),
        departments=list(Department.objects.values_list("name", flat=True)),
        sites=list(Site.objects.values_list("name", flat=True)),
        levels=list(Level.objects.order_by("rank").values_list("name", flat=True)),
    )


def read_addresses() -> Addresses:
    """Read what has become of changed addresses. One that was given free belongs to nobody."""
    addresses = Addresses()
    rows = AddressChange.objects.exclude(confirmation__in=[Confirmation.NEW_ROW, Confirmation.RELEASED])
    for person, old, new, status in rows.values_list("person", "old", "new", "status"):
        match status:
            case AddressStatus.WAITING:
                addresses.waiting[person] = new
            case AddressStatus.STOPPED:
                addresses.stopped.add((person, new))
            case AddressStatus.CONFIRMED:
                addresses.earlier[old] = person
    return addresses

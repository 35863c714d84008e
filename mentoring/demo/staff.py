"""Brings the invented organisation into the directory, and hands out its people to the programs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from mentoring.demo.organisation import LEVELS, directory_csv, invent
from mentoring.demo.programs import Team
from people.directory.importing import apply, order_levels, upload
from people.models import User
from programs.models import SupportContact
from programs.upkeep import keeping

if TYPE_CHECKING:
    from datetime import datetime

CONTACTS = [
    ("Employee assistance line", "Free and confidential help with anything that weighs on you, day and night", "help@harbourline.example", "+49 30 555 0100"),
    ("HR advice", "Questions about your contract, your role or a conflict at work", "hr@harbourline.example", "+49 30 555 0110"),
    ("Ethics office", "If something is wrong and you want to report it, with or without your name", "ethics@harbourline.example", "+49 30 555 0120"),
]  # fmt: skip


@dataclass
class Staff:
    """The people of the demo. Nobody is handed out twice, so that each is in one program."""

    team: Team
    today: date
    left: list[User]
    notable: dict[str, User] = field(default_factory=dict)

    def take(self, count: int, *, levels: tuple[int, ...], tenure_months: int) -> list[User]:
        """Hand out people of some levels who have been here long enough, mixed over departments."""
        since = self.today - timedelta(days=31 * (tenure_months + 4))
        fit = [
            user
            for user in self.left
            if user.level and user.level.rank in levels and user.hired_on and user.hired_on < since
        ]
        return self.hand_out(fit[:count])

    def newcomers(self, count: int) -> list[User]:
        """Hand out the newest people."""
        since = self.today - timedelta(days=100)
        return self.hand_out([user for user in self.left if user.hired_on and user.hired_on > since][:count])

    def hand_out(self, people: list[User]) -> list[User]:
        """Take them off the list."""
        taken = {user.pk for user in people}
        self.left = [user for user in self.left if user.pk not in taken]
        return people


def employ(*, seed: int, today: date, size: int, now: datetime) -> Staff:
    """Import the directory file and name who runs the programs."""
    administrator = User.objects.create_user(
        "admin@harbourline.example", name="Robin Ashdown", job_title="Systems administrator", is_staff=True,
        is_organization_administrator=True,
    )  # fmt: skip
    organisation = invent(seed=seed, today=today, size=size)
    record = upload(directory_csv(organisation), file_name="staff.csv", by=administrator, now=now)
    apply(order_levels(record, levels=LEVELS), by=administrator, now=now)
    for rank, (name, what_for, email, phone) in enumerate(CONTACTS):
        contact = SupportContact(name=name, what_for=what_for, email=email, phone=phone, rank=rank)
        keeping.add(contact, by=administrator, now=now)
    everybody = {user.email: user for user in User.objects.with_work().exclude(pk=administrator.pk)}

    def find(department: str, level: int, number: int = 0) -> User:
        return everybody[organisation.of(department, level)[number].email]

    team = Team(
        administrator=administrator,
        coordinator=find("People and Learning", 3),
        facilitator=find("People and Learning", 4),
        committee=[find("Engineering", 6), find("Customer Service", 5), find("Operations", 2), find("Sales", 4)],
    )
    busy = {member.pk for member in (team.coordinator, team.facilitator, *team.committee)}
    # By the last digits of the number, so that neighbours in the list come from all departments.
    left = sorted(
        (user for user in everybody.values() if user.pk not in busy),
        key=lambda user: (user.employee_number or "")[::-1],
    )
    return Staff(team=team, today=today, left=left)

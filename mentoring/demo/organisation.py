"""Invents the staff of the demo, by seed: 300 people, eight departments, six levels, four sites in three time zones.

The result is a directory file like the one an HR system hands over, so that it comes in by the import that
coordinators use. No Django here.
"""

from __future__ import annotations

import csv
import io
import random
import tomllib
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

LEVELS = ["Associate", "Specialist", "Senior Specialist", "Lead", "Head", "Director"]
SITES = {"Berlin": "Europe/Berlin", "Hamburg": "Europe/Berlin", "London": "Europe/London", "Toronto": "America/Toronto"}
SITE_SHARES = [38, 20, 27, 15]
LOCAL_LANGUAGE = {"Berlin": "de", "Hamburg": "de", "London": "en", "Toronto": "en"}
OTHER_LANGUAGES = ["fr", "es", "pl", "tr", "pt", "it"]
TITLES = {
    "Operations": ["Process Analyst", "Logistics Planner", "Operations Specialist", "Quality Analyst"],
    "Engineering": ["Software Engineer", "Data Engineer", "Test Engineer", "Platform Engineer"],
    "Customer Service": ["Service Adviser", "Support Specialist", "Service Designer", "Complaints Adviser"],
    "Finance": ["Accountant", "Financial Analyst", "Controller", "Payroll Specialist"],
    "People and Learning": ["HR Adviser", "Learning Designer", "Recruiter", "L&D Specialist"],
    "Sales": ["Account Manager", "Sales Analyst", "Tender Writer", "Partner Manager"],
    "Research": ["Market Researcher", "Statistician", "Product Researcher", "Data Analyst"],
    "Legal and Risk": ["Contract Adviser", "Compliance Analyst", "Privacy Adviser", "Risk Analyst"],
}
LEAD_TITLES = {4: "Team Lead", 5: "Head of", 6: "Director of"}
NAMES = tomllib.loads(Path(__file__).with_name("names.toml").read_text())
FIRST, LAST = NAMES["first"].split(), NAMES["last"].split()


@dataclass(frozen=True)
class Employee:
    """One row of the directory. `level` is 1 (lowest) to 6."""

    number: str
    name: str
    email: str
    title: str
    department: str
    level: int
    site: str
    languages: tuple[str, ...]
    hired_on: date
    supervisor: str = ""


@dataclass
class Organisation:
    """Everyone, the most senior first."""

    employees: list[Employee] = field(default_factory=list)

    def of(self, department: str, *levels: int) -> list[Employee]:
        """Those of a department on the given levels."""
        return [person for person in self.employees if person.department == department and person.level in levels]


class Inventor:
    """Draws people, never the same name twice."""

    def __init__(self, seed: int, today: date, domain: str) -> None:
        self.random = random.Random(seed)  # noqa: S311 - a demo, no secret
        self.today = today
        self.domain = domain
        self.taken: set[str] = set()
        self.count = 0

    def name(self) -> str:
        """Draw a first and a last name."""
        while True:
            name = f"{self.random.choice(FIRST)} {self.random.choice(LAST)}"
            if name not in self.taken:
                self.taken.add(name)
                return name

    def employee(self, department: str, level: int, boss: Employee | None, site: str = "") -> Employee:
        """Draw one person under `boss`, mostly at the boss's site."""
        self.count += 1
        name = self.name()
        if not site:
            near = boss is not None and self.random.random() < 0.7  # noqa: PLR2004 - most teams sit together
            site = boss.site if near and boss else self.random.choices(list(SITES), SITE_SHARES)[0]
        title = self.random.choice(TITLES[department])
        if level in LEAD_TITLES:
            title = f"{LEAD_TITLES[level]} {department}" if level > 4 else f"{LEAD_TITLES[4]}, {department}"  # noqa: PLR2004
        elif level == 3:  # noqa: PLR2004
            title = f"Senior {title}"
        languages = {"en", LOCAL_LANGUAGE[site]}
        if self.random.random() < 0.3:  # noqa: PLR2004
            languages.add(self.random.choice(OTHER_LANGUAGES))
        newcomer = level == 1 and self.random.random() < 0.4  # noqa: PLR2004
        months = self.random.randint(0, 3) if newcomer else self.random.randint(8, 30 + 20 * level)
        hired = self.today - timedelta(days=30 * months + self.random.randint(1, 28))
        return Employee(
            f"W{self.count:04}",
            name,
            f"{mailbox(name)}@{self.domain}",
            title,
            department,
            level,
            site,
            tuple(sorted(languages)),
            hired,
            boss.number if boss else "",
        )


def mailbox(name: str) -> str:
    """Turn a name into the part of an address before the @."""
    plain = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("’", "").replace("ø", "o"))
    return plain.encode("ascii", "ignore").decode().lower().replace(" ", ".")


def invent(*, seed: int, today: date, size: int = 300, domain: str = "harbourline.example") -> Organisation:
    """Invent the organisation: one managing director, a director a department, heads, leads, teams."""
    inventor = Inventor(seed, today, domain)
    top = replace(inventor.employee("Operations", 6, None, "Berlin"), title="Managing Director")
    people = [top]
    leads: list[Employee] = []
    for department in TITLES:
        director = inventor.employee(department, 6, top)
        heads = [inventor.employee(department, 5, director) for _ in range(2)]
        teams = [inventor.employee(department, 4, head) for head in heads for _ in range(2)]
        people += [director, *heads, *teams]
        leads += teams
    while len(people) < size:
        boss = leads[len(people) % len(leads)]
        level = inventor.random.choices([1, 2, 3], [3, 4, 3])[0]
        people.append(inventor.employee(boss.department, level, boss))
    return Organisation(people)


def directory_csv(organisation: Organisation) -> bytes:
    """Write the directory file as HR would: one row a person, supervisors by number."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            "Employee number",
            "Name",
            "Email",
            "Job title",
            "Department",
            "Level",
            "Site",
            "Time zone",
            "Languages",
            "Hired on",
            "Supervisor",
        ]
    )
    for person in organisation.employees:
        writer.writerow([
            person.number, person.name, person.email, person.title, person.department, LEVELS[person.level - 1], person.site,
            SITES[person.site], ", ".join(person.languages), person.hired_on.isoformat(), person.supervisor,
        ])  # fmt: skip
    return out.getvalue().encode()

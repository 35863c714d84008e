"""People for tests."""

from __future__ import annotations

import factory

from people.models import Department, Level, Site, User


class DepartmentFactory(factory.django.DjangoModelFactory[Department]):
    """A department."""

    class Meta:
        model = Department

    name = factory.Sequence(lambda n: f"Department {n}")


class LevelFactory(factory.django.DjangoModelFactory[Level]):
    """A level; each next one ranks higher."""

    class Meta:
        model = Level

    name = factory.Sequence(lambda n: f"Level {n}")
    rank = factory.Sequence(lambda n: n + 1)


class SiteFactory(factory.django.DjangoModelFactory[Site]):
    """A site in Berlin's time zone."""

    class Meta:
        model = Site

    name = factory.Sequence(lambda n: f"Site {n}")
    time_zone = "Europe/Berlin"


class UserFactory(factory.django.DjangoModelFactory[User]):
    """A person with an address. Level, site and supervisor only where a test says so."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Person{n} Example")
    email = factory.Sequence(lambda n: f"person{n}@example.org")
    employee_number = factory.Sequence(lambda n: f"E{n:05}")
    job_title = "Analyst"
    languages = ["en"]
    password = "!nobody signs in by it"

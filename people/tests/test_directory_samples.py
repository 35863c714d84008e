"""Files from elsewhere: levels, sites and the form of a real mentoring network."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path

import pytest

from people.models import Level, Site, User
from people.tests.factories import LevelFactory, SiteFactory
from people.tests.importing import bring_in, counts

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data"
GRADES = ["AA", "AO", "EO", "HEO", "SEO", "Grade 7", "Grade 6", "SCS1", "SCS2", "SCS3", "SCS4"]


@pytest.mark.django_db
def test_levels_come_in_when_they_are_put_in_order(now: datetime) -> None:
    LevelFactory.create(name="EO", rank=1)
    LevelFactory.create(name="SEO", rank=2)

    bring_in("Email,Name,Grade\na@example.org,Ada,heo\n", levels=["EO", "HEO", "SEO", "Grade 7"], now=now)

    assert list(Level.objects.values_list("rank", "name")) == [(1, "EO"), (2, "HEO"), (3, "SEO"), (4, "Grade 7")]
    assert User.objects.get(email="a@example.org").level == Level.objects.get(name="HEO")


@pytest.mark.django_db
def test_a_new_site_is_in_the_zone_of_most_of_its_people(now: datetime) -> None:
    SiteFactory.create(name="Berlin", time_zone="Europe/Berlin")
    bring_in(
        "Email,Name,Office,Time zone\n"
        "a@example.org,A,Porto,Europe/Lisbon\nb@example.org,B,Porto,Europe/Lisbon\nc@example.org,C,porto,Asia/Tokyo\n",
        now=now,
    )

    assert Site.objects.get(name="Porto").time_zone == "Europe/Lisbon"
    assert User.objects.get(email="c@example.org").zone_name == "Asia/Tokyo"


SAMPLE_LIKE = (
    "first name,last name,email address,both mentor and mentee,job title,grade,organisation,profession,"
    "match with similar identity,identity to match,biography\n"
    'mentee,00,mentee.00@example.org,yes,Some role,HEO,Department of Virtue,Security,yes,secret,"Long, with commas"\n'
    "mentee,01,mentee.01@example.org,no,Some role,Grade 7,Department of Love,Policy,no,,\n"
)


@pytest.mark.django_db
def test_a_mentoring_networks_form_comes_in_without_identity_and_biography(now: datetime) -> None:
    done = bring_in(SAMPLE_LIKE, levels=GRADES, now=now)

    assert counts(done) == (2, 0, 0, 0)
    assert set(done.ignored_columns) == {"both mentor and mentee", "profession", "biography"}
    assert set(done.refused_columns) == {"match with similar identity", "identity to match"}
    person = User.objects.with_work().get(email="mentee.00@example.org")
    assert (person.name, person.level.name, person.department.name) == ("mentee 00", "HEO", "Department of Virtue")


@pytest.mark.django_db
@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample files are not beside this clone")
@pytest.mark.parametrize("name", ["ukcs_sample_small_mentees.csv", "ukcs_sample_small_mentors.csv"])
def test_the_sample_of_a_mentoring_network_comes_in_whole(name: str, now: datetime) -> None:
    data = (SAMPLES / name).read_bytes()
    rows = list(csv.DictReader(data.decode().splitlines()))

    done = bring_in(data, levels=GRADES, now=now)

    assert counts(done) == (50, 0, 0, 0)
    assert set(User.objects.values_list("email", "level__name", "department__name")) == {
        (row["email address"], row["grade"], row["organisation"]) for row in rows
    }

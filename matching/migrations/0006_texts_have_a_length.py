from __future__ import annotations

from django.db import migrations

import people.texts
from people.at_once import at_once

# Table, column, and how many characters it may hold (E-37).
LENGTHS = (
    ("matching_mentee", "accessibility", 2000),
    ("matching_mentee", "wants", 2000),
    ("matching_mentee", "why", 2000),
    ("matching_mentor", "accessibility", 2000),
    ("matching_mentor", "decision_reason", 2000),
    ("matching_mentor", "motivation", 2000),
    ("matching_mentor", "offers", 2000),
    ("matching_mentor", "wants_to_learn", 2000),
)


held = [
    migrations.RunSQL(
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{column}_check" CHECK (char_length("{column}") <= {most})',
        f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_{column}_check"',
    )
    for table, column, most in LENGTHS
]


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0005_runs_and_what_people_want"),
    ]

    # What Django sees is the length of the form; the rows are held by the conditions that follow.
    operations = [
        migrations.AlterField(
            model_name="mentee",
            name="accessibility",
            field=people.texts.Prose(
                blank=True,
                help_text="Only you, your partner and the coordinator read this.",
                max_length=2000,
                verbose_name="what you need to take part",
            ),
        ),
        migrations.AlterField(
            model_name="mentee",
            name="wants",
            field=people.texts.Prose(blank=True, max_length=2000, verbose_name="what you want to learn"),
        ),
        migrations.AlterField(
            model_name="mentee",
            name="why",
            field=people.texts.Prose(blank=True, max_length=2000, verbose_name="why, and why now"),
        ),
        migrations.AlterField(
            model_name="mentor",
            name="accessibility",
            field=people.texts.Prose(
                blank=True,
                help_text="Only you, your partner and the coordinator read this.",
                max_length=2000,
                verbose_name="what you need to take part",
            ),
        ),
        migrations.AlterField(
            model_name="mentor",
            name="decision_reason",
            field=people.texts.Prose(blank=True, max_length=2000, verbose_name="reason"),
        ),
        migrations.AlterField(
            model_name="mentor",
            name="motivation",
            field=people.texts.Prose(blank=True, max_length=2000, verbose_name="why you want to be a mentor"),
        ),
        migrations.AlterField(
            model_name="mentor",
            name="offers",
            field=people.texts.Prose(
                blank=True,
                help_text="Skills, know-how and experience that you can pass on.",
                max_length=2000,
                verbose_name="what you offer",
            ),
        ),
        migrations.AlterField(
            model_name="mentor",
            name="wants_to_learn",
            field=people.texts.Prose(blank=True, max_length=2000, verbose_name="what you would like to learn yourself"),
        ),
        *held,
    ]
    operations = at_once(operations)

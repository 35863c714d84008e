from __future__ import annotations

from django.db import migrations

import people.texts
from people.at_once import at_once

# Table, column, and how many characters it may hold (E-37).
LENGTHS = (
    ("evaluation_proposal", "text", 4000),
    ("evaluation_summary", "learnt", 4000),
    ("evaluation_summary", "passed_on", 4000),
    ("evaluation_summary", "worked", 4000),
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
        ("evaluation", "0001_initial"),
    ]

    # What Django sees is the length of the form; the rows are held by the conditions that follow.
    operations = [
        migrations.AlterField(
            model_name="proposal",
            name="text",
            field=people.texts.Prose(max_length=4000, verbose_name="proposal"),
        ),
        migrations.AlterField(
            model_name="summary",
            name="learnt",
            field=people.texts.Prose(max_length=4000, verbose_name="what I learnt"),
        ),
        migrations.AlterField(
            model_name="summary",
            name="passed_on",
            field=people.texts.Prose(blank=True, max_length=4000, verbose_name="what I passed on"),
        ),
        migrations.AlterField(
            model_name="summary",
            name="worked",
            field=people.texts.Prose(blank=True, max_length=4000, verbose_name="what worked, and what should change"),
        ),
        *held,
    ]
    operations = at_once(operations)

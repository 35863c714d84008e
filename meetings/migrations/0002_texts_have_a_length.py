from __future__ import annotations

from django.db import migrations

import people.texts

# Table, column, and how many characters it may hold (E-37).
LENGTHS = (("meetings_meeting", "agenda", 4000),)


held = [
    migrations.RunSQL(
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{column}_check" CHECK (char_length("{column}") <= {most})',
        f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_{column}_check"',
    )
    for table, column, most in LENGTHS
]


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0001_initial"),
    ]

    # What Django sees is the length of the form; the rows are held by the conditions that follow.
    operations = [
        migrations.AlterField(
            model_name="meeting",
            name="agenda",
            field=people.texts.Prose(blank=True, max_length=4000, verbose_name="agenda"),
        ),
        *held,
    ]

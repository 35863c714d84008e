from __future__ import annotations

from django.db import migrations

import people.texts
from people.at_once import at_once

# Table, column, and how many characters it may hold (E-37).
LENGTHS = (
    ("agreements_agreementversion", "cancelling", 4000),
    ("agreements_agreementversion", "chosen_clauses", 4000),
    ("agreements_agreementversion", "expectations", 4000),
    ("agreements_agreementversion", "ground_rules", 4000),
    ("agreements_agreementversion", "joint_project", 4000),
    ("agreements_agreementversion", "mentee_duties", 4000),
    ("agreements_agreementversion", "mentor_duties", 4000),
    ("agreements_agreementversion", "out_of_bounds", 4000),
    ("agreements_agreementversion", "reaching", 4000),
    ("agreements_agreementversion", "topics", 4000),
    ("agreements_agreementversion", "void_reason", 4000),
    ("agreements_dispute", "remark", 4000),
    ("agreements_signaturerequest", "remark", 4000),
    ("agreements_signaturerequest", "wrong_person_note", 4000),
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
        ("agreements", "0003_amending_handing_over_and_sealing"),
    ]

    # What Django sees is the length of the form; the rows are held by the conditions that follow.
    operations = [
        migrations.AlterField(
            model_name="agreementversion",
            name="cancelling",
            field=people.texts.Prose(blank=True, max_length=4000, verbose_name="how to cancel or move a meeting"),
        ),
        migrations.AlterField(
            model_name="agreementversion",
            name="chosen_clauses",
            field=people.texts.Prose(
                blank=True,
                help_text="Those of the program’s guidelines, one on each line.",
                max_length=4000,
                verbose_name="clauses that the two chose",
            ),
        ),
        migrations.AlterField(
            model_name="agreementversion",
            name="expectations",
            field=people.texts.Prose(blank=True, max_length=4000, verbose_name="what each can expect"),
        ),
        migrations.AlterField(
            model_name="agreementversion",
            name="ground_rules",
            field=people.texts.Prose(blank=True, max_length=4000, verbose_name="ground rules"),
        ),
        migrations.AlterField(
            model_name="agreementversion",
            name="joint_project",
            field=people.texts.Prose(blank=True, max_length=4000, verbose_name="joint project"),
        ),
        migrations.AlterField(
            model_name="agreementversion",
            name="mentee_duties",
            field=people.texts.Prose(blank=True, max_length=4000, verbose_name="what the mentee does"),
        ),
        migrations.AlterField(
            model_name="agreementversion",
            name="mentor_duties",
            field=people.texts.Prose(blank=True, max_length=4000, verbose_name="what the mentor does"),
        ),
        migrations.AlterField(
            model_name="agreementversion",
            name="out_of_bounds",
            field=people.texts.Prose(blank=True, max_length=4000, verbose_name="what is out of bounds"),
        ),
        migrations.AlterField(
            model_name="agreementversion",
            name="reaching",
            field=people.texts.Prose(
                blank=True, max_length=4000, verbose_name="how to reach each other between meetings"
            ),
        ),
        migrations.AlterField(
            model_name="agreementversion",
            name="topics",
            field=people.texts.Prose(blank=True, max_length=4000, verbose_name="topics"),
        ),
        migrations.AlterField(
            model_name="agreementversion",
            name="void_reason",
            field=people.texts.Prose(blank=True, max_length=4000, verbose_name="why void"),
        ),
        migrations.AlterField(
            model_name="dispute",
            name="remark",
            field=people.texts.Prose(blank=True, max_length=4000),
        ),
        migrations.AlterField(
            model_name="signaturerequest",
            name="remark",
            field=people.texts.Prose(blank=True, max_length=4000, verbose_name="remark"),
        ),
        migrations.AlterField(
            model_name="signaturerequest",
            name="wrong_person_note",
            field=people.texts.Prose(blank=True, max_length=4000, verbose_name="who would be right"),
        ),
        *held,
    ]
    operations = at_once(operations)

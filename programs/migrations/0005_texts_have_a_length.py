from __future__ import annotations

from django.db import migrations

import people.texts
from people.at_once import at_once

# Table, column, and how many characters it may hold (E-37).
LENGTHS = (
    ("programs_approval", "remarks", 4000),
    ("programs_guidelines", "evaluation_text", 4000),
    ("programs_guidelines", "expectations", 4000),
    ("programs_guidelines", "fixed_clauses", 4000),
    ("programs_guidelines", "ground_rules", 4000),
    ("programs_guidelines", "limits_of_role", 4000),
    ("programs_guidelines", "mentee_duties", 4000),
    ("programs_guidelines", "mentee_who", 4000),
    ("programs_guidelines", "mentor_duties", 4000),
    ("programs_guidelines", "mentor_qualities", 4000),
    ("programs_guidelines", "mentor_support", 4000),
    ("programs_guidelines", "optional_clauses", 4000),
    ("programs_guidelines", "professional_help", 4000),
    ("programs_guidelines", "rhythm_text", 4000),
    ("programs_guidelines", "training_text", 4000),
    ("programs_guidelines", "what_mentoring_is", 4000),
    ("programs_guidelines", "what_mentoring_is_not", 4000),
    ("programs_program", "business_reason", 2000),
    ("programs_program", "employee_reason", 2000),
    ("programs_program", "purpose", 2000),
    ("programs_resource", "about", 2000),
    ("programs_training", "about", 2000),
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
        ("programs", "0004_clauses_of_agreements"),
    ]

    # What Django sees is the length of the form; the rows are held by the conditions that follow.
    operations = [
        migrations.AlterField(
            model_name="approval",
            name="remarks",
            field=people.texts.Prose(blank=True, max_length=4000, verbose_name="remarks"),
        ),
        migrations.AlterField(
            model_name="guidelines",
            name="evaluation_text",
            field=people.texts.Prose(
                blank=True,
                help_text="How and when you find out whether the program works.",
                max_length=4000,
                verbose_name="evaluation after mentoring",
            ),
        ),
        migrations.AlterField(
            model_name="guidelines",
            name="expectations",
            field=people.texts.Prose(
                blank=True,
                help_text="One point on each line. Pairs can change these words.",
                max_length=4000,
                verbose_name="what each can expect",
            ),
        ),
        migrations.AlterField(
            model_name="guidelines",
            name="fixed_clauses",
            field=people.texts.Prose(
                blank=True,
                help_text="One on each line. Pairs read them and cannot change them.",
                max_length=4000,
                verbose_name="clauses that stand in every agreement",
            ),
        ),
        migrations.AlterField(
            model_name="guidelines",
            name="ground_rules",
            field=people.texts.Prose(
                blank=True,
                help_text="Respect, confidence, no recording, openness in both directions. They go into every agreement.",
                max_length=4000,
                verbose_name="ground rules",
            ),
        ),
        migrations.AlterField(
            model_name="guidelines",
            name="limits_of_role",
            field=people.texts.Prose(
                blank=True,
                help_text="What a mentor does not have to carry.",
                max_length=4000,
                verbose_name="limits of the mentor’s responsibility",
            ),
        ),
        migrations.AlterField(
            model_name="guidelines",
            name="mentee_duties",
            field=people.texts.Prose(
                blank=True,
                help_text="One point on each line. Pairs can change these words.",
                max_length=4000,
                verbose_name="what mentees do",
            ),
        ),
        migrations.AlterField(
            model_name="guidelines",
            name="mentee_who",
            field=people.texts.Prose(
                blank=True,
                help_text="In words that everyone reads. The rules below are checked against the directory.",
                max_length=4000,
                verbose_name="who may be a mentee",
            ),
        ),
        migrations.AlterField(
            model_name="guidelines",
            name="mentor_duties",
            field=people.texts.Prose(
                blank=True,
                help_text="One point on each line. Pairs can change these words.",
                max_length=4000,
                verbose_name="what mentors do",
            ),
        ),
        migrations.AlterField(
            model_name="guidelines",
            name="mentor_qualities",
            field=people.texts.Prose(
                blank=True,
                help_text="What people read before they apply. A line that begins with “- ” becomes a point of a list.",
                max_length=4000,
                verbose_name="qualities looked for in a mentor",
            ),
        ),
        migrations.AlterField(
            model_name="guidelines",
            name="mentor_support",
            field=people.texts.Prose(
                blank=True,
                help_text="Who helps mentors during the months, how often they meet, and what they can read.",
                max_length=4000,
                verbose_name="support of mentors",
            ),
        ),
        migrations.AlterField(
            model_name="guidelines",
            name="optional_clauses",
            field=people.texts.Prose(
                blank=True,
                help_text="One on each line. Each pair ticks those that it wants.",
                max_length=4000,
                verbose_name="clauses to choose from",
            ),
        ),
        migrations.AlterField(
            model_name="guidelines",
            name="professional_help",
            field=people.texts.Prose(
                blank=True,
                help_text="Whom to turn to when mentoring is not enough. Names and numbers belong to the support contacts.",
                max_length=4000,
                verbose_name="the organisation’s own professional help",
            ),
        ),
        migrations.AlterField(
            model_name="guidelines",
            name="rhythm_text",
            field=people.texts.Prose(
                blank=True,
                help_text="Anything a number cannot say, for example: three meetings or three months, whichever comes first.",
                max_length=4000,
                verbose_name="more about length and meetings",
            ),
        ),
        migrations.AlterField(
            model_name="guidelines",
            name="training_text",
            field=people.texts.Prose(
                blank=True,
                help_text="What the training covers and when it happens.",
                max_length=4000,
                verbose_name="training of mentors",
            ),
        ),
        migrations.AlterField(
            model_name="guidelines",
            name="what_mentoring_is",
            field=people.texts.Prose(
                blank=True,
                help_text="Everyone taking part ticks this before a match.",
                max_length=4000,
                verbose_name="what mentoring is",
            ),
        ),
        migrations.AlterField(
            model_name="guidelines",
            name="what_mentoring_is_not",
            field=people.texts.Prose(
                blank=True,
                help_text="Everyone ticks this too: no coaching, no counselling, no review of performance.",
                max_length=4000,
                verbose_name="what mentoring is not",
            ),
        ),
        migrations.AlterField(
            model_name="program",
            name="business_reason",
            field=people.texts.Prose(max_length=2000, verbose_name="what it means for the business"),
        ),
        migrations.AlterField(
            model_name="program",
            name="employee_reason",
            field=people.texts.Prose(max_length=2000, verbose_name="what it means for the employee"),
        ),
        migrations.AlterField(
            model_name="program",
            name="purpose",
            field=people.texts.Prose(
                help_text="Why the program exists, in words that everyone will read.",
                max_length=2000,
                verbose_name="purpose",
            ),
        ),
        migrations.AlterField(
            model_name="resource",
            name="about",
            field=people.texts.Prose(blank=True, max_length=2000, verbose_name="about"),
        ),
        migrations.AlterField(
            model_name="training",
            name="about",
            field=people.texts.Prose(blank=True, max_length=2000, verbose_name="what it teaches"),
        ),
        *held,
    ]
    operations = at_once(operations)

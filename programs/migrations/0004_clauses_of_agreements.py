"""The words of agreements, and the order of their signatures, are part of the guidelines (P-25, A-22)."""

from django.conf import settings
from django.db import migrations, models

from people.at_once import at_once


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_append_only"),
        ("programs", "0003_choosing_oneself"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="guidelines",
            name="expectations",
            field=models.TextField(
                blank=True,
                help_text="One point on each line. Pairs can change these words.",
                verbose_name="what each can expect",
            ),
        ),
        migrations.AddField(
            model_name="guidelines",
            name="fixed_clauses",
            field=models.TextField(
                blank=True,
                help_text="One on each line. Pairs read them and cannot change them.",
                verbose_name="clauses that stand in every agreement",
            ),
        ),
        migrations.AddField(
            model_name="guidelines",
            name="mentee_duties",
            field=models.TextField(
                blank=True,
                help_text="One point on each line. Pairs can change these words.",
                verbose_name="what mentees do",
            ),
        ),
        migrations.AddField(
            model_name="guidelines",
            name="mentor_duties",
            field=models.TextField(
                blank=True,
                help_text="One point on each line. Pairs can change these words.",
                verbose_name="what mentors do",
            ),
        ),
        migrations.AddField(
            model_name="guidelines",
            name="optional_clauses",
            field=models.TextField(
                blank=True,
                help_text="One on each line. Each pair ticks those that it wants.",
                verbose_name="clauses to choose from",
            ),
        ),
        migrations.AddField(
            model_name="guidelines",
            name="signing_order",
            field=models.CharField(
                choices=[
                    ("pair_first", "Mentee and mentor first, then both supervisors"),
                    ("one_by_one", "One after the other: mentee, mentor, then their supervisors"),
                    ("together", "All at the same time"),
                ],
                default="pair_first",
                max_length=12,
                verbose_name="who signs when",
            ),
        ),
        migrations.AddConstraint(
            model_name="guidelines",
            constraint=models.CheckConstraint(
                condition=models.Q(("signing_order__in", ["pair_first", "one_by_one", "together"])),
                name="guidelines_signing_order_known",
            ),
        ),
    ]
    operations = at_once(operations)

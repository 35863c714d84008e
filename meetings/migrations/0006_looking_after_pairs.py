import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import people.texts
from people.at_once import at_once


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0006_texts_have_a_length"),
        ("meetings", "0005_not_recorded"),
        ("people", "0009_years_within_reach"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PairLetter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", people.texts.Prose(blank=True, max_length=2000, verbose_name="text")),
                ("written_at", models.DateTimeField(verbose_name="written")),
                (
                    "kind",
                    models.CharField(
                        choices=[("word", "Message"), ("help", "Offer of help")],
                        default="word",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("to_mentor", models.BooleanField(verbose_name="to the mentor")),
                ("to_mentee", models.BooleanField(verbose_name="to the mentee")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="matching.match",
                        verbose_name="match",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter to a pair",
                "verbose_name_plural": "letters to pairs",
                "ordering": ["-written_at", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["word", "help"])), name="pair_letter_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_mentor", True), ("to_mentee", True), _connector="OR"),
                        name="pair_letter_goes_to_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "help"), models.Q(("text", ""), _negated=True), _connector="OR"),
                        name="pair_letter_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PairNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", people.texts.Prose(blank=True, max_length=2000, verbose_name="text")),
                ("written_at", models.DateTimeField(verbose_name="written")),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written by",
                    ),
                ),
                (
                    "match",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="matching.match",
                        verbose_name="match",
                    ),
                ),
            ],
            options={
                "verbose_name": "note about a pair",
                "verbose_name_plural": "notes about pairs",
                "ordering": ["-written_at", "-pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="pair_note_says_something"
                    )
                ],
            },
        ),
        # Dates and times that Python can read, as for every other table (people.0009).
        migrations.RunSQL(
            "SELECT keep_years_within_reach('meetings_pairletter', 'meetings_pairnote')",
            "SELECT forget_years_within_reach('meetings_pairletter', 'meetings_pairnote')",
        ),
    ]
    operations = at_once(operations)

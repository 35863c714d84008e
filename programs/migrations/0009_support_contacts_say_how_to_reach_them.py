"""Every contact that is written from now on says how to reach it; earlier ones stay until somebody edits them."""

from typing import ClassVar

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("programs", "0008_roles_are_marked")]

    operations: ClassVar = [
        AddConstraintNotValid(
            model_name="supportcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", ""), ("phone", ""), ("url", ""), _negated=True),
                name="support_contact_is_reachable",
                violation_error_message=(
                    "Add an email address, a phone number or a web address, so that people can reach this contact."
                ),
            ),
        ),
    ]

"""Give a new installation a list of topics to start with. Coordinators change it in the dashboard."""

from django.db import migrations
from django.utils.translation import gettext_noop as _

# (group, topics), in plain words that a mentee would use.
TOPICS = (
    (
        _("Working with people"),
        (
            _("Giving and receiving feedback"),
            _("Difficult conversations"),
            _("Listening and asking questions"),
            _("Building a network"),
            _("Working across cultures"),
            _("Working with people in other places"),
        ),
    ),
    (
        _("Leading"),
        (
            _("Leading for the first time"),
            _("Leading without a title"),
            _("Delegating work"),
            _("Running good meetings"),
            _("Leading through change"),
        ),
    ),
    (
        _("Getting things done"),
        (_("Planning a project"), _("Setting priorities"), _("Solving problems"), _("Making decisions")),
    ),
    (
        _("Speaking and writing"),
        (_("Speaking to a group"), _("Writing clearly"), _("Negotiating"), _("Explaining figures")),
    ),
    (
        _("The business"),
        (_("How our business works"), _("Customers and what they need"), _("Money and budgets"), _("Strategy")),
    ),
    (
        _("Tools and craft"),
        (_("Data and analysis"), _("New digital tools"), _("Working with AI"), _("Quality and safety")),
    ),
    (
        _("Your own path"),
        (
            _("Starting well in a new role"),
            _("Finding your next step"),
            _("Confidence at work"),
            _("Balancing work and life"),
        ),
    ),
    (
        _("A fresh perspective"),
        (_("What newer colleagues expect"), _("Social media"), _("New ways of working")),
    ),
)


def add_topics(apps, schema_editor):
    topic = apps.get_model("pool", "Topic")
    if not topic.objects.exists():
        topic.objects.bulk_create(topic(group=group, name=name) for group, names in TOPICS for name in names)


class Migration(migrations.Migration):
    dependencies = [("pool", "0002_kept_by_the_database")]

    operations = [migrations.RunPython(add_topics, migrations.RunPython.noop, elidable=True)]

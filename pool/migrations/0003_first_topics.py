"""Give a new installation a list of topics to start with."""

from django.db import migrations

from pool.default_topics import TOPICS


def add_topics(apps, schema_editor):
    topic = apps.get_model("pool", "Topic")
    if not topic.objects.exists():
        topic.objects.bulk_create(topic(group=group, name=name) for group, names in TOPICS for name in names)


class Migration(migrations.Migration):
    dependencies = [("pool", "0002_kept_by_the_database")]

    operations = [migrations.RunPython(add_topics, migrations.RunPython.noop, elidable=True)]

"""Messages for tests."""

from __future__ import annotations

from datetime import UTC, datetime

import factory

from notifications.models import Category, Message
from people.tests.factories import UserFactory


class MessageFactory(factory.django.DjangoModelFactory[Message]):
    """A message that waits since Tuesday 3 March 2026, 09:00 UTC."""

    class Meta:
        model = Message

    kind = "people.invitation"
    key = factory.Sequence(lambda n: f"people.invitation::{n}:")
    category = Category.TRANSACTIONAL
    recipient = factory.SubFactory(UserFactory)
    due_at = datetime(2026, 3, 3, 9, tzinfo=UTC)
    queued_at = datetime(2026, 3, 3, 9, tzinfo=UTC)

"""What `manage.py check --deploy` says about the seal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 - Django's name for it
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.apps import AppConfig

NO_KEY = "Set SEALING_KEY: without a key that seals, the PDFs of signed agreements wait."
RUNS_OUT = "The certificate of SEALING_KEY has run out, or is not valid yet. Signed agreements wait for another key."


@register(Tags.security, deploy=True)
def seal_can_be_put_on(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[CheckMessage]:  # noqa: ANN401 - Django's signature
    """Warn where signed agreements would wait for their seal."""
    if not settings.SEALING_KEY:
        return [Warning(NO_KEY, hint="docs/operating.md tells how to make one.", id="agreements.W001")]
    from agreements.documents import seals  # noqa: PLC0415 - loads X.509, for this check only

    key = seals.own_key()
    if key and not key.is_valid_at(timezone.now()):
        return [Warning(RUNS_OUT, hint="docs/operating.md tells how to change it.", id="agreements.W002")]
    return []

#!/usr/bin/env python3
"""Django's command line for this project."""

import gc
import os
import sys


def main() -> None:
    """Run one management command, or say what is wrong with the settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
    # A command ends soon. Python's search for circles in everything that Django loads is a quarter of a migration's time.
    gc.set_threshold(20_000, 20, 50)
    # Imported only after the settings are named.
    from django.conf import settings  # noqa: PLC0415
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    try:
        settings.INSTALLED_APPS  # noqa: B018 - reads them
    except ImproperlyConfigured as error:
        sys.exit(str(error))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

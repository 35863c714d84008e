#!/usr/bin/env python3
"""Django's command line for this project."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - only after the settings are named

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

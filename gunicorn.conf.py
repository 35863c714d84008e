"""How gunicorn serves Whetstone, here and in production. The command line and GUNICORN_CMD_ARGS win over it."""

import gc
import logging
import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from agreements.signing.links.log_filter import MaskTokens

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
# Pages ask the matching engine small questions only; nobody shall wait here for a compiler (matching/engine/compiled.py).
os.environ.setdefault("NUMBA_DISABLE_JIT", "1")
try:
    settings.INSTALLED_APPS  # noqa: B018 - reads them, so that what is wrong is said in a sentence and not by a worker
except ImproperlyConfigured as error:
    sys.exit(str(error))

wsgi_app = "mentoring.wsgi"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
preload_app = True  # the workers share what was loaded before they were made
control_socket_disable = True
graceful_timeout = 10
max_requests = 5000  # a worker is replaced now and then, at different times
max_requests_jitter = 500


def on_starting(_server: object) -> None:
    """Keep the tokens of links out of the access log, if one is asked for, and out of the errors (A-11)."""
    for name in ("gunicorn.access", "gunicorn.error"):
        logging.getLogger(name).addFilter(MaskTokens())


def when_ready(_server: object) -> None:
    """Take what was loaded out of the garbage collector's rounds, which would copy it into every worker."""
    gc.collect()
    gc.freeze()

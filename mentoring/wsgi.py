"""The WSGI entry that gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from mentoring.operation.statements import limit_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")

application = get_wsgi_application()
# Commands and migrations do not come this way: they take the time they need.
limit_statements(settings.STATEMENT_TIMEOUT)

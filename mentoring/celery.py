"""The Celery application. Celery only wakes work up; what is due stands in the database."""

import os

import django_stubs_ext
from celery import Celery
from celery.signals import worker_process_init

from mentoring.operation.statements import OF_A_TASK, limit_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
# Before any model or admin class is read: lets QuerySet[...] and ModelAdmin[...] stand in code.
django_stubs_ext.monkeypatch()

app = Celery("mentoring")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect(weak=False)
def _limit_statements(**_kwargs: object) -> None:
    limit_statements(OF_A_TASK)

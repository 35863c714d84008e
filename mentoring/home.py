"""The home page: each person's task list with the one next action on top (F-10)."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mentoring.set_up import first_steps_of_administrator
from people import address_todo
from people.todo import Todo, TodoState

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from people.models import User

ROOMS = ("notifications", "programs", "matching", "agreements", "meetings", "evaluation")


def todos_for(user: User, *, now: datetime) -> list[Todo]:
    """Everything that the person has to do, is waiting for, or has done, what is first to do first."""
    todos: list[Todo] = address_todo.todos_for(user, now=now)
    for room in ROOMS:
        if find_spec(f"{room}.todo"):
            todos += import_module(f"{room}.todo").todos_for(user, now=now)
    order = {TodoState.NOW: 0, TodoState.WAITING: 1, TodoState.DONE: 2}
    far = now.date().max
    return sorted(todos, key=lambda todo: (order[todo.state], todo.rank, todo.due_on or far, todo.key))


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the signed-in person's home page."""
    user = cast("User", request.user)
    todos = todos_for(user, now=timezone.now())
    now_todos = [todo for todo in todos if todo.state == TodoState.NOW]
    return render(
        request,
        "mentoring/home.html",
        {
            "steps": first_steps_of_administrator(user),
            "next": now_todos[0] if now_todos else None,
            "more": now_todos[1:],
            "waiting": [todo for todo in todos if todo.state == TodoState.WAITING],
            "done": [todo for todo in todos if todo.state == TodoState.DONE],
        },
    )

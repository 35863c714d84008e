"""The home page: each person's task list with the one next action on top (F-10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

import agreements.todo
import evaluation.todo
import matching.todo
import meetings.todo
import programs.todo
from mentoring.desk.set_up import first_steps_of_administrator
from people.accounts import address_todo
from people.reader import reader
from web.todo import Todo, TodoState

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from people.models import User

# In the order of a program's life.
TODOS = (
    address_todo.todos_for,
    programs.todo.todos_for,
    matching.todo.todos_for,
    agreements.todo.todos_for,
    meetings.todo.todos_for,
    evaluation.todo.todos_for,
)


def todos_for(user: User, *, now: datetime) -> list[Todo]:
    """Everything that the person has to do, is waiting for, or has done, what is first to do first."""
    todos: list[Todo] = [todo for todos_of_room in TODOS for todo in todos_of_room(user, now=now)]
    order = {TodoState.NOW: 0, TodoState.WAITING: 1, TodoState.DONE: 2}
    far = now.date().max
    return sorted(todos, key=lambda todo: (order[todo.state], todo.rank, todo.due_on or far, todo.key))


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the signed-in person's home page."""
    user = reader(request)
    todos = todos_for(user, now=timezone.now())
    now_todos = [todo for todo in todos if todo.state == TodoState.NOW and not todo.is_optional]
    return render(
        request,
        "mentoring/home.html",
        {
            "steps": first_steps_of_administrator(user),
            "next": now_todos[0] if now_todos else None,
            "more": now_todos[1:],
            "optional": [todo for todo in todos if todo.state == TodoState.NOW and todo.is_optional],
            "waiting": [todo for todo in todos if todo.state == TodoState.WAITING],
            "done": [todo for todo in todos if todo.state == TodoState.DONE],
        },
    )

"""News from the pool for the apps to the left.

All are sent inside the transaction of the change, with `now`. A receiver that must not let someone leave raises a `PoolError`
at `mentor_leaving` or `mentee_leaving`: nothing is changed then.
"""

from __future__ import annotations

from django.dispatch import Signal

# With `mentor`, before anything is locked: those who hold rows beside the mentor's lock them here, mentees first.
mentor_leaving = Signal()
# With `mentor` and `by`.
mentor_left = Signal()
# With `mentor`: relationships go on, nothing new begins.
mentor_paused = Signal()
# With `mentee`, whose row is locked.
mentee_leaving = Signal()
# With `mentee` and `by`.
mentee_left = Signal()
# With `mentee`: signed up, or signed up again.
mentee_joined = Signal()
# With `program`, in which a mentor has come, has come back, or has more places than before.
places_came_free = Signal()

"""News about people that apps to the left receive, synchronously and in the same transaction."""

from __future__ import annotations

from django.dispatch import Signal

# user: User, by: User, now: datetime. Someone is to learn that they can sign in.
person_invited = Signal()

# user: User, by: User | None, now: datetime. Someone runs the organisation's side from now on; None: the operator did it.
administrator_appointed = Signal()

# changes: list[AddressChange], now: datetime. Addresses are to be changed, and wait to be confirmed (E-34). The people
# have been signed out; what else was opened by a cookie in their name ends too.
addresses_asked = Signal()

# change: AddressChange, now: datetime. The address is the person's from now on: what was sent to the old one opens nothing.
address_changed = Signal()

# change: AddressChange, now: datetime. The person says that the change is wrong.
address_stopped = Signal()

# change: AddressChange, now: datetime. An administrator has taken the change back; the address stays as it is.
address_withdrawn = Signal()

# replacement: IdentityReplacement, now: datetime. Another identity at the organisation's provider opens the account now.
identity_replaced = Signal()

"""Calendar files, written by us: text, time zones, recurrence and instants. Plain Python, no Django.

The standards are RFC 5545 (iCalendar), RFC 5546 (iTIP: invitations and cancellations) and RFC 6047 (iMIP: by mail).
"""

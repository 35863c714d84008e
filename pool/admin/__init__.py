"""The pool on the coordinators' desk."""

from pool.admin.mentees import MenteeAdmin
from pool.admin.mentors import MentorAdmin
from pool.admin.topics import TopicAdmin

__all__ = ["MenteeAdmin", "MentorAdmin", "TopicAdmin"]

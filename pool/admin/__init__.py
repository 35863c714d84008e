"""The pool on the coordinators' desk."""

from pool.admin.mentee_list import MenteeAdmin
from pool.admin.mentor_list import MentorAdmin
from pool.admin.topic_list import TopicAdmin

__all__ = ["MenteeAdmin", "MentorAdmin", "TopicAdmin"]

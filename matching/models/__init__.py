"""Scenarios, and matches from draft to end."""

from matching.models.held_pair import ChangeKind, DraftChange, HeldPair, Hold
from matching.models.match import Match
from matching.models.match_status import MatchStatus, Origin, Reply
from matching.models.mentor_request import MentorRequest, RequestStatus
from matching.models.run import MatchingRun
from matching.models.scenario import Scenario, ScenarioStatus, Stage, Unmatched
from matching.models.trial import Trial, TrialKind, TrialStatus

__all__ = [
    "ChangeKind",
    "DraftChange",
    "HeldPair",
    "Hold",
    "Match",
    "MatchStatus",
    "MatchingRun",
    "MentorRequest",
    "Origin",
    "Reply",
    "RequestStatus",
    "Scenario",
    "ScenarioStatus",
    "Stage",
    "Trial",
    "TrialKind",
    "TrialStatus",
    "Unmatched",
]

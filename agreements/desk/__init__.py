"""The coordinators' desk for agreements: the list, the decisions, and what there is to do."""

"""Who fits whom: facts about people, the rules and criteria, and the question put to the engine."""

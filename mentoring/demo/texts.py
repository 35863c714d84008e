"""What the people of the demo say. Invented, and drawn by seed."""

from __future__ import annotations

OFFERS = [
    "I have led three projects from idea to launch and know where they tend to slip.",
    "I can show how I prepare a difficult conversation, and practise it with you.",
    "I have worked in four departments and can explain how they fit together.",
    "I build dashboards that people really use. I like to show how I choose what to leave out.",
    "I have learnt to plan my week so that deep work has its place.",
    "I moved here from another country and know what the first year feels like.",
    "I have run many workshops and can help you to plan and lead your own.",
    "I can read a balance sheet with you until it stops being scary.",
    "I write for customers every day and like to edit together.",
    "I have gone from specialist to team lead and remember what was hard.",
]
MOTIVES = [
    "Someone took the time for me when I started. I want to pass that on.",
    "I learn best when I explain things, and I would like to see the company with other eyes.",
    "I want to get better at listening and giving feedback.",
]
LEARN_BACK = [
    "How other departments plan their work.",
    "New tools that younger teams already use.",
    "How to give feedback that people can use.",
]
WANTS = [
    "I want to lead my first small project and keep it on track.",
    "I want to speak up in meetings with senior people.",
    "I want to understand how our numbers are made and what they mean.",
    "I want to learn how to say no without closing a door.",
    "I want to move from doing the work to planning it.",
    "I want to write shorter and clearer reports.",
    "I want to find out whether a lead role is right for me.",
    "I want to build a network beyond my own team.",
]
WHYS = [
    "I take over a new area in spring and want to be ready.",
    "My last review named this as the next step.",
    "I have tried it on my own for a year and got stuck.",
    "My team will grow, and someone has to coordinate the work.",
]
GOALS = [
    ("Lead one cross-team project", "The project plan is agreed and two milestones are met"),
    ("Present to the leadership round", "Two talks given, feedback from three listeners"),
    ("Plan the week ahead every Friday", "Done in eight of ten weeks"),
    ("Build a network in two other departments", "Coffee with six people, two follow-ups"),
    ("Read the monthly figures with confidence", "I explain the report to my team without help"),
    ("Give feedback that helps", "Three talks held, each with a next step"),
]
PLACES = {
    "in_person": ["Canteen, ground floor", "Meeting room Alder", "Café across the street"],
    "video": ["Video link in the invitation"],
}
NOTES = [
    "Ask about the budget round next time. Try the two-minute summary before the talk.",
    "She drew the map of who decides what. Copy it and fill in the gaps.",
    "Good question: what would I stop doing? Think about it until next week.",
]
COMMENTS = [
    "The protected hour makes the difference.",
    "A list of questions for the first meeting would help.",
    "I learn at least as much as I pass on.",
    "Time zones make it hard to find a slot.",
    "I would like to meet other pairs once.",
]
REMARKS = "Please say more clearly that mentoring is not a performance review. Otherwise I am happy with it."

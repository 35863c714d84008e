"""Two CSV files, matched on their own: no database, no Django, no account.

    report = match(read_table(mentees), read_table(mentors), mapping)

In the order of the way: `reading` (bytes to a table of texts), `parsing` (a mapping in TOML) or `guessing` (one by the
names of the columns), `people` (tables to people), `asking` (people to a question for the engine), `explaining` (why
these two, why nobody), `matching` (all of it), `writing` (CSV, JSON, text). `comparing` and `mapping` say what a rule is.

What is wrong is collected, and raised at once as `FilesError`: a sentence for each, with file and row.
"""

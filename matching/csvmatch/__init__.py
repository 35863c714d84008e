"""Two CSV files, matched on their own: no database, no Django, no account.

    report = match(read_table(mentees), read_table(mentors), mapping)

In the order of the way: `tables` (bytes to a table of texts), `mapping_reader` (a mapping in TOML) or `guess` (one by the
names of the columns), `people` (tables to people), `question` (people to a question for the engine), `explain` (why these
two) and `left_out` (why nobody), `match` (all of it), `report_files` (CSV, JSON, text). `comparisons` and `mapping` say what
a rule is.

What is wrong is collected, and raised at once as `FilesError`: a sentence for each, with file and row.
"""

"""Work in a process of its own: a child that says how it goes, and what begins it, listens to it and can end it.

Above the line, beside `pipeline`: the form and the command batch have their reports made so. `child` is the process,
`work` stands beside it.
"""

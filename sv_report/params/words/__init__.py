"""What the words of a report may hold and may not: placeholders, exempt marks, Markdown that both engines print alike.

Params stage. Takes a text, says what stands in it and where; knows no edition and no profile.
"""

"""What an analyst asks of an edition in a notebook: `sv.open` gives it, and each answer shows itself.

Above the line, beside the commands: `opened` is the index, the other modules are the answers' tables, cards and
pictures.
"""

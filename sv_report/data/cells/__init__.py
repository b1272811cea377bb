"""A cell's text read as a value of its column's type, exactly and never by a guess, and what it means besides.

Data stage, after the rows are laid out.
"""

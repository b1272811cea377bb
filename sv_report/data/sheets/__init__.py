"""A sheet laid out as the rows of a table: its header found, by a mapping where there is one, every row of one kind.

Data stage, between the readers and the reading of values.
"""

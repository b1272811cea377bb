"""What is wrong with a row, and what councils count: shape, duplicates, row and table rules, counting rules.

Data stage, over the typed tables. Every fault ends in one table, from which the findings are made.
"""

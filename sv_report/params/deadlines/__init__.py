"""Working days, and the dates that lead to a meeting and follow from it.

Params stage.
"""

"""A new edition from the last: which that is, what is carried, put forward or flagged, and how it is written.

Params stage, beside the gate. `sv_report.beginning` tells the story; each room here has one part of it.
"""

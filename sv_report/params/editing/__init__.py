"""Files of a workbench changed for a person: a field of an edition, the words of a section; all else stays.

Params stage, beside the gate.
"""

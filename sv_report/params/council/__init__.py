"""A council as its profile has it: dated facts, wording, house style, bands, rounding, rules.

Params stage. `profiles` reads one from templates/.
"""

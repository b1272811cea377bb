"""Invented councils by the hundred, to run the line at size: one function, of the command's name.

Above the line. A workbench of its own: a profile, an edition with its words, and monitoring data for each council, all
drawn from a seed, after the example's council, edition and register. No place in it is real.
"""

from sv_report.inventing.making import Invented, scale_example

__all__ = ["Invented", "scale_example"]

"""A fact followed to the rows that made it: what each adds, and the arithmetic with the numbers put in.

Measures stage. The terms that each calculation names (`terms`) are followed through one pass over each table, and what
the rows add up to is held against the fact: a trace that does not add up is never given.
"""

from sv_report.measures.trace.trace import FileSum, Trace, TraceRow
from sv_report.measures.trace.tracer import Tracer

__all__ = ["FileSum", "Trace", "TraceRow", "Tracer"]

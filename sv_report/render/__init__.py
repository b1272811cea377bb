"""Render: a manuscript in, report.docx, report.pdf and report.html out, by Quarto or by the embedded engine."""

from sv_report.render.engine import FORMATS, Engine, choose_engine
from sv_report.render.rendering import furnish, render

__all__ = ["FORMATS", "Engine", "choose_engine", "furnish", "render"]

"""Live writing: an edition's web page in the browser, made again whenever what it is made from changes.

Above the line. `preview(edition)` starts it; what the command, the form and an analyst hold is a `Preview`.
"""

from sv_report.previewing.running import Event, Preview, preview

__all__ = ["Event", "Preview", "preview"]

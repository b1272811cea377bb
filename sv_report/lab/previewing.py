"""The preview, started and stopped from the form.

Part of the form. It runs in threads of this process; one at a time, and none after this process has ended.
"""

import atexit
from html import escape
from threading import Thread
from typing import TYPE_CHECKING

from ipywidgets import Button

from sv_report.errors import ReportError
from sv_report.lab.desk import Desk, refused, say
from sv_report.lab.words import paragraph, status

if TYPE_CHECKING:
    from sv_report.previewing import Preview

START, STOP = "Preview while writing", "Stop the preview"
LINK = '<p><a href="{url}" target="_blank" rel="noopener noreferrer">Open the preview of {edition}</a></p>'
ABOUT = "It opens in a tab of its own, and renews itself each time that words or fields are saved."

_running: "list[Preview]" = []


class Previewing:
    """A button that starts the preview of the edition on the desk, and stops it."""

    def __init__(self, desk: Desk) -> None:
        end_aside()  # a form that is shown anew could not stop that of the form before it
        self.desk = desk
        self.running: Preview | None = None
        self.button = Button(description=START)
        self.said = status()
        self.button.on_click(lambda _: self.turn())
        desk.listeners.append(self.end)

    def turn(self) -> None:
        """Start the preview, or stop the one that runs."""
        if self.running:
            self.end()
            say(self.said, "The preview has ended.")
        else:
            self.start()

    def start(self) -> None:
        """Start the preview and show the link to it."""
        from sv_report import previewing

        if not self.desk.edition:
            say(self.said, "Choose an edition first.", "bad")
            return
        try:
            self.running = previewing.preview(self.desk.edition, root=self.desk.workbench.root, browser=False)
        except ReportError as wrong:
            say(self.said, refused(wrong))
            return
        _running.append(self.running)
        self.button.description = STOP
        link = LINK.format(url=escape(self.running.url), edition=escape(self.desk.edition))
        say(self.said, link + paragraph(ABOUT, "faint"))

    def end(self) -> None:
        """Stop the preview, where one runs."""
        if self.running:
            self.running = None
            end_aside()
        self.button.description = START
        self.said.value = ""


def end_aside() -> None:
    """Stop what runs now; that may take its time, in which the form answers."""
    ending = tuple(_running)
    _running.clear()
    Thread(target=_end, args=(ending,)).start()


def _end(ending: "tuple[Preview, ...]") -> None:
    for one in ending:
        one.stop()


atexit.register(lambda: _end(tuple(_running)))

"""The preview's server: one page on the loopback, behind a token that nobody can guess.

Part of previewing. Another user of the machine does not know the token; a page of another site cannot learn it, and
under a name of its own that leads here (DNS rebinding) it is refused by the Host header.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit

from sv_report.previewing.page import SCRIPT

ADDRESS = "127.0.0.1"
MEDIA_TYPES = {"png": "image/png", "svg": "image/svg+xml", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",  # the token stands in the address
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True)
class Served:
    """What the server asks for: the page now, whether there is one newer than a number, a file of media/ by name."""

    page: Callable[[], str]
    news: Callable[[int], int]
    media: Callable[[str], bytes | None]


class Server:
    """Serves a preview from when it is made until it is closed."""

    def __init__(self, served: Served) -> None:
        token = secrets.token_urlsafe(24)
        self._http = _Http((ADDRESS, 0), _Handler)
        self._http.served, self._http.token = served, token
        self.url = f"http://{ADDRESS}:{self._http.server_port}/{token}/"
        self._thread = Thread(target=self._http.serve_forever, args=(0.1,), daemon=True, name="sv_report preview http")
        self._thread.start()

    def close(self) -> None:
        """Answer nobody any more, and give the port back."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    served: Served
    token: str

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that has gone away."""


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    timeout = 60

    def do_GET(self) -> None:
        """Answer the page, its script, its news and its pictures; refuse whoever has not the token."""
        if self.headers.get_all("Host") != [f"{ADDRESS}:{self.server.server_port}"]:
            return self._refuse(HTTPStatus.FORBIDDEN, "This address is answered on this machine only.")
        asked = urlsplit(self.path)
        token, _, name = asked.path.removeprefix("/").partition("/")
        if not secrets.compare_digest(token.encode(), self.server.token.encode()):
            return self._refuse(HTTPStatus.FORBIDDEN, "Open the address that sv-report preview printed.")
        return self._answer(unquote(name), parse_qs(asked.query))

    def _answer(self, name: str, query: dict[str, list[str]]) -> None:
        served = self.server.served
        if name == "":
            return self._send("text/html; charset=utf-8", served.page().encode())
        if name == "preview.js":
            return self._send("text/javascript; charset=utf-8", SCRIPT.encode())
        if name == "news":
            after = query.get("after", ["0"])[0]
            number = served.news(int(after) if after.isdecimal() else 0)
            return self._send("application/json", json.dumps({"number": number}).encode())
        kind = MEDIA_TYPES.get(name.rpartition(".")[2].lower(), "")
        media = served.media(name.removeprefix("media/")) if kind and name.startswith("media/") else None
        if media is None:
            return self._refuse(HTTPStatus.NOT_FOUND, "There is nothing here.")
        return self._send(kind, media)

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self._send("text/plain; charset=utf-8", f"{why}\n".encode(), status)

    def _send(self, kind: str, content: bytes, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        for header, value in (HEADERS | {"Content-Type": kind, "Content-Length": str(len(content))}).items():
            self.send_header(header, value)
        self.end_headers()
        self.wfile.write(content)

    def version_string(self) -> str:
        """Return what the server calls itself: not which Python it is."""
        return "sv_report"

    def log_message(self, format: str, *args: object) -> None:
        """Print nothing: the address holds the token."""

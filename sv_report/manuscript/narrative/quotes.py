"""Quoted words as a report prints them: with their source in brackets, in a table below it.

Manuscript stage. In a sentence the source stands behind the words, where it is read with them; in a table's cell it
would hide the figure, so that each source is named once, in a line under the table and its caption.
"""

import re
from collections.abc import Iterable, Iterator

from sv_report.exhibits.text import escape
from sv_report.params import Quoted, Text
from sv_report.params.words.placeholder import Piece

TABLE_END = re.compile(r"(?:\n[ \t]*(?=\n)(?:\n+[ \t]*(?:Table)?:[ \t](?:[^\n]|\n(?![ \t]*\n))*)?|\Z)")


def printed_quote(quoted: Quoted) -> str:
    """Return quoted words as Markdown.

    >>> printed_quote(Quoted("£2.2m", "Full Council, 22 February 2024", 1))
    '£2.2m (source: Full Council, 22 February 2024)'
    """
    words = escape(quoted.text)
    return words if quoted.in_table else f"{words} (source: {escape(quoted.source)})"


def with_table_sources(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces of a narrative with a line of sources under each table that quotes."""
    quotes: list[Quoted] = []
    for piece in pieces:
        if isinstance(piece, Quoted) and piece.in_table:
            quotes.append(piece)
        elif isinstance(piece, Text) and quotes and (end := TABLE_END.search(piece.text)) and end.group():
            yield Text(piece.text[: end.end()], piece.line)
            yield Text(f"\n\n{_sources(quotes)}\n", piece.line)
            yield Text(piece.text[end.end() :], piece.line)
            quotes = []
            continue
        yield piece
    if quotes:
        yield Text(f"\n\n{_sources(quotes)}\n", quotes[-1].line)


def _sources(quotes: Iterable[Quoted]) -> str:
    """Return the line under a table: each source once, with what is quoted from it."""
    said: dict[str, dict[str, None]] = {}
    for quoted in quotes:
        said.setdefault(quoted.source, {})[quoted.text] = None
    listed = "; ".join(f"{escape(source)} ({escape(', '.join(texts))})" for source, texts in said.items())
    return f"{'Source' if len(said) == 1 else 'Sources'}: {listed}."

"""Editions as people lay them out: the same fields in any order, quoted, folded, in brackets, with comments anywhere.

Each comment that is put in is a word of its own (`c17`), so that a test can say that none is lost.
"""

from collections.abc import Mapping
from random import Random

Value = str | list["Value"] | dict[str, str]
PRIORITIES = (
    *("Delivering better services", "Protecting our environment"),
    *("Supporting economic growth", "Caring for the vulnerable"),
)


class LaidOut:
    """One edition's text, laid out by chance."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.comments = 0
        self.newline = self.random.choice(["\n", "\n", "\r\n"])
        fields = list(self.fields().items())
        self.random.shuffle(fields)
        text = self.random.choice(["", "# top\n", "---\n"])
        for name, value in fields:
            text += self.random.choice(["", "", "", "\n", f"{self.comment()}\n"]) + self.field(name, value)
        text = text.rstrip("\n") + self.random.choice(["", "\n", "\n\n# end\n", "\n...\n"])
        self.text = text.replace("\n", self.newline)

    def fields(self) -> dict[str, Value]:
        pick, sample = self.random.choice, self.random.sample
        always: dict[str, Value] = {
            "schema": "1",
            "council": "lancashire",
            "title": pick(["SV: Quarter 3 2023/24", "Q3 2023-24, 8 February 2024", "Measures for 2024/25"]),
            "meeting": {"body": "Cabinet", "date": "2024-02-08"},
            "period": "2023-24 Q3",
            "data": pick(["example", ["example"]]),
            "data_as_at": "2024-01-19",
            "report_of": "Director of Finance",
            "contact": {"name": "Zoë Ö'Neill", "role": "Head of it", "telephone": "01632 960001", "email": "a@b.example"},
            "divisions_affected": ["All Divisions"],
            "corporate_priorities": list(sample(PRIORITIES, pick(range(5)))),
            "key_decision": "true",
            "recommendation": "Cabinet is recommended to approve it",
            "part": "I",
        }  # fmt: skip
        sometimes: dict[str, Value] = {
            "background_papers": [
                {"paper": "Returns of Quarter 3 2023/24", "date": pick(["2024-01-19", "2023-01-01", ""]), "contact": "Sea view"}
                for _ in range(pick([1, 2]))
            ],
            "clearances": [
                {"office": office, "name": pick(["A B", ""]), "date": pick(["2024-01-26", ""])}
                for office in ("Section 151 Officer", "Monitoring Officer")
            ],
            "exception": {"route": "general_exception", "date": "2024-01-29", "reason": "it was late"},
            "notice_published": pick(["2023-12-20", ""]),
            "report_published": pick(["2024-01-31", ""]),
            "last_report_data_as_at": pick(["2023-11-10", ""]),
            "narrative_confirmed": pick(["2024-01-24", {"detail": "2024-01-24", "legal": "2024-01-20"}]),
            "accept": [{"rule": "key-duplicate", "reason": "it is right"}],
            "expenditure_or_savings": "1800000",
        }  # fmt: skip
        return always | {name: value for name, value in sometimes.items() if pick([True, False])}

    def comment(self) -> str:
        self.comments += 1
        return f"# c{self.comments}"

    def after(self, text: str) -> str:
        """Return a comment behind a value, sometimes; a text on the lines below its mark takes none."""
        return f"  {self.comment()}" if text[:1] not in ("|", ">") and self.random.random() < 0.4 else ""

    def scalar(self, value: str, indent: str = "", flow: bool = False) -> str:
        style = self.random.choice("sdpm" if flow else "sdpfm")
        if not value:
            return ""
        if style == "f":
            header = self.random.choice([">-", "|-", ">", "|"]) + self.random.choice(["", f" {self.comment()}"])
            return f"{header}\n{indent}    {value}"
        is_plain = not set(value) & set(":#{}[],&*!|>'\"%@`")
        if style == "m" and is_plain:
            return value.replace(" ", f"\n{indent}   ", 1)
        if style == "p" and is_plain:
            return value
        return "'" + value.replace("'", "''") + "'" if style == "s" else f'"{value}"'

    def in_brackets(self, parts: list[str], marks: str, indent: str = "") -> str:
        between = [", ", ",", f",\n{indent}     ", f", {self.comment()}\n{indent}     "]
        text = "".join(part + self.random.choice(between) for part in parts[:-1]) + parts[-1] if parts else ""
        return marks[0] + text + self.random.choice(["", "", ","] if parts and marks == "[]" else [""]) + marks[1]

    def group(self, value: Mapping[str, str], indent: str) -> str:
        parts = [f"{name}: {self.scalar(text, flow=True)}" for name, text in value.items()]
        return self.in_brackets(parts, "{}", indent)

    def lines(self, value: Mapping[str, str], indent: str) -> str:
        pairs = ((name, self.scalar(text, indent)) for name, text in value.items())
        return "".join(f"{indent}{name}: {text}{self.after(text)}\n" for name, text in pairs)

    def field(self, name: str, value: Value) -> str:
        gap = self.random.choice([" ", "    "])
        if isinstance(value, str):
            text = self.scalar(value)
            return f"{name}:{gap}{text}{self.after(text)}\n"
        if isinstance(value, dict):
            if self.random.random() < 0.5:
                return f"{name}:{gap}{self.group(value, '')}{self.after('')}\n"
            return f"{name}:{self.after('')}\n{self.lines(value, '  ')}"
        if not value or self.random.random() < 0.3:
            items = [
                self.group(one, "  ") if isinstance(one, dict) else self.scalar(str(one), flow=True) for one in value
            ]
            return f"{name}: {self.in_brackets(items, '[]')}{self.after('')}\n"
        indent = self.random.choice(["", "  ", "    "])
        return f"{name}:{self.after('')}\n" + "".join(self.item(one, indent) for one in value)

    def item(self, value: Value, indent: str) -> str:
        above = self.random.choice(["", "", "", "\n", f"{indent}{self.comment()}\n"])
        if not isinstance(value, dict):
            text = self.scalar(str(value), indent)
            return f"{above}{indent}- {text}{self.after(text)}\n"
        if self.random.random() < 0.5:
            return f"{above}{indent}- {self.group(value, indent)}{self.after('')}\n"
        return f"{above}{indent}- {self.lines(value, f'{indent}  ').lstrip(' ')}"

"""A report that is hard to lay out: 80 contracts, long, hostile and right-to-left names, a theme that has nothing.

All names are invented.
"""

from sv_report.exhibits.text import escape

NAMES = (
    "Northmoor Construction (Example) Ltd",
    "The Association of Invented Providers of Domiciliary, Residential and Community Care for the North and East of "
    "the County (Example) Community Interest Company, formerly the Example Care Consortium",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogoch-Beispiel-Donaudampfschifffahrtsgesellschaft mbH",
    "A" * 120,
    "<script>document.title = 'taken'</script><img src=x onerror=alert(1)> & Sons",
    "{{< pagebreak >}} | **bold** `code` [link](javascript:alert(1)) $x$ @fig-x",
    "شركة المثال للبناء (فرع الشمال) 2024.",
    "חברת הדוגמה בע״מ (צפון)!",
    "\u202eReversed (Example) Ltd",
    "例示建設株式会社",
)
CONTRACTS = 80
WIDE = ("Contract", "Supplier", "Directorate", "District", "Starts", "Ends", "Contract value (£)", "Committed (£)",
        "Due to date (£)", "Reported (£)", "Validated (£)", "Rating")  # fmt: skip


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _contracts() -> str:
    head = [_row("Contract", "Supplier", "Due (£m)", "Validated (£m)", "Rating"), "|:---|:---|---:|---:|:---|"]
    rows = [
        _row(f"C{number:03}", escape(NAMES[number % len(NAMES)]), f"{number}.125", f"{number}.001", "Amber")
        for number in range(1, CONTRACTS + 1)
    ]
    return "\n".join([*head, *rows, "", ": Every contract, by reference {#tbl-contracts}"])


def _wide() -> str:
    head = [_row(*WIDE), "|" + ":---|" * 6 + "---:|" * 5 + ":---|"]
    rows = [
        _row("C001 Highways resurfacing framework", escape(name), "Highways and Transport", "West Lancashire",
             "1 April 2022", "31 March 2026", *["12,345,678"] * 5, "Not rated")
        for name in NAMES
    ]  # fmt: skip
    return "\n".join([*head, *rows, "", ": Contracts, with all that is known of each {#tbl-wide}"])


BODY = f"""## Brief Summary

[{escape(NAMES[6])}]{{.fact fact="name"}} has [£1.5m]{{.fact fact="sv_due_ytd"}} and {escape(NAMES[7])} [£2.5m]{{.fact fact="sv_due_to_date"}}. {escape(NAMES[3])} has nothing.[^note]

[^note]: A note, with an address that has no place to part: <https://example.org/{"a" * 90}>.

## Detail

### {escape(NAMES[4])}

{_contracts()}

### A theme with no data

![No theme has validated social value](media/by_theme.svg){{#fig-contracts_chart fig-alt="Bar chart. Jobs: not available; Growth: not available."}}

| Theme | Due (£m) | Validated (£m) | % of due |
|:---|---:|---:|---:|
| Jobs | \\[z\\] | \\[x\\] | \\[z\\] |
| **Total** | **\\[z\\]** | **\\[x\\]** | **\\[z\\]** |

### {escape(NAMES[2])}

{_wide()}

::: {{.callout-warning title="{escape(NAMES[2])}"}}
{escape(NAMES[1])} sent no return.
:::

1. A list,

   - within a list,

     (i) within a list.

`{"code" * 40}`

## Recommendation

Cabinet is recommended to note the report.

## Sources of figures

::: {{.source fact="sv_due_ytd"}}
[Due of {escape(NAMES[6])}]{{.label}}: [£1.5m]{{.fact fact="sv_due_ytd"}}

Sum of 5 rows.
:::

::: {{.source table="contracts"}}
[@tbl-contracts]{{.label}}: Every contract

**Due**: sum of 5 rows. See @fig-contracts_chart and @tbl-wide.
:::
"""

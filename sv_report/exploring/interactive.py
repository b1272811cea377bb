"""Search and sort for tables on a notebook's page, in JupyterLab, without a network.

itables brings DataTables as one file of script. `ready` shows it on the page, once for each edition that is opened;
`searched` adds to a table the few lines that make use of it. Both do so only where JupyterLab itself started the
kernel: everywhere else (nbval, papermill, a report's run) a table is plain, and the same in every run.
"""

import os

IN_JUPYTERLAB = "JPY_SESSION_NAME"  # the notebook's path: Jupyter's server sets it for the kernels that it starts
PAGE = 25  # rows at a time
FEW = 10  # rows that are seen at a glance: sorted, and not searched
OPTIONS = (
    "{{order: [], destroy: true, searching: {searching}, info: {searching}, paging: {paging}, "
    f'pageLength: {PAGE}, lengthMenu: [10, {PAGE}, 100, {{{{label: "All", value: -1}}}}]}}}}'
)
SCRIPT = """<script type="module">
  const enhance = async () => {{
    const {{ jQuery }} = await window.{library};
    jQuery("#{id} > table").each((_, table) => jQuery(table).DataTable({options}));
    const pages = jQuery("#{id} nav").removeAttr("aria-label").attr("role", "none").parent();
    pages.attr("role", "group").attr("aria-label", "Pages");  // of many tables, none is a landmark
  }};
  window.{library} ? enhance() : window.addEventListener("{event}", enhance, {{ once: true }});
</script>"""


def is_in_jupyterlab() -> bool:
    """Whether this kernel is one that JupyterLab shows to a person."""
    return IN_JUPYTERLAB in os.environ


def ready() -> None:
    """Show the script of itables on the page, in JupyterLab; it is kept in the notebook with the cell's output."""
    if not is_in_jupyterlab():
        return
    from IPython.display import HTML, display
    from itables import options
    from itables.javascript import generate_init_offline_itables_html

    display(HTML(generate_init_offline_itables_html(options.dt_bundle)))  # type: ignore[no-untyped-call]


def searched(table: str, id: str, rows: int) -> str:
    """Return the HTML of a table of so many rows with what lets it be searched and sorted; nothing outside JupyterLab.

    A short table has no field to search in, and no pages.
    """
    if not is_in_jupyterlab():
        return ""
    from itables import __version__

    library, event = f"_itables_{__version__.replace('.', '_')}", f"itables-{__version__}-ready"
    options = OPTIONS.format(searching=str(rows > FEW).lower(), paging=str(rows > PAGE).lower())
    return f'<div id="{id}">{table}</div>' + SCRIPT.format(id=id, library=library, event=event, options=options)

// What JupyterLab loads of sv_report: it runs the cell of start_here.ipynb when that notebook is opened, hides its
// code, and gives the form's live regions their role; the notebook of a failed run it opens at the cell that failed.
// Written by hand in the shape of a federated module, so that nothing is built or downloaded. JupyterLab asks it for
// './extension' and hands it the modules that all share.
"use strict";

(() => {
  const FORM = "start_here.ipynb";
  let shared = {};

  const module_of = async name => {
    const versions = Object.values(shared[name] || {});
    return versions.length ? (await versions[0].get())() : null;
  };

  const is_form = panel => panel.context.path.split("/").pop() === FORM;

  // Its outputs live in the kernel only: the notebook is never taken for changed, and so not saved with them.
  const leave_unsaved = panel => {
    const model = panel.context.model;
    const clean = () => { if (model.dirty) model.dirty = false; };
    model.stateChanged.connect(clean);
    clean();
  };

  const show_form = async (app, panel) => {
    panel.addClass("sv-start-here");
    app.shell.collapseLeft();
    await panel.context.ready;
    leave_unsaved(panel);
    panel.content.widgets.forEach(cell => { if (cell.model.type === "code") cell.inputHidden = true; });
    await panel.context.sessionContext.ready;
    const { NotebookActions } = await module_of("@jupyterlab/notebook");
    await NotebookActions.runAll(panel.content, panel.context.sessionContext);
    panel.content.node.scrollTop = 0;
  };

  const is_of_failed_run = panel => panel.context.path.endsWith(".failed/report.ipynb");

  const has_failed = cell => {
    const outputs = cell.model.type === "code" ? cell.model.outputs : { length: 0 };
    return Array.from({ length: outputs.length }, (_, number) => outputs.get(number).type).includes("error");
  };

  const show_failed_cell = async panel => {
    await panel.context.ready;
    await panel.revealed;
    const number = panel.content.widgets.findIndex(has_failed);
    if (number < 0) return;
    panel.content.activeCellIndex = number;
    await panel.content.scrollToItem(number, "start");
  };

  // What ipywidgets has no words for: a region that is read out when it changes, and a form with a name.
  const ATTRIBUTES = {
    ".sv-live": { role: "status", "aria-live": "polite" },
    ".sv-form": { role: "region", "aria-label": "Make a Cabinet report" },
  };

  const mark = () => {
    for (const [selector, attributes] of Object.entries(ATTRIBUTES)) {
      const first = Object.keys(attributes)[0];
      document.querySelectorAll(`${selector}:not([${first}])`).forEach(node => {
        Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
      });
    }
  };

  // Keys in the form are the form's own: JupyterLab, which listens on the document, would cut the cell at x on a
  // button, and leave the button for the code at Enter.
  const keep_keys = event => {
    if (event.target instanceof Element && event.target.closest(".sv-form")) event.stopPropagation();
  };

  const extension = async () => {
    const { INotebookTracker } = await module_of("@jupyterlab/notebook");
    return {
      id: "sv-report-form:plugin",
      description: "Opens the form of sv_report ready to use",
      autoStart: true,
      requires: [INotebookTracker],
      activate: (app, notebooks) => {
        window.addEventListener("keydown", keep_keys, true);
        new MutationObserver(mark).observe(document.body, { childList: true, subtree: true });
        notebooks.widgetAdded.connect((_, panel) => {
          if (is_form(panel)) show_form(app, panel);
          if (is_of_failed_run(panel)) show_failed_cell(panel);
        });
      },
    };
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["sv-report-form"] = {
    init: scope => { shared = scope; },
    get: async name => {
      const plugin = name === "./extension" ? await extension() : null;
      return () => ({ __esModule: true, default: plugin || {} });
    },
  };
})();

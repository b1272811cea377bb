"""How the form looks: JupyterLab's own colours, so that its dark theme is followed.

Part of the form.
"""

STYLE = """<style>
.sv-start-here .jp-NotebookPanel-toolbar, .sv-start-here .jp-Notebook-footer, .sv-start-here .jp-MarkdownCell,
.sv-start-here .jp-Cell-inputWrapper, .sv-start-here .jp-OutputPrompt, .sv-start-here .jp-OutputCollapser {
  display: none;
}
.sv-start-here .jp-NotebookPanel-notebook { top: 0 !important; height: 100% !important; }
.sv-start-here .jp-Notebook .jp-Cell.jp-mod-active { box-shadow: none !important; }
.sv-form { max-width: 60rem; padding: 0 1rem 3rem; gap: .75rem; font-size: 15px; }
.sv-form .sv-part {
  border: 1px solid var(--jp-border-color1, #bdbdbd); border-radius: 6px; padding: .25rem 1rem 1rem; overflow: visible;
}
.sv-form .widget-vbox, .sv-form .widget-hbox { overflow: visible; }
.sv-form .widget-vbox .widget-vbox { gap: .25rem; }
.sv-form .widget-hbox { gap: .5rem; }
.sv-form .widget-html-content, .sv-form .widget-html { line-height: 1.5; font-size: 15px; height: auto; }
.sv-form .sv-heading h1 { font-size: 1.7rem; margin: .75rem 0 .25rem; }
.sv-form .sv-heading h2 { font-size: 1.3rem; margin: .5rem 0 .25rem; }
.sv-form h3 { font-size: 1.05rem; margin: .75rem 0 .25rem; }
.sv-form p { margin: .25rem 0; max-width: 46rem; }
.sv-form ul { margin: .25rem 0 .5rem; padding-left: 1.25rem; max-width: 46rem; }
.sv-form li { margin: .25rem 0; }
.sv-form summary { cursor: pointer; padding: .25rem 0; font-weight: 600; }
.sv-form code { font-size: 14px; overflow-wrap: anywhere; }
.sv-form .sv-faint { color: var(--jp-ui-font-color1, #424242); }
.sv-form p.sv-bad { border-left: 5px solid #b00020; padding-left: .6rem; font-weight: 600; }
.sv-form p.sv-warn { border-left: 5px solid #b26a00; padding-left: .6rem; }
.sv-form p.sv-good { border-left: 5px solid #1b7a3d; padding-left: .6rem; font-weight: 600; }
.sv-form table { border-collapse: collapse; margin: .25rem 0; font-size: 15px; }
.sv-form caption { text-align: left; padding: .25rem 0; }
.sv-form th, .sv-form td {
  text-align: left; padding: .3rem 1.25rem .3rem 0; border-bottom: 1px solid var(--jp-border-color2, #e0e0e0);
  font-weight: normal; vertical-align: top;
}
.sv-form thead th { font-weight: 600; }
.sv-form .jupyter-button {
  height: 36px; line-height: 34px; width: auto; padding: 0 1rem; font-size: 15px; align-self: flex-start;
}
.sv-form .jupyter-button.mod-primary { background: #1d4f91; color: #fff; }
.sv-form :is(.jupyter-button, input, select, textarea, a, summary):focus-visible {
  outline: 3px solid #d47500 !important; outline-offset: 2px;
}
.sv-form .widget-label {
  min-width: 8.5rem; width: auto; text-align: left; font-size: 15px; color: var(--jp-ui-font-color0, #000);
}
.sv-form :is(.widget-dropdown, .widget-text, .widget-datepicker) {
  width: 30rem; max-width: 100%; height: auto; min-height: 34px;
}
.sv-form :is(select, input:not([type=checkbox])) {
  height: 34px !important; font-size: 15px !important; border: 1px solid #6b6b6b !important;
}
.sv-form .widget-textarea { margin-bottom: .5rem; }
.sv-form .sv-field { border-top: 1px solid var(--jp-border-color2, #e0e0e0); padding: .5rem 0; }
.sv-form .sv-field .widget-label { min-width: 14.5rem; }
.sv-form .sv-field :is(.widget-text, .widget-textarea) { width: 46rem; max-width: 100%; }
.sv-form .sv-field .widget-hbox { padding-left: calc(14.5rem + 8px); align-items: center; }
.sv-form .widget-checkbox { width: auto; flex: none; height: auto; }
.sv-form .widget-checkbox .widget-label-basic { display: flex; align-items: center; gap: .5rem; font-size: 15px; }
.sv-form .widget-checkbox input { width: 18px; height: 18px; margin: 0; accent-color: #1d4f91; }
.sv-form textarea { font: 15px/1.5 var(--jp-ui-font-family) !important; border: 1px solid #6b6b6b !important; }
.sv-form :is(a, a:hover, a:focus) { color: #1d4f91; text-decoration: underline; }
[data-jp-theme-light="false"] .sv-form { color-scheme: dark; }
[data-jp-theme-light="false"] .sv-form :is(a, a:hover, a:focus) { color: #8ab8ff; }
[data-jp-theme-light="false"] .sv-form :is(select, input, textarea) { border-color: #9a9a9a !important; }
[data-jp-theme-light="false"] .sv-form select { background-image: none !important; appearance: auto !important; }
[data-jp-theme-light="false"] .sv-form p.sv-bad { border-color: #ff8a80; }
[data-jp-theme-light="false"] .sv-form p.sv-warn { border-color: #ffb74d; }
[data-jp-theme-light="false"] .sv-form p.sv-good { border-color: #81c784; }
.sv-form progress { width: 20rem; height: 1rem; vertical-align: middle; accent-color: #1d4f91; }
.sv-form iframe.sv-pages {
  width: 100%; height: 38rem; border: 1px solid #6b6b6b; background: #fff; color-scheme: light;
}
</style>"""

"""Manuscript stage: an edition and its figures in, the executed notebook as one Quarto Markdown file out."""

"""Exhibits stage: figures in, tables, charts and sentences out."""

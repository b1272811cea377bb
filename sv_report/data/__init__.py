"""Data stage: sources in, typed Parquet tables with the origin of every row, and findings, out."""

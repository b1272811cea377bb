"""Measures stage: tables in, results and facts out."""

"""Disclosure: which figures may be published, and which follow from others.

Exhibits stage. `released` is asked once, in a run's parent; it is imported by name, since it brings linear algebra.
"""

"""Processes forked from a warm parent, so that none of them loads Python's packages again.

Ground: of the line it knows no more than the names of the modules to load. `nursery` is the warm parent, a process that
has loaded what its children need and forks one for each that asks; `keeping` keeps one beside this process, `asking`
asks it, and `provisioner` lets Jupyter start its kernels so. It works on Linux; elsewhere, and wherever no nursery is
at hand, an ordinary process does the same.
"""

"""The gate that an edition passes before anything runs: its fields, its days, what is exempt, its words, its notebook.

Params stage. Each room looks at one side and names everything that is wrong with it, all at once.
"""

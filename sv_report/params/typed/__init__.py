"""What people type: YAML with its lines, fields with their own messages, and a file held against its form.

Params stage.
"""

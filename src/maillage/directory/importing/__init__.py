"""Lists of places and services that come in from outside.

A file passes four rooms, in this order, and each can be tried alone:

    readers     bytes → a ``Table`` of text cells, every row with its position in the file
    mapping     which column means what (proposed, corrected, remembered)
    plan        what each row would do to the directory; nothing is written
    apply       the plan in one transaction, under a lock
    report      what happened to each line, for a person and as CSV
"""

"""The ground floor: what every app shares, and nothing that knows an app.

States, events, outbox, stored files, registry, pagination, exports, components.
"""

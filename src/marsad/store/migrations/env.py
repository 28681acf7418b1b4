"""Runs migrations on the connection that the store hands over; there is no other way in."""

from __future__ import annotations

from alembic import context

from marsad.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction holds them all
)
context.run_migrations()

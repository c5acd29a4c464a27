"""Runs the migrations on the connection it is given: see `records`."""

from alembic import context

from dashboard.partnership.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()

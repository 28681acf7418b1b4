"""Alembic's migrations of the store: `env` runs them, `versions` holds them in order."""

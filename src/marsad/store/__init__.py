"""The store: reports and what they say, in one SQLite file or a PostgreSQL database."""

"""Records in the formats of the field: one module a format, each a generator of bytes. See docs/formats.md."""

"""An MCP server over a database: agents read, search and compare, and every answer carries its evidence."""

"""The database as Python and the commands use it: `marsad.open` gives a `marsad.library.database.Database`."""

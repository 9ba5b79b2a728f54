"""How the site's rows are kept: copies of the database, and its way to another one."""

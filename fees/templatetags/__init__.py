"""How the pages on money write their amounts."""

"""English: days as the rest of the world writes them."""

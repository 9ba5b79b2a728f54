"""The handout builder: what is chosen, the blocks it makes, the sheet, its pages."""

"""What pages on services show."""

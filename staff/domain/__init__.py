"""What is decided about texts and passwords alone: nothing here knows Django."""

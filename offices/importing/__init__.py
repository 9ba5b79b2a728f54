"""Published lists into the directory: read, compare, report, and only then write."""

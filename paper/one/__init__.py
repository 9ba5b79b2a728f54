"""One sheet of A4 on one thing: what it is, what to do next, room to write."""

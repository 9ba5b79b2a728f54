"""The shipped fixtures, and how they reach a site that already runs."""

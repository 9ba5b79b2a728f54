"""A blog in the manner of Wagtail's demo, for tools/bench_wagtail.py: no part of us.

It is copied into a site that Wagtail makes, and runs there with Wagtail's packages.
"""

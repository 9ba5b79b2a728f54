"""What starts with the program: modeltranslation imports this once models are there.

None of our own texts has a column per language; what is written to the database is
watched from here on.
"""

from texts.content_version import watch_changes

watch_changes()

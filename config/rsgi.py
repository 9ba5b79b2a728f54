"""The application that Granian runs: Django behind its door."""

from django.conf import settings
from django.db import connection, connections

from config.door import Bounds, Door
from config.wsgi import application as django
from guide import outage

outage.read_contact()
outage.write_pages()
connection.close()
application = Door(
    django,
    Bounds(**settings.DOOR),
    outage.page,
    finished=connections.close_all,
    is_logged=settings.ACCESS_LOG,
)

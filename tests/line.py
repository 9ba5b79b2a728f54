"""The line to a PostgreSQL, which a test can make silent: nothing fails or comes."""

import select
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_SOCKET = ".s.PGSQL.5432"


class Line:
    """Hands on what is sent to a Unix socket in `folder`, as long as it flows."""

    def __init__(self, server: Path, folder: Path) -> None:
        self.flows = threading.Event()
        self.flows.set()
        self.folder = folder
        self._server = str(server / _SOCKET)
        self._entrance = socket.socket(socket.AF_UNIX)
        self._entrance.bind(str(folder / _SOCKET))
        self._entrance.listen(64)

    def serve(self) -> None:
        with suppress(OSError):  # closed: the test is over
            while True:
                here, _address = self._entrance.accept()
                there = socket.socket(socket.AF_UNIX)
                there.connect(self._server)
                pair = here, there
                threading.Thread(target=self._hand_on, args=pair, daemon=True).start()

    def _hand_on(self, here: socket.socket, there: socket.socket) -> None:
        others = {here: there, there: here}
        with here, there, suppress(OSError):
            while True:
                for one in select.select([here, there], [], [])[0]:
                    sent = one.recv(65536)
                    if not sent:
                        return
                    self.flows.wait()
                    others[one].sendall(sent)

    def close(self) -> None:
        self.flows.set()
        self._entrance.shutdown(socket.SHUT_RDWR)
        self._entrance.close()


@contextmanager
def line(server: Path, folder: Path) -> Iterator[Line]:
    """A line to the PostgreSQL that listens in `server`; the other end in `folder`."""
    made = Line(server, folder)
    threading.Thread(target=made.serve, daemon=True).start()
    try:
        yield made
    finally:
        made.close()

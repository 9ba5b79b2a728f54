"""nginx with the file that we ship (deploy/nginx), on ports of this machine."""

import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from types import MappingProxyType

from tools.serve import HOST

SHIPPED = Path(__file__).parent.parent / "deploy" / "nginx" / "guide.conf"
NAME = "example.jp"
_AROUND = """
daemon off;
{user}
worker_processes auto;
pid {folder}/pid;
error_log {folder}/error.log;
include /etc/nginx/modules-enabled/*.conf;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/guide.conf;
}}
"""


@dataclass(frozen=True)
class Answer:
    """What came back; the names of the headers in small letters."""

    status: int
    headers: dict[str, str]
    content: bytes


@dataclass(frozen=True)
class Proxy:
    """A running nginx: its ports for TLS and for plain HTTP."""

    tls: int
    plain: int

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        *,
        client: str = "127.0.0.2",
        name: str = NAME,
        is_tls: bool = True,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """An answer to `client`, an address of this machine; OSError where none comes.

        The certificate is the tests' own: who has made it is not asked.
        """
        port = self.tls if is_tls else self.plain
        link = HTTPConnection(name)  # the name as a browser sends it: without a port
        link.sock = socket.create_connection((HOST, port), 20, (client, 0))
        if is_tls:
            context = ssl._create_unverified_context()
            link.sock = context.wrap_socket(link.sock, server_hostname=name)
        try:
            link.request(method, path, body, headers or {})
            return _read(link.getresponse())
        finally:
            link.close()


def _read(answer: HTTPResponse) -> Answer:
    told = [(name.lower(), value) for name, value in answer.getheaders()]
    headers = {name: ", ".join(v for n, v in told if n == name) for name, _ in told}
    return Answer(answer.status, headers, answer.read())


@contextmanager
def nginx(
    folder: Path,
    data: Path,
    *servers: str,
    changes: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Proxy]:
    """A proxy before `servers` (`host:port`), which writes into `folder` only.

    `changes` are made in the shipped file: what is found becomes what stands for it.
    """
    proxy = Proxy(*_free_ports(2))
    (folder / "guide.conf").write_text(_here(folder, data, proxy, servers, changes))
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder, user=user))
    _certificate(folder)
    command = [_program(), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]
    process = subprocess.Popen(command)
    try:
        _wait_for(proxy)
        yield proxy
    finally:
        process.terminate()
        process.wait(timeout=10)


def _here(
    folder: Path,
    data: Path,
    proxy: Proxy,
    servers: tuple[str, ...],
    changes: Mapping[str, str],
) -> str:
    """The shipped file with the ports and folders of this test, and nothing else."""
    upstream = "\n".join(
        f"server {one} max_fails=3 fail_timeout=5s;" for one in servers
    )
    text = SHIPPED.read_text()
    own = {
        "listen [::]:": "# listen ",
        "listen 443": f"listen {HOST}:{proxy.tls}",
        "listen 80": f"listen {HOST}:{proxy.plain}",
        "server 127.0.0.1:8000 max_fails=3 fail_timeout=5s;": upstream,
        "/etc/letsencrypt/live/example.jp": str(folder),
        "/var/lib/nginx/guide": f"{folder}/kept",
        "/var/log/nginx": str(folder),
        "/srv/guide/data": str(data),
    }
    for shipped, here in (own | dict(changes)).items():
        assert shipped in text
        text = text.replace(shipped, here)
    return text


def _certificate(folder: Path) -> None:
    key, certificate = folder / "privkey.pem", folder / "fullchain.pem"
    command = "openssl req -x509 -nodes -days 1 -newkey ec -subj /CN=example.jp".split()
    command += ["-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command += ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)


def _program() -> str:
    """Where Debian has it: not in the path of everybody."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"


def _free_ports(number: int) -> list[int]:
    sockets = [socket.socket() for _ in range(number)]
    for one in sockets:
        one.bind((HOST, 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def _wait_for(proxy: Proxy) -> None:
    for _ in range(100):
        try:
            with socket.create_connection((HOST, proxy.tls)):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("nginx did not start: see its error.log")

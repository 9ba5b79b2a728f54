"""Serves the site to this machine, or says why it cannot: `serve.py PORT`."""

import os
import socket
import sys

HOST = "127.0.0.1"


def main(port: int) -> None:
    if not is_free(port):
        sys.exit(
            f"{port} 番はほかのプログラムが使っています。"
            f"「PORT={port + 1} make run」のように、ちがう番号で動かしてください。"
        )
    address = f"http://{HOST}:{port}/"
    print(f"サイトを動かしています。ブラウザーで開いてください： {address}")
    print("職員のアカウントを作るには、別の画面で「make staff」を実行してください。")
    print(f"職員の画面： {address}{os.environ.get('ADMIN_PATH', 'admin/').strip('/')}/")
    print("止めるには Ctrl+C を押してください。", flush=True)
    os.execv(sys.executable, [sys.executable, "-m", "granian", *options(port)])


def is_free(port: int) -> bool:
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port of this machine that nobody has now."""
    with socket.socket() as attempt:
        attempt.bind((HOST, 0))
        return int(attempt.getsockname()[1])


def options(port: int) -> list[str]:
    """As docs/operations.md has it, on one port of this machine."""
    return [
        *("--interface", "rsgi", "--host", HOST, "--port", str(port)),
        *("--workers", "2", "--no-ws", "--http", "1"),
        *("--respawn-failed-workers", "--respawn-interval", "1"),
        *("--workers-kill-timeout", "30"),
        *("--log-level", "warning", "config.rsgi:application"),
    ]


if __name__ == "__main__":
    main(int(sys.argv[1]))

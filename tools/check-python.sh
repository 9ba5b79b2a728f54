#!/bin/sh
# Says what to do when this machine's Python cannot run the site.
# Takes: the command that starts Python.
set -eu
python=$1

refuse() {
    printf '%s\n%s\n' "$1" "$2" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 || refuse \
    "Python が見つかりません。Debian では「apt install python3 python3-venv」で入ります。" \
    "Python was not found. On Debian: apt install python3 python3-venv"

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || refuse \
    "Python 3.11 以上が必要です（$("$python" --version)）。新しい Python があれば「make run PYTHON=python3.12」のように指定してください。" \
    "Python 3.11 or newer is needed. Name a newer one like this: make run PYTHON=python3.12"

"$python" -c 'import venv, ensurepip' 2>/dev/null || refuse \
    "Python の venv がありません。「apt install python3-venv」で入れてから、もう一度実行してください。" \
    "Python's venv is missing. Install it with: apt install python3-venv"

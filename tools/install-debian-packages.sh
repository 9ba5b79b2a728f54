#!/bin/sh
# Installs the Debian packages that the tests need and this machine lacks.
set -eu

missing=
need() { # package, command that it brings
    command -v "$2" >/dev/null 2>&1 || missing="$missing $1"
}
need chromium chromium
need poppler-utils pdftotext
need gettext xgettext
need default-jre-headless java
need npm npm
need_library() { # package, library that it brings
    /sbin/ldconfig -p | grep -q "$2" || missing="$missing $1"
}
# What turns a handout into a PDF.
need_library libpango-1.0-0 libpango-1.0.so.0
need_library libpangoft2-1.0-0 libpangoft2-1.0.so.0
need_library libharfbuzz-subset0 libharfbuzz-subset.so.0
ls /usr/share/fonts/truetype/bizud-gothic >/dev/null 2>&1 ||
    missing="$missing fonts-morisawa-bizud-gothic"
[ -n "$missing" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    as_root=nobody
fi
if [ "$as_root" = nobody ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "テストには次の Debian パッケージが必要です。入れてから、もう一度 make test を実行してください。" >&2
    echo "The tests need these Debian packages: apt install$missing" >&2
    exit 1
fi
echo "Debian パッケージを入れます:$missing"
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq --no-install-recommends $missing >/dev/null

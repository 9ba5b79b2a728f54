#!/bin/sh
# Brings what a PDF is made with, where this machine lacks it: Pango, and Japanese fonts.
# --tell only says what is missing, and the command that brings it.
set -eu

missing=
need() { # package, library that it brings
    /sbin/ldconfig -p 2>/dev/null | grep -q "$2" || missing="$missing $1"
}
need libpango-1.0-0 libpango-1.0.so.0
need libpangoft2-1.0-0 libpangoft2-1.0.so.0
need libharfbuzz-subset0 libharfbuzz-subset.so.0
ls /usr/share/fonts/truetype/bizud-gothic >/dev/null 2>&1 ||
    missing="$missing fonts-morisawa-bizud-gothic"
[ "${1:-}" != --list ] || { echo "$missing"; exit 0; }
if [ -z "$missing" ]; then
    [ "${1:-}" = --tell ] || echo 'PDF に使う部品は、もう入っています。'
    exit 0
fi
if [ "${1:-}" = --tell ]; then
    echo "PDF だけは作れません（ほかは動きます）。「make pdf-libraries」で部品を入れてください：$missing"
    exit 0
fi
. "$(dirname "$0")/apt-install.sh"
apt_install "$missing"

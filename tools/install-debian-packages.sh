#!/bin/sh
# Installs the Debian packages that the tests need and this machine lacks.
set -eu
here=$(dirname "$0")

missing=$(sh "$here/pdf-libraries.sh" --list)
need() { # package, command that it brings
    command -v "$2" >/dev/null 2>&1 || missing="$missing $1"
}
need chromium chromium
need poppler-utils pdftotext
need gettext xgettext
need default-jre-headless java
need npm npm
need openssl openssl
need wrk wrk
# The proxy that cities put before it: not in the path of everybody.
PATH="$PATH:/usr/sbin" need nginx-light nginx
# What playwright's own program stands on.
dpkg -s libatomic1 >/dev/null 2>&1 || missing="$missing libatomic1"
# What the proxy sends compressed files with.
dpkg -s libnginx-mod-http-brotli-static >/dev/null 2>&1 ||
    missing="$missing libnginx-mod-http-brotli-static"
# Reads the units that we ship; nothing of it runs.
need systemd systemd-analyze
. "$here/apt-install.sh"
[ -z "$missing" ] || apt_install "$missing"
# The same Chromium without windows, a quarter cheaper; without it tests take the other.
command -v chromium-headless-shell >/dev/null 2>&1 ||
    apt_install " chromium chromium-headless-shell" 2>/dev/null || :

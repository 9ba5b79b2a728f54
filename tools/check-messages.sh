#!/bin/sh
# Fails when locale/ lacks a text of the code or keeps one that is gone; changes
# nothing. Takes: the locales that exist.
set -eu
[ $# -gt 0 ] || exit 0
before=$(mktemp -d)
cp -R -p locale "$before"
trap 'cp -R -p "$before/locale" . && rm -rf "$before"' EXIT
sh tools/collect-messages.sh "$@"
if ! diff -r -u -x '*.mo' -I '^"POT-Creation-Date: ' "$before/locale" locale; then
    echo "locale/ がコードの文と合っていません。make messages を実行して訳してください。" >&2
    exit 1
fi

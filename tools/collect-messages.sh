#!/bin/sh
# Collects the texts to translate into locale/. Takes: the locales that exist.
set -eu
[ $# -gt 0 ] || exit 0
for locale; do set -- "$@" --locale "$locale"; shift; done
.venv/bin/python manage.py makemessages --no-location --no-obsolete --no-wrap \
    --ignore .venv --ignore node_modules --ignore var --verbosity 0 "$@"

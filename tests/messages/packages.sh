# shellcheck shell=bash
. "$SRCDIR/tests/mkinfo.sh"
mkenv p/.venv
say packages p/.venv
dist p/.venv demo 1.0 'other>=3' missing
dist p/.venv other 2.5
say packages p/.venv
printf '\377' >>"p/.venv/$SITE/demo-1.0.dist-info/METADATA"
say freeze p/.venv

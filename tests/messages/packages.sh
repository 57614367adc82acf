# shellcheck shell=bash
. "$SRCDIR/tests/mkinfo.sh"
mkenv p/.venv
say packages p/.venv
dist p/.venv demo 1.0 'other>=3' missing
dist p/.venv other 2.5
say packages p/.venv
say packages --tree p/.venv
say packages --verify p/.venv
site=p/.venv/lib/python3.11/site-packages
echo changed >$site/demo/__init__.py
rm $site/other/__init__.py
say packages --verify p/.venv
printf '\377' >>$site/demo-1.0.dist-info/METADATA
say freeze p/.venv

# shellcheck shell=bash
export later=yes
# The environments that are known, and their names
say list
for name in blog shop old; do mkenv $name/.venv; done
mkenv shop/tools
mkenv "$HOME/.virtualenvs/data"
say allow blog shop/.venv shop/tools old
rm old/.venv/bin/python
mkdir -p "blog/.venv/$SITE"/{pip-23.0,django-4.2}.dist-info
VIRTUAL_ENV=$PWD/blog/.venv say list --names
say path bolg
say path old
mkenv ../more/blog/.venv
say allow ../more/blog
say path blog
mkenv shop/venv
"$AVENV" -q allow shop/venv
say run no-such-command
say -C shop run no-such-command
# In a store, of a project that is gone
echo "$PWD/gone" >"$HOME/.virtualenvs/data/.project"
tick
mkdir gone
rmdir gone
say list
say forget --gone
say remove -n --gone
say remove --gone
say remove -y --gone
say remove --gone

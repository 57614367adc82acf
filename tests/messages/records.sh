# shellcheck shell=bash
# Records: allow, deny, forget, use
mkenv p/.venv
mkenv odd/djvenv
mkenv two/one
mkenv two/other
mkdir empty
say allow p
say allow p
say allow odd
say allow two
say allow empty
say allow nowhere
say deny p
say -C p status
say allow p
say -C odd use ../p/.venv
say -C odd use --clear
say -C odd use --clear
say -C p use ../odd/djvenv
chmod 777 odd
say allow odd
say -C odd path
say allow --shared odd
git init -q p
git -C p add -f .venv/pyvenv.cfg
say allow p
say allow --tree .
say forget p
say forget p
say allow --list
mv p moved
say -C moved path
echo damaged >>"$HOME/.local/share/avenv/trust"
say allow moved

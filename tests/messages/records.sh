# shellcheck shell=bash
# Records and trust in a week: allow, deny, forget, use, and each refusal.
mkenv shop/.venv
mkenv tut/djvenv
mkdir plain
say -C shop path
say allow shop
say allow tut
say allow --tree .
say forget .
say deny shop
say -C shop path
say allow shop
say forget shop
say forget shop

mkenv one/a
mkenv one/b
say -C one path
say -C one use b
say -C one use --clear
say -C shop use ../one/a
say -C plain use ../shop/.venv
ln -sfn "$PWD/one/a" plain/.venv
say -C plain path
ln -sfn ../gone plain/.venv
say -C plain path

git init -q clone
mkenv clone/.venv
git -C clone add -f .venv/pyvenv.cfg
say allow clone
say allow --tracked clone
mkenv open/.venv
chmod o+w open
say allow open
say allow --shared open
say allow --list
mv shop old
mkenv shop/.venv
say -C shop path

echo garbage >>"$HOME/.local/share/avenv/records"
say allow --list
chmod o+w "$HOME/.local/share/avenv/records"
say -C shop path
say allow shop
chmod o-w "$HOME/.local/share/avenv/records"
mv "$HOME/.local/share/avenv/records" kept
ln -s "$PWD/kept" "$HOME/.local/share/avenv/records"
say -C shop path
rm kept
say allow shop

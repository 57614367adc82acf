# shellcheck shell=bash
# Records and trust in a week: allow, deny, forget, use, and the common refusals.
mkenv shop/.venv
mkenv tut/djvenv
mkdir plain
say -C shop path
say allow shop
say allow tut
say allow --tree .
say forget .
replayed say forget --below .
"$AVENV" -q forget -y --below . 2>/dev/null
say deny shop
say -C shop path
say allow shop
say forget shop
say forget shop

mkenv one/a
mkenv one/b
say -C one path
say -C one use b
say -C one use ./b
say -C one use --clear
say -C one use --clear
replayed say -C shop use ../one/a
say -C plain use ../shop/.venv
ln -sfn "$PWD/one/a" plain/.venv
replayed say -C plain path
ln -sfn ../gone plain/.venv
replayed say -C plain path

git init -q clone
mkenv clone/.venv
git -C clone add -f .venv/pyvenv.cfg
say allow clone
say allow --tracked clone
git init -q theirs
mkenv theirs/venv
git -C theirs add -f venv/pyvenv.cfg
replayed say allow theirs
rm -rf theirs
mkenv open/.venv
chmod o+w open
replayed say allow open
say allow --shared open
mkenv tmp/.venv
chmod 1777 tmp
replayed say allow tmp
say allow --list
mv shop old
mkenv shop/.venv
say -C shop path

echo garbage >>"$HOME/.local/share/avenv/records"
say allow --list
chmod o+w "$HOME/.local/share/avenv/records"
replayed say -C shop path
chmod o-w "$HOME/.local/share/avenv/records"
mv "$HOME/.local/share/avenv/records" kept
ln -s "$PWD/kept" "$HOME/.local/share/avenv/records"
say -C shop path
rm kept "$HOME/.local/share/avenv/records"

# allow --found leaves out one of each kind; then one is gone, and one is another: the list has them by path
mkenv found/{a,changed,gone,denied,open,broken}/.venv found/odd found/$'new\nline'/.venv
mkdir found/lost
ln -s ../nowhere found/lost/.venv
rm -r found/broken/.venv/bin
chmod 0777 found/open
"$AVENV" -q deny found/denied
replayed say allow --found found
say forget found/denied/.venv
rm -r found/gone found/changed
mkenv found/changed/.venv
say allow --list
mkenv .venv
HOME=$PWD say allow .venv found/odd

mkenv both/.venv
git init -q both
git -C both add -f .venv
chmod 0777 both
for option in '' --shared --tracked; do replayed say allow ${option:+"$option"} both; done
AVENV_TRUST=$PWD say allow clone
say create --tracked --without-pip both/.venv
rm -r both/.venv
say create --tracked --without-pip both/.venv
say allow --shared --tracked both
"$AVENV" -q deny both
say -C both path
say deny both
# One that was denied is elsewhere now
mkenv away/.venv
"$AVENV" -q deny away
mv away moved
mkenv away/.venv
say allow away

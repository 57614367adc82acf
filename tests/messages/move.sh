# shellcheck shell=bash
# move, remove, recreate, repair, run and use: what they refuse, and what they leave to do
. "$SRCDIR/tests/mkinfo.sh"
PATH=$HOME/tools:$PATH
mkdir ../tools
# shellcheck disable=SC2016 # for sh
for tool in uv pipx; do program "../tools/$tool" '#!/bin/sh' 'rm -r ~/src/$4$3'; done
bare p/.venv && bare tool && mkdir q && ln -s "$PWD/p/.venv" q/link
"$AVENV" -q -C q use ../p/.venv
replayed say -C q move ../p ../r
say -C q move ../p ../none/r
replayed say -C q move ../p ../p/venv
replayed say -C q remove .venv
replayed say remove -y q/link
touch tool/uv-receipt.toml
say remove -y tool
touch p/.venv/mine "p/.venv/it's"
replayed say remove -y p/.venv
rm p/.venv/mine "p/.venv/it's"
mkdir r
replayed say move p/.venv r/.venv
VIRTUAL_ENV=$PWD/r/.venv AVENV_SHELL="bash $PROTOCOL" say move r/.venv p/.venv
replayed say remove -y p/.venv
bare p/.venv
at p
"$AVENV" -q forget
say use .venv
"$AVENV" -q allow
touch x.py
say run -e . x.py --flag 'a b'
printf '#!/gone\n' >.venv/bin/broken
chmod +x .venv/bin/broken
say run broken
rm .venv/bin/broken
at ..
mkdir taken && touch taken/notes
at taken
replayed say create "$SERIES" | sed "s/$SERIES/X.Y/g"
at ..
replayed say create --without-pip taken
mkdir taken/.venv && touch taken/.venv/notes
say -C taken create
ln -s gone dangling
say create dangling

# Files that keep the old path, and environments that are rebuilt
PATH=$T/quick/bin:/usr/bin:/bin:$T/bin
dist "$PWD/p/.venv" demo 1.0
cd "$HOME/src" || exit
for file in bin/mine etc/conf; do mkdir -p p/.venv/etc && echo "root = $PWD/p/.venv" >"p/.venv/$file"; done
(cd "p/.venv/$SITE" && record_row ../../../etc/conf >>demo-1.0.dist-info/RECORD)
say move p/.venv p/env
mkdir -p "p/env/$SITE/shop-1.dist-info"
printf 'Metadata-Version: 2.1\nName: shop\nVersion: 1\n' >"p/env/$SITE/shop-1.dist-info/METADATA"
printf '{"url": "file://%s/taken", "dir_info": {"editable": true}}' "$PWD" >"p/env/$SITE/shop-1.dist-info/direct_url.json"
say repair p/env
touch q/r.txt && mkenv gone/.venv && "$AVENV" -q allow gone
rm gone/.venv/bin/python*
sed -i 's/^version = .*/version = 3.2.1/; s,/usr/bin,/gone/bin,' gone/.venv/pyvenv.cfg
replayed say repair gone/.venv | sed -E 's/-p [0-9.]+/-p X.Y/'
say -C gone recreate -r ../q/r.txt | sed -E 's/-p [0-9.]+/-p X.Y/'
mkenv no_bin/.venv && rm -r no_bin/.venv/bin
replayed say -C no_bin run true
sed -i /home/d no_bin/.venv/pyvenv.cfg && mkdir no_bin/.venv/bin && touch no_bin/.venv/bin/activate
say repair no_bin/.venv
say -C no_bin recreate
bare "it's/.venv"
replayed say move "it's/.venv" taken/env
say recreate "it's/.venv"
mkdir "it's/.venv.old/x"
say recreate "it's/.venv"
bare was/.venv
mv was here
replayed say allow here
AVENV_SHELL="bash $PROTOCOL" AVENV_STATE=$(state_after prompt) say -C here

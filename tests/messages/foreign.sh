# shellcheck shell=bash
# Environments of Windows and of another platform, sources that are gone
. "$SRCDIR/tests/mkinfo.sh"
# typed COMMAND: one that is no avenv, as an answer before has it
typed() {
	grep -qF "'$1'" "$T/answers" || printf 'no answer says: %s\n' "$1"
	printf '$ %s\n' "$1"
	eval "$1" 2>&1
}
mkdir -p w/.venv/Scripts w/.venv/Lib/site-packages
printf 'home = C:\\Python312\r\nversion = 3.12.1\r\n' >w/.venv/pyvenv.cfg
touch w/.venv/Scripts/python.exe
say -C w
say -C w allow
say repair w/.venv
say recreate w/.venv
say doctor -q w/.venv
chmod 755 w/.venv/Scripts/python.exe
say -C w
typed 'mv ~/src/w/.venv ~/src/w/.venv.old && avenv create ~/src/w/.venv'

bare p/.venv
dist p/.venv own 1.0
mkdir own tools
printf '{"url": "file://%s", "dir_info": {"editable": true}}' "$PWD/own" >"p/.venv/$SITE/own-1.0.dist-info/direct_url.json"
printf '%s,,\n' own.pth own-1.0.dist-info/direct_url.json >>"p/.venv/$SITE/own-1.0.dist-info/RECORD"
install /dev/null tools/uv
# Sources are there, but not the directory that Python imports from
for dir in src build/__editable__.own-1.0; do
	echo "$PWD/own/$dir" >"p/.venv/$SITE/own.pth"
	say doctor -q p/.venv
	PATH=$PWD/tools:$PATH say doctor -q p/.venv
	mkdir -p "own/$dir"
	say doctor -q p/.venv
done
# In the second one, a link to a source, and one to a source that was removed
dir=build/__editable__.own-1.0
touch own/{pyproject.toml,own.py}
ln -s ../../own.py ../../removed.py "own/$dir"
say doctor -q p/.venv
# A link out of the project
ln -s ../../../gone.py "own/$dir"
say doctor -q p/.venv
rm "own/$dir/gone.py"
# Two .pth files, and the directory of the second
echo /nowhere >"p/.venv/$SITE/a.pth"
sed -i '1i a.pth,,' "p/.venv/$SITE/own-1.0.dist-info/RECORD"
say doctor -q p/.venv
rm -r p

printf '%s\n' '# /// script' '# dependencies = ["six"]' '# ///' >s.py
say create -r s.py n/.venv

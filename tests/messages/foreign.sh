# shellcheck shell=bash
# An environment of Windows
# typed COMMAND: one that is no avenv, as an answer before has it
typed() {
	grep -rqF "$1" "$T/answers" || printf 'no answer says: %s\n' "$1"
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

cp /bin/true uv
PATH=$PATH:$PWD
printf '%s\n' '# /// script' '# dependencies = ["six"]' '# ///' >s.py
say create -r s.py n/.venv

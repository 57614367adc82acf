# shellcheck shell=bash
export later=yes
# An environment of Windows
mkdir -p w/.venv/Scripts w/.venv/Lib/site-packages
printf 'home = C:\\Python312\r\nversion = 3.12.1\r\n' >w/.venv/pyvenv.cfg
install /dev/null w/.venv/Scripts/python.exe
say -C w
say repair w/.venv
say doctor -q w/.venv

cp /bin/true uv
PATH=$PATH:$PWD
printf '%s\n' '# /// script' '# dependencies = ["six"]' '# ///' >s.py
say create -r s.py n/.venv

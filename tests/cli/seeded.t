#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The pip that avenv create puts into an environment does what the one that ensurepip puts
# there does; where its wheels come from; and that nothing of the machine's gets in between.
# shellcheck disable=SC2016 # for the shells that these start
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"

PYTHON=$SYSTEM_PYTHON
"$SRCDIR/tests/mkwheel.py" "$T/wheels" tiny

# ---- as the original --------------------------------------------------------

# session: what a user might do in the environment at $D, and what is said
session() {
	local pip=(env -i HOME="$HOME" PATH="$PATH" LC_ALL=C.UTF-8 PIP_DISABLE_PIP_VERSION_CHECK=1 "$D/bin/pip")
	(
		cd "$T" || exit
		set -x
		"${pip[@]}" --version
		"${pip[@]}" check
		"${pip[@]}" list
		"${pip[@]}" freeze --all
		"${pip[@]}" show -f pip
		"${pip[@]}" install --no-index --find-links "$T/wheels/tiny" tiny
		"${pip[@]}" check
		"$D/bin/tiny" a b
		cat "$D"/lib/python3*/site-packages/tiny-*.dist-info/RECORD
		"${pip[@]}" freeze
		"${pip[@]}" uninstall -y tiny
		"$D/bin/python" -m venv --upgrade "$D"
		"${pip[@]}" --version
		"$PYTHON" -m venv --upgrade "$D"
		"${pip[@]}" check
		"$D/bin/python" -I -c 'import sys, sysconfig; print(sys.prefix, sys.base_prefix, sys.executable, sysconfig.get_paths())'
		"$D/bin/python" -m ensurepip
		"${pip[@]}" uninstall -y pip
		"$D/bin/python" -m pip --version
		set +x
		cd "$D" && find . -not -name '*.pyc' -not -name __pycache__ | sort
	) 2>&1 | sed -E '/\.pyc$/d; s|^(Looking in links: .*/tmp).*|\1|'
}

make_theirs "$PYTHON"
mv "$THEIRS" "$D"
session >"$T/theirs.txt"
make_ours "$PYTHON"
session >"$T/ours.txt"
is "$(diff "$T/theirs.txt" "$T/ours.txt")" '' 'pip does what it does in theirs'
like "$(cat "$T/theirs.txt")" 'Successfully uninstalled tiny' 'it was a whole session'
like "$(cat "$T/theirs.txt")" $'a b\ntiny\n' 'its script ran'

# ---- what the machine has set, changes nothing ------------------------------

make_theirs "$PYTHON"
mkdir -p "$T/hostile/.config/pip" "$T/hostile/.pip" "$T/evil/encodings"
for file in .config/pip/pip.conf .pip/pip.conf; do
	printf '[global]\ntarget = %s\nuser = true\nno-install = 1\n' "$T/elsewhere" >"$T/hostile/$file"
done
printf '[install]\nprefix=%s\n' "$T/elsewhere" >"$T/hostile/.pydistutils.cfg"
for module in os sys site sitecustomize usercustomize venv ensurepip compileall zipfile encodings/__init__; do
	echo 'raise SystemExit("somebody else ran")' >"$T/evil/$module.py"
done
HOSTILE=(
	"${CLEAN[@]}" HOME="$T/hostile" PYTHONHOME=/nonexistent PYTHONPATH="$T/evil" PYTHONSTARTUP="$T/evil/os.py"
	PYTHONOPTIMIZE=2 PYTHONDONTWRITEBYTECODE=1 PYTHONPYCACHEPREFIX="$T/elsewhere" PYTHONPLATLIBDIR=lib32
	PYTHONEXECUTABLE=/nonexistent/python PYTHONINSPECT=1 PYTHONUSERBASE="$T/elsewhere" PYTHONVERBOSE=3
	PYTHONWARNINGS=error __PYVENV_LAUNCHER__=/nonexistent/python VIRTUAL_ENV=/nonexistent
	PIP_NO_INDEX=1 PIP_TARGET="$T/elsewhere" PIP_USER=1 PIP_PREFIX="$T/elsewhere" PIP_ROOT="$T/elsewhere"
	PIP_CONFIG_FILE="$T/hostile/.pip/pip.conf" PIP_REQUIRE_VIRTUALENV=1 PIP_NO_COMPILE=1 PIP_NO_BINARY=:all:
)
# unmoved NAME [FLAG...]: the same as theirs, in spite of all
unmoved() {
	local name=$1
	shift
	rm -rf "$D"
	run "${HOSTILE[@]}" "$AVENV" create -q -p "$PYTHON" "$@" "$D"
	is "$rc$out$err" 0 "$name: done"
	is "$(oracle "$@")" '' "$name: the same"
	ok "$name: nothing is elsewhere" test ! -e "$T/elsewhere"
}
unmoved 'PYTHON*, PIP_* and files of HOME'
unmoved 'PYTHON*, PIP_* and files of HOME, --compile' --compile

# ---- where the wheels come from ---------------------------------------------

# without DIRS ARG...: avenv create where the DIRS, by colons, are empty
without() {
	rm -rf "$D"
	mkdir -p "$(dirname "$D")"
	run apart sh -c 'for dir in $(echo "$1" | tr : " "); do mount -t tmpfs tmpfs "$dir" || exit 99; done
		shift && exec "$@"' sh "$1" \
		"${CLEAN[@]}" "$AVENV" create -q -p "$PYTHON" "${@:2}" "$D"
}
STDLIB=$("$PYTHON" -I -S -c 'import os; print(os.path.dirname(os.__file__))')
SERIES=${STDLIB##*python}
WHEELS=$("$PYTHON" -I -c 'import sysconfig; print(sysconfig.get_config_var("WHEEL_PKG_DIR") or "")')
if [ -n "$WHEELS" ] && apart mount -t tmpfs tmpfs /mnt 2>/dev/null; then
	without "$STDLIB/ensurepip"
	is "$rc$out$err" 0 'without python3-venv, its wheels are enough'
	is "$(oracle)" '' 'without python3-venv: the same'
	without "$WHEELS"
	is "$rc$out" 1 'without wheels: refused'
	like "$err" '*python3-pip-whl*--without-pip' 'without wheels: what to install is said'
	is "$(ls -A "$(dirname "$D")")" '' 'without wheels: nothing is left over'
	without "$STDLIB/ensurepip:$WHEELS"
	is "$rc$out" 1 'without both: refused'
	like "$err" "*python$SERIES-venv*--without-pip" 'without both: what to install is said'
	without "$WHEELS" --without-pip
	is "$rc$out$err" 0 'without wheels, without pip'
else
	skip 'no mount namespaces, or not a Debian' 8
fi

# Another distribution's way, or a build of one's own: wheels beside ensurepip.
loose_python "$T/loose"
rm "$LOOSE_LIB/ensurepip"
mkdir -p "$LOOSE_LIB/ensurepip/_bundled"
cp "$STDLIB/ensurepip/"*.py "$LOOSE_LIB/ensurepip"
rm -rf "$D"
run "${CLEAN[@]}" "$AVENV" create -q -p "$LOOSE" "$D"
is "$rc$out" 1 'no wheels anywhere: refused'
like "$err" '--without-pip' 'no wheels anywhere: said so'
is "$(ls -A "$(dirname "$D")")" '' 'no wheels anywhere: nothing is left over'
cp "$WHEELS"/*.whl "$LOOSE_LIB/ensurepip/_bundled"
for wheel in "$LOOSE_LIB/ensurepip/_bundled"/*; do
	IFS=- read -r name version _ <<<"${wheel##*/}"
	sed -i "s/^_${name^^}_VERSION = .*/_${name^^}_VERSION = \"$version\"/" "$LOOSE_LIB/ensurepip/__init__.py"
done
same 'wheels that are bundled' "$LOOSE"
mkdir "$T/loose/wheels"
cp "$WHEELS"/pip-*.whl "$T/loose/wheels"
same 'a distribution has one of the wheels, so the bundled ones count' "$LOOSE"
cp "$WHEELS"/*.whl "$T/loose/wheels"
: >"$T/loose/wheels/pip-0.0.1-py3-none-any.whl"
: >"$T/loose/wheels/README"
rm -r "$LOOSE_LIB/ensurepip/_bundled"
same "a distribution's wheels, the last of them by name" "$LOOSE"

# ---- without a word of which Python -----------------------------------------

make_theirs "$PYTHON"
rm -rf "$D"
"${CLEAN[@]}" "$AVENV" create -q "$D"
ok 'no -p: the python3 that PATH has' oracle

# From inside another environment its base is taken: what differs is the words for that.
rm -rf "$T/outer"
"${CLEAN[@]}" "$PYTHON" -m venv --without-pip "$T/outer"
make_theirs "$T/outer/bin/python" --without-pip
for how in '-p' 'PATH'; do
	rm -rf "$D"
	if [ $how = -p ]; then
		"${CLEAN[@]}" "$AVENV" create -q --without-pip -p "$T/outer/bin/python" "$D"
	else
		"${CLEAN[@]}" PATH="$T/outer/bin:$PATH" "$AVENV" create -q --without-pip "$D"
	fi
	is "$(oracle | grep -v '^pyvenv.cfg: line 5: ')" '' "inside an environment, by $how: the same as theirs"
	not_ok "inside an environment, by $how: nothing names the other one" grep -r "$T/outer" "$D"
done

done_testing

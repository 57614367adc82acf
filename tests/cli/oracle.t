#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv create makes what `python -m venv` makes: every name, type, mode, link and byte.
# With AVENV_TEST_PYTHONS it takes minutes: TEST_TIMEOUT=3000.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"

# ---- every interpreter, every flag -----------------------------------------

# quotes PYTHON: it quotes what it puts into its templates; where it does not, ours differ, and must
quotes() {
	grep -q shlex.quote "$("$1" -I -c 'import venv; print(venv.__file__)')"
}

# flags LABEL PYTHON: all flags by themselves
flags() {
	local label=$1 python=$2
	same "$label" "$python"
	same "$label --without-pip" "$python" --without-pip
	same "$label --copies" "$python" --copies
	same "$label --symlinks" "$python" --symlinks --without-pip
	same "$label --system-site-packages" "$python" --system-site-packages
	same "$label --prompt" "$python" --prompt "it's (p) & q" --without-pip
	if quotes "$python"; then
		same "$label --prompt that a shell would read" "$python" --prompt "it's a \"p\" \$x" --without-pip
	fi
	same "$label, all at once" "$python" --copies --without-pip --system-site-packages --prompt p --clear
	over_another "$label" "$python"
	if "$python" -m venv --help | grep -q scm-ignore; then
		same "$label --without-scm-ignore-files" "$python" --without-scm-ignore-files --without-pip
	fi
	compiled "$label" "$python"
}

# over_another LABEL PYTHON: with an environment there already, and something of the user's
over_another() {
	local label=$1 python=$2
	rm -rf "$D" "$T/first"
	"${CLEAN[@]}" "$python" -m venv "$D"
	mkdir -p "$D/share/mine"
	echo mine >"$D/share/mine/file"
	echo mine >"$D/bin/tool"
	mv "$D" "$T/first"
	before() { cp -a "$T/first" "$D"; }
	same "$label, a second time" "$python"
	same "$label --upgrade" "$python" --upgrade
	same "$label --clear" "$python" --clear
	same "$label --clear --without-pip" "$python" --clear --without-pip
	before() { :; }
}

# compiled LABEL PYTHON: --compile is ours alone
compiled() {
	make_theirs "$2"
	make_ours "$2" --compile
	ok "$1 --compile" oracle --compile
}

flags python3 "$SYSTEM_PYTHON"
while read -r python; do
	flags "$("$python" -I -S -c 'import platform as p; print(p.python_version())')" "$python"
done < <(other_pythons)

# ---- one interpreter, everything else --------------------------------------

# at PLACE NAME [FLAG...]: made at $T/PLACE
at() {
	local D=$T/$1 name=$2
	shift 2
	same "$name" "$SYSTEM_PYTHON" "$@"
}
at 'a b/c  d' 'a path with spaces'
at $'\xc3\xbcn\xc3\xaf/\xe4\xbe\x8b' 'a path of more than ASCII'
at "it's \"q\" \$x \`y\` & ; | * ?" 'a path with quotes' --without-pip
at "it's" 'a path with an apostrophe'

# long LENGTH: an environment whose launchers' first line is so long, with "#!" and newline
long() {
	local rest=/bin/python3 name
	name=$(($1 - 3 - ${#T} - 1 - ${#rest}))
	printf "%0${name}d" 0
}
at "$(long 127)" 'a first line of 127 bytes'
at "$(long 128)" 'a first line of 128 bytes'

masked() {
	umask 077
	"$@"
}
within() { (masked "$@"); }
same 'umask 077' "$SYSTEM_PYTHON"
within() { "$@"; }

# create . and create DIR/ in the directory itself
in_place() {
	mkdir -p "$D"
	cd "$D" && "${CLEAN[@]}" "$@" .
}
dot() {
	rm -rf "$D" "$THEIRS"
	(in_place "$SYSTEM_PYTHON" -m venv) && mv "$D" "$THEIRS" &&
		(in_place "$AVENV" create -q -p "$SYSTEM_PYTHON") && oracle
}
ok 'create .' dot

done_testing

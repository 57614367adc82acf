#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What CPython's test_venv and virtualenv's tests of creation look at from outside,
# by the names that they have there.
# shellcheck disable=SC2016 # for the shells that these start
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"

PYTHON=$SYSTEM_PYTHON
# Of the base: what the tests expect of the environment.
base() { "${CLEAN[@]}" "$PYTHON" -I -c "import os, sys, sysconfig; print($1)"; }
SERIES=$(base '"%d.%d" % sys.version_info[:2]')
SITE=lib/python$SERIES/site-packages
EXE=$(basename "$PYTHON")

# create ARG...: as a user would
create() { "${CLEAN[@]}" "$AVENV" create -q -p "$PYTHON" "$@"; }
# bare ARG...: without pip, which most of what follows does not need
bare() { create --without-pip "$@"; }
# say CODE: what the environment's own Python prints
say() { "${CLEAN[@]}" "$D/bin/$EXE" -c "import os, sys, sysconfig; print($1)"; }
# fresh ARG...: a new one at $D
fresh() {
	rm -rf "$D"
	mkdir -p "$(dirname "$D")"
	bare "$@" "$D"
}
cfg() { grep -x "$1 = .*" "$D/pyvenv.cfg" | sed 's/^[^=]*= //'; }

# ---- CPython's test_venv: BasicTest ----------------------------------------

fresh
for dir in bin include "lib/python$SERIES" "$SITE"; do
	ok "test_defaults_with_str_path: $dir" test -d "$D/$dir"
done
is "$(test -L "$D/lib64" && echo link)" \
	"$(base '"link" if sys.maxsize > 2**32 else ""')" 'test_defaults_with_str_path: lib64'
is "$(cfg home)" "$(dirname "$PYTHON")" 'test_defaults_with_str_path: home'
is "$(cfg executable)" "$(realpath "$PYTHON")" 'test_defaults_with_str_path: executable'
is "$(cfg command)" "$PYTHON -m venv --without-pip $D" 'test_defaults_with_str_path: command'
ok 'test_defaults_with_str_path: its Python is there' test -x "$D/bin/$EXE"

is "$(cfg command | grep -cE -- '--(system-site-packages|clear|upgrade|upgrade-deps|prompt)')" 0 \
	'test_config_file_command_key: none'
for flag in --copies --system-site-packages --clear; do
	fresh $flag
	like "$(cfg command)" " $flag " "test_config_file_command_key: $flag"
done
fresh --prompt=foobar
like "$(cfg command)" ' --prompt="foobar" ' 'test_config_file_command_key: --prompt'
bare --upgrade "$D"
like "$(cfg command)" ' --upgrade ' 'test_config_file_command_key: --upgrade'

fresh
is "$(cfg prompt)" '' 'test_prompt: none'
fresh --prompt 'My prompt'
is "$(cfg prompt)" "'My prompt'" 'test_prompt: My prompt'
mkdir -p "$T/here"
(cd "$T/here" && fresh --prompt .)
is "$(cfg prompt)" "'here'" 'test_prompt: .'
like "$(sh -c '. "$1/bin/activate"; echo "$PS1"' sh "$D")" '(here)' 'test_prompt: . in the activation'

# sysconfig_is NAME: what the environment says of itself, as the base or as a venv should
sysconfig_is() {
	local call
	is "$(say 'sysconfig.get_preferred_scheme("prefix"), sysconfig.get_default_scheme()')" \
		'venv venv' "$1: scheme"
	for call in 'is_python_build()' 'get_makefile_filename()' 'get_config_h_filename()' \
		'get_config_var("Py_GIL_DISABLED")'; do
		is "$(say "sysconfig.$call")" "$(base "sysconfig.$call")" "$1: $call"
	done
	is "$(say sys.executable)" "$D/bin/$EXE" "$1: sys.executable"
}
fresh
for prefix in prefix exec_prefix; do
	is "$(say "sys.$prefix")" "$D" "test_prefixes: $prefix"
	is "$(say "sys.base_$prefix")" "$(base "sys.base_$prefix")" "test_prefixes: base_$prefix"
done
sysconfig_is test_sysconfig_symlinks
ok 'test_symlinking: a link' test -L "$D/bin/$EXE"
is "$(say sys.executable)" "$D/bin/$EXE" 'test_executable_symlinks'
if "$PYTHON" -c 'import multiprocessing; multiprocessing.Lock()' 2>&-; then
	is "$(say '__import__("multiprocessing").get_context("spawn").Pool(1).apply(str.lower, ["PYTHON"])')" python \
		'test_multiprocessing'
else
	skip 'there are no semaphores for this user' 1
fi
cat >"$T/recurse.py" <<-'PY'
	import multiprocessing
	import sys
	def inner():
	    print(sys.prefix)
	def outer():
	    process = multiprocessing.get_context("spawn").Process(target=inner)
	    process.start()
	    process.join()
	if __name__ == "__main__":
	    process = multiprocessing.get_context("spawn").Process(target=outer)
	    process.start()
	    process.join()
PY
is "$("${CLEAN[@]}" "$D/bin/$EXE" -I "$T/recurse.py")" "$D" 'test_multiprocessing_recursion'
is "$(tr -cd '\r' <"$D/bin/activate")" '' 'test_activate_shell_script_has_no_dos_newlines'
cat >"$T/strict.sh" <<-SH
	set -euo pipefail
	source $D/bin/activate
	deactivate
SH
run bash "$T/strict.sh"
is "$rc$out$err" 0 'test_deactivate_with_strict_bash_opts'

fresh --copies
sysconfig_is test_sysconfig
ok 'test_symlinking: a copy' test ! -L "$D/bin/$EXE"
is "$(say sys.executable)" "$D/bin/$EXE" 'test_executable'
is "$(say sys._base_executable)" "$PYTHON" 'test_sysconfig: _base_executable'

# foos: those of ours that are there
foos() { (cd "$D" && find . -name foo | sort | tr '\n' ' '); }
rm -rf "$D"
mkdir -p "$D"/{bin,include,"$SITE"}
for dir in bin include lib "lib/python$SERIES" "$SITE"; do
	echo 'Still here?' >"$D/$dir/foo"
done
before=$(foos)
bare "$D"
is "$(foos)" "$before" 'test_overwrite_existing: foreign files stay'
is "$(cat "$D/$SITE/foo")" 'Still here?' 'test_overwrite_existing: as they were'
# Of what lies right in lib nobody knows whose it is, so that --clear refuses it.
rm "$D/lib/foo"
bare --clear "$D"
is "$(foos)" '' 'test_overwrite_existing: --clear'

for dir in bin include lib; do
	rm -rf "$D"
	mkdir "$D"
	: >"$D/$dir"
	run bare "$D"
	is "$rc:$(ls -A "$D")" "1:$dir" "test_unoverwritable_fails: $dir"
	like "$err" "avenv: *$dir" "test_unoverwritable_fails: $dir: said so"
done

for round in first second; do
	fresh
	ok "test_upgrade: $round" bare --upgrade "$D"
	ok "test_upgrade: $round: directories" test -d "$D/bin" -a -d "$D/include" -a -d "$D/$SITE"
	ok "test_upgrade: $round: its Python" "$D/bin/$EXE" -c ''
done

for flag in '' --system-site-packages; do
	# shellcheck disable=SC2086 # none is none
	fresh --clear $flag
	is "$(cfg include-system-site-packages)" "$([ -n "$flag" ] && echo true || echo false)" \
		"test_isolation: ${flag:-none}"
done

run bare "$T/d/colon:here"
is "$rc" 1 'test_pathsep_error'
like "$err" "colon:here'" 'test_pathsep_error: said so'
ok 'test_pathsep_error: nothing was made' test ! -e "$T/d/colon:here"

loose_python "$T/loose"
rm -rf "$D"
ok 'test_zippath_from_non_installed_posix: made' \
	"${CLEAN[@]}" "$AVENV" create -q --without-pip -p "$LOOSE" "$D"
like "$(say sys.path)" "$T/loose/lib/python${SERIES/./}.zip" 'test_zippath_from_non_installed_posix'

# ---- activation, with a name that no shell likes -----------------------------

# activated SHELL FILE: what Python says of itself once $D/FILE is sourced
activated() {
	local file=$2 first=:
	# A script has none, which csh's template asks for.
	[ "$1" = tcsh ] && first='set prompt = x'
	cat >"$T/source" <<-SH
		$first
		source $("${CLEAN[@]}" python3 -c 'import shlex, sys; print(shlex.quote(sys.argv[1]))' "$D/$file")
		python -c "import sys; print(sys.executable)"
		python -c "import os; print(os.environ['VIRTUAL_ENV'])"
		deactivate
	SH
	"${CLEAN[@]}" "$1" "$T/source" 2>&1
}

# special SHELL FILE NAME: Python is the environment's
special() {
	command -v "$1" >/dev/null || {
		skip "$1 is not installed"
		return
	}
	is "$(activated "$1" "$2")" "$D/bin/python"$'\n'"$D" "$3"
}

# special_with PYTHON LABEL
special_with() {
	local PYTHON=$1 EXE D=$T/d/$'"\';&&$e|\'"'
	EXE=$(basename "$1")
	fresh
	special bash bin/activate "test_special_chars_bash$2"
	special tcsh bin/activate.csh "test_special_chars_csh$2"
}
special_with "$PYTHON" ''
while read -r python; do
	special_with "$python" ": $("$python" -I -S -c 'import platform as p; print(p.python_version())')"
done < <(other_pythons)

# ---- .gitignore, since 3.13 ------------------------------------------------

while read -r python; do
	"$python" -m venv --help | grep -q scm-ignore || continue
	rm -rf "$D"
	"${CLEAN[@]}" "$AVENV" create -q -p "$python" --without-pip "$D"
	is "$(grep -cx '\*' "$D/.gitignore")" 1 'test_cli_with_scm_ignore_files, test_scm_ignore_files_git'
	rm -rf "$D"
	"${CLEAN[@]}" "$AVENV" create -q -p "$python" --without-pip --without-scm-ignore-files "$D"
	ok 'test_cli_without_scm_ignore_files' test ! -e "$D/.gitignore"
	like "$(cfg command)" ' --without-scm-ignore-files ' 'test_create_scm_ignore_files_empty'
done < <(echo "$PYTHON" && other_pythons)

# ---- EnsurePipTest ---------------------------------------------------------

without_pip() { say '__import__("importlib.util").util.find_spec("pip")'; }
fresh
is "$(without_pip)" None 'test_explicit_no_pip'
mkdir "$HOME/.pip"
printf '[global]\nno-install=1\n' >"$HOME/.pip/pip.conf"
for flag in '' --system-site-packages; do
	rm -rf "$D"
	# shellcheck disable=SC2086 # none is none
	ok "test_with_pip $flag: made" env PIP_NO_INSTALL=1 "${CLEAN[@]}" PIP_NO_INSTALL=1 \
		"$AVENV" create -q -p "$PYTHON" $flag "$D"
	run "${CLEAN[@]}" PIP_CONFIG_FILE=/dev/null "$D/bin/$EXE" -I -m pip --version
	is "$err" '' "test_with_pip $flag: no complaint"
	is "${out%% from *}" "pip $(base '__import__("ensurepip").version()')" "test_with_pip $flag: version"
	like "$out" " $D/" "test_with_pip $flag: its own"
	run "${CLEAN[@]}" PIP_CONFIG_FILE=/dev/null PYTHONWARNINGS=ignore "$D/bin/$EXE" -m ensurepip._uninstall
	is "$err" '' "test_with_pip $flag: uninstalled without complaint"
	like "$out" 'Successfully uninstalled pip' "test_with_pip $flag: uninstalled"
	is "$(cd "$D" && find . -name 'pip*')" '' "test_with_pip $flag: nothing is left"
done
rm -r "$HOME/.pip"

# ---- virtualenv's test_creator ---------------------------------------------

run bare "$T/d/"
is "$rc" 0 'a slash at the end is none'
: >"$T/file"
run bare "$T/file"
is "$rc" 1 'test_destination_exists_file'
like "$err" "'$T/file'" 'test_destination_exists_file: said so'
is "$(stat -c %s "$T/file")" 0 'test_destination_exists_file: as it was'

# not_mine DIR: as somebody who may not write there
not_mine() {
	if [ "$(id -u)" != 0 ]; then
		bare "$1"
	else
		setpriv --reuid=65534 --clear-groups "${CLEAN[@]}" HOME=/nonexistent \
			"$T/avenv" create -q -p "$PYTHON" --without-pip "$1"
	fi
}
mkdir "$T/closed"
chmod 0555 "$T/closed"
chmod 0755 "$T"
cp "$AVENV" "$T/avenv"
run not_mine "$T/closed/env"
is "$rc" 1 'test_destination_not_write_able'
like "$err" "'$T/closed/env': Permission denied" 'test_destination_not_write_able: said so'
chmod 0755 "$T/closed"

# no_seed NAME [FLAG...]: what is in sys.path and bin of an empty environment
no_seed() {
	local name=$1 global=no link
	shift
	[[ " $* " != *' --system-site-packages '* ]] || global=yes
	fresh "$@"
	is "$(ls -A "$D/$SITE")" '' "$name: no package"
	is "$(say '[p for p in sys.path if p.startswith(sys.prefix)]')" "['$D/$SITE']" "$name: sys.path"
	is "$(say 'any(p.endswith("/dist-packages") or p.startswith(sys.base_prefix) and p.endswith("/site-packages") for p in sys.path) and "yes" or "no"')" \
		"$global" "$name: the base's packages: $global"
	for link in "$D"/bin/python*; do
		[ -L "$link" ] || continue
		link=$(readlink "$link")
		[ "$link" = "$PYTHON" ] || [ "${link##*/}" = "$link" ]
		tap $? "$name: $link leads to the base or stays inside"
	done
}
for place in env $'sp ace/\xc3\xa9\xe4\xb8\xad env'; do
	D=$T/d/$place
	for flags in '' --copies; do
		# shellcheck disable=SC2086 # none is none
		no_seed "test_create_no_seed ${flags:-links}, isolated, $place" $flags
		# shellcheck disable=SC2086
		no_seed "test_create_no_seed ${flags:-links}, global, $place" $flags --system-site-packages
	done
done
D=$T/d/env

rm -rf "$D"
mkdir "$D"
echo magic >"$D/.gitignore"
bare "$D"
is "$(cat "$D/.gitignore")" magic 'test_create_vcs_ignore_exists'

fresh
mkdir "$D/share"
: >"$D/bin/magic"
bare "$D"
ok 'test_create_clear_resets: kept without it' test -e "$D/bin/magic"
bare --clear "$D"
ok 'test_create_clear_resets: gone with it' test ! -e "$D/bin/magic" -a ! -e "$D/share"

fresh --prompt custom
is "$(cfg prompt)" "'custom'" 'test_prompt_set'
is "$(cfg home)" "$(dirname "$PYTHON")" 'test_home_path_is_exe_parent'

# parallel: three at once, each in a place of its own
parallel() {
	local pids=() pid
	for i in 1 2 3; do
		create "$T/d/parallel$i" &
		pids+=($!)
	done
	for pid in "${pids[@]}"; do
		wait "$pid" || return
	done
}
ok 'test_create_parallel' parallel
for i in 1 2 3; do
	run "${CLEAN[@]}" "$T/d/parallel$i/bin/pip" --version
	like "$out" " $T/d/parallel$i/" "test_create_parallel: $i works"
done

(cd "$T/d" && bare relative/env)
is "$(D=$T/d/relative/env && cfg command)" "$PYTHON -m venv --without-pip $T/d/relative/env" \
	'test_creator_input_passed_is_abs'

D=$T/d/$(printf '%0127d' 0)
create "$D"
run "${CLEAN[@]}" "$D/bin/pip" --version
is "$rc" 0 'test_create_long_path'
D=$T/d/env

fresh
printf '[install]\nprefix=%s\n' "$T/elsewhere" >"$HOME/.pydistutils.cfg"
rm -rf "$D"
create "$D"
run "${CLEAN[@]}" "$D/bin/pip" --version
like "$out" " $D/" 'test_create_distutils_cfg'
ok 'test_create_distutils_cfg: nothing goes there' test ! -e "$T/elsewhere"
rm "$HOME/.pydistutils.cfg"

if [ -e "$(base 'sysconfig.get_path("include")')/Python.h" ]; then
	ok 'test_can_build_c_extensions: the headers are found' \
		test -e "$(say 'sysconfig.get_path("include")')/Python.h"
else
	skip "the interpreter's headers are not installed"
fi

# ---- virtualenv's tests of activation ----------------------------------------

# activation SHELL FILE CODE: what CODE says before, while and after it is on
activation() {
	local code=$3
	printf '%s\n%s\n%s\ndeactivate\n%s\n' "$code" "source '$D/$2'" "$code" "$code" >"$T/source"
	"${CLEAN[@]}" "$1" "$T/source"
}
fresh
is "$(activation bash bin/activate 'echo "$PATH|${VIRTUAL_ENV-}|${VIRTUAL_ENV_PROMPT-}"')" \
	"$PATH||"$'\n'"$D/bin:$PATH|$D|(env) "$'\n'"$PATH||" 'test_bash: PATH, VIRTUAL_ENV, and back'
if command -v fish >/dev/null; then
	is "$(activation fish bin/activate.fish 'echo (string join : $PATH)"|$VIRTUAL_ENV"')" \
		"$PATH|"$'\n'"$D/bin:$PATH|$D"$'\n'"$PATH|" 'test_fish: PATH, VIRTUAL_ENV, and back'
else
	skip 'fish is not installed'
fi

done_testing

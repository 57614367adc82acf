#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv create -r: what pip installs while the environment is elsewhere is as if it had been
# here all the time; and what is left where that fails. No network: wheels of our own.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"

PYTHON=$SYSTEM_PYTHON
create=("${CLEAN[@]}" "$AVENV" create -q -p "$PYTHON")
"$SRCDIR/tests/mkwheel.py" "$T/wheels" tiny
WHEEL_NAME=other "$SRCDIR/tests/mkwheel.py" "$T/wheels" tiny
mkdir -p "$T/d"
cd "$T/d" || exit

# wants FILE LINE...: a requirements file
wants() {
	local file=$1
	shift
	printf '%s\n' '--no-index' "--find-links $T/wheels/tiny" "$@" >"$file"
}
wants "$T/d/tiny.txt" tiny
wants "$T/d/other.txt" other
wants "$T/d/missing.txt" tiny no-such-thing
wants "$T/d/url.txt" "tiny @ file://$T/wheels/tiny/tiny-1.0-py3-none-any.whl"
echo 'tiny<1' >"$T/d/older.txt"
echo 'tiny==1.0' >"$T/d/same.txt"

# made NAME: it was made without a word, nothing is left over
made() {
	is "$rc$out$err" 0 "$1"
	is "$(find "$T/d" -maxdepth 2 -name '.avenv-*')" '' "$1: nothing is left over"
}

# ---- as if it had been here -------------------------------------------------

# as_there NAME PLACE ARG...: what pip install ARG gives in an environment at $T/d/PLACE
as_there() {
	local name=$1 D=$T/d/$2
	shift 2
	make_theirs "$PYTHON"
	mv "$THEIRS" "$D"
	"${CLEAN[@]}" "$D/bin/pip" --disable-pip-version-check -q install "$@"
	mv "$D" "$THEIRS"
	run "${create[@]}" "$@" "$D"
	made "$name"
	is "$(oracle)" '' "$name: the same"
	is "$("${CLEAN[@]}" "$D/bin/tiny")" tiny "$name: its script runs"
	not_ok "$name: nothing names the other place" grep -rI -e .avenv-new "$D"
	is "$("${CLEAN[@]}" "$D/bin/python" -c 'import tiny; print(tiny.main.__code__.co_filename)')" \
		"$(echo "$D"/lib/python3*/site-packages/tiny/__init__.py)" "$name: its code says where it is"
	run "${CLEAN[@]}" "$D/bin/pip" uninstall -q -y tiny
	is "$rc$out$err" 0 "$name: can be uninstalled"
	is "$(find "$D" -name 'tiny*')" '' "$name: without a rest"
	rm -rf "$D" "$THEIRS"
}
as_there 'one file' env -r "$T/d/tiny.txt"
as_there 'a file and constraints' env -r "$T/d/tiny.txt" -c "$T/d/same.txt"
as_there 'a path with spaces' 'a b' -r "$T/d/tiny.txt"
as_there 'a path that is too long for a first line' "$(printf '%0127d' 0)" -r "$T/d/tiny.txt"
as_there 'from a file: URL' env -r "$T/d/url.txt"

# ---- in other ways ---------------------------------------------------------

D=$T/d/env
run "${create[@]}" -r tiny.txt -r other.txt env
made 'relative names, two files'
is "$(env/bin/tiny) $(env/bin/other)" 'tiny other' 'two files: both are there'
run "${create[@]}" --clear --system-site-packages --copies -r tiny.txt env
made '--clear'
ok '--clear: what was there is gone' test ! -e env/bin/other
is "$(env/bin/tiny)" tiny '--clear: what is wanted is there'
run "${create[@]}" -r other.txt env
made 'an environment that is there'
is "$(env/bin/tiny) $(env/bin/other)" 'tiny other' 'an environment that is there: both'
rm -rf env
if can_trace; then
	# The first is for what the interpreter is asked; the second for pip.
	run strace -o /dev/null -e inject=wait4:error=EINTR:when=2 "${create[@]}" -r tiny.txt env
	made 'the wait for pip is interrupted'
	is "$(env/bin/tiny)" tiny 'the wait for pip is interrupted: it is there'
	rm -rf env
else
	skip 'strace may not trace here' 2
fi
mkdir sub
mv tiny.txt sub
run "${CLEAN[@]}" "$AVENV" -C sub create -q -p "$PYTHON" -r tiny.txt ../env
made 'relative to -C'
mv sub/tiny.txt .
rm -rf env
run "${CLEAN[@]}" PIP_TARGET="$T/elsewhere" PIP_PREFIX="$T/elsewhere" PIP_ROOT="$T/elsewhere" PIP_USER=1 \
	PIP_DRY_RUN=1 PYTHONHOME=/nonexistent PYTHONPATH="$T" PYTHONUSERBASE="$T/elsewhere" VIRTUAL_ENV=/nonexistent \
	"$AVENV" create -q -p "$PYTHON" -r tiny.txt env
made 'what the machine has set'
is "$(env/bin/tiny)" tiny 'what the machine has set: it is in the environment'
rm -rf env
mkdir -p "$HOME/.config/pip"
for section in global install; do
	{
		printf '[%s]\n' $section
		printf "%s = $T/elsewhere\n" target prefix root
		printf '%s = true\n' user dry-run
		if [ $section = global ]; then printf 'python = /nonexistent\n'; fi
		printf '%s\n' 'no-index = true' "find-links = $T/wheels/tiny"
	} >"$HOME/.config/pip/pip.conf"
	echo tiny >bare.txt
	run "${create[@]}" -r bare.txt env
	made "pip.conf, $section"
	is "$(env/bin/tiny)" tiny "pip.conf, $section: it is in the environment"
	not_ok "pip.conf, $section: and nowhere else" test -e "$T/elsewhere"
	rm -rf env
done
rm -rf "$HOME/.config/pip"
run "${CLEAN[@]}" "$AVENV" create -p "$PYTHON" -r tiny.txt env
is "$rc$out" 0 'progress is no data'
like "$err" 'Successfully installed tiny-1.0' 'progress is shown'
unlike "$err" avenv-new 'progress does not name the other place'

# ---- where it fails --------------------------------------------------------

rm -rf env
run "${create[@]}" -r missing.txt env
is "$rc$out" 1 'it fails'
like "$err" "avenv: *'env'*--keep" 'it fails: said so'
is "$(find "$T/d" -name 'env*' -o -name '.avenv-*')" '' 'it fails: nothing is left over'
run "${create[@]}" -r tiny.txt -c older.txt env
is "$rc$(ls -d env 2>/dev/null)" 1 'constraints that cannot be'
run "${create[@]}" --keep -r missing.txt env
is "$rc" 1 '--keep: it fails all the same'
is "$("${CLEAN[@]}" env/bin/pip --version | cut -d ' ' -f 4)" \
	"$(echo "$T"/d/env/lib/python3*/site-packages/pip)" '--keep: what there is works'
not_ok '--keep: nothing names the other place' grep -rI -e .avenv-new env
mkdir env/share
echo mine >env/share/mine
run "${create[@]}" --clear -r missing.txt env
is "$rc:$(cat env/share/mine)" 1:mine 'it fails with --clear: the old one is as it was'
rm -rf env
run "${create[@]}" -r gone.txt env
is "$rc" 1 'no such file'
like "$err" "'gone.txt': No such file or directory" 'no such file: said so'
ok 'no such file: nothing was made' test ! -e env
run "${create[@]}" -c tiny.txt env
is "$rc" 2 '-c without -r: usage'
run "${create[@]}" --without-pip -r tiny.txt env
is "$rc" 2 '--without-pip -r: usage'

# ---- interrupted -----------------------------------------------------------

# pip waits for what nobody writes.
mkfifo wait.txt
for signal in INT TERM HUP; do
	set -m
	"${create[@]}" -r wait.txt new/env >"$T/.out" 2>&1 &
	pid=$!
	set +m
	until pgrep -g "$pid" -f 'pip.* install' >/dev/null || ! kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
	kill -$signal -- -"$pid"
	wait "$pid" 2>/dev/null
	is $? $((128 + $(kill -l $signal))) "SIG$signal ends it"
	is "$(find "$T/d" -name new -o -name 'env*' -o -name '.avenv-*')" '' "SIG$signal: nothing is left over"
done

# As the kernel does where memory runs out: pip cannot say a word.
set -m
"${create[@]}" -r wait.txt env >"$T/.out" 2>&1 &
pid=$!
set +m
until pgrep -g "$pid" -f 'pip.* install' >/dev/null || ! kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
pkill -KILL -g "$pid" -f 'pip.* install'
wait "$pid" 2>/dev/null
like "$?:$(cat "$T/.out")" "1:*avenv: '*' was ended by signal 9*avenv: pip failed*" 'pip is killed: said'

done_testing

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The helper's budget in system calls (DESIGN section 9), what it never does, and what
# it answers where it is asked wrongly. Its size is held by build/check-purity.sh.
. "${SRCDIR:?}/tests/lib.sh"

HELPER=$AVENV_BUILD_DIR/avenv-hook
TRACE=$T/trace

command -v strace >/dev/null || skip_all 'strace is not installed'
strace -o "$TRACE" true 2>/dev/null || skip_all 'strace may not trace here'

# ---- budgets ---------------------------------------------------------------

# To the call, so that one more is seen: in all, a level, a scan and for what is found,
# by its name, oddly named or through a link. The budgets are 16, 8, 3 and 28; the end of
# a directory takes a call of its own, so that a scan is 4, and the fixed ones are fewer.
FIXED=15 LEVEL=8 SCAN=4 FOUND=3 ODD=12 LINK=10

# records [LINE...]: the store, with one record of something elsewhere first
records() {
	mkdir -p "${STORE%/*}"
	chmod 700 "${STORE%/*}"
	printf '%s\n' "allow dir path - - - /elsewhere" "$@" >"$STORE"
	chmod 600 "$STORE"
}

# ask DIR [VAR=VALUE...]: the helper at a directory change to DIR, traced
ask() {
	local dir=$1
	shift
	(cd "$dir" && exec env -i HOME="$HOME" XDG_DATA_HOME="$XDG" "$@" strace -s 4096 -o "$TRACE" \
		"$HELPER" bash 3 pP "$dir" '' '' /usr/bin:/bin '' '' '' '' '' '' >"$T/answer")
}

calls() { grep -Ec '^[a-z0-9_]+\(' "$TRACE"; }

# What a start and an end cost, beyond musl's four: another libc is not counted.
strace -o "$TRACE" "$HELPER" >/dev/null
LIBC=$(($(calls) - 4))

# components PATH: how many there are
components() {
	local slashes=${1//[!\/]/}
	echo ${#slashes}
}

# What it writes; counts are files of their own.
writes='^write('
case $AVENV_BUILD_DIR in
*/cov) writes='^write(1,' ;;
esac

# within MAX NAME: the last answer cost no more, and was one write
within() {
	local n
	n=$(($(calls) - LIBC))
	[ "$n" -le "$1" ]
	tap $? "$2: $n system calls, $1 allowed" || diag "$(sed 's/(.*//' "$TRACE" | sort | uniq -c | tr -s '\n ' ' ')"
	is "$(grep -c "$writes" "$TRACE")" 1 "$2: one write"
}

# once NAME: nothing was opened twice
once() {
	is "$(sed -n 's/^open[at2]*([^"]*\("[^"]*"\).*/\1/p' "$TRACE" | sort | uniq -d)" '' "$1: nothing is opened twice"
}

# found ENV: the answer turns ENV on
found() {
	like "$(cat "$T/answer")" "_avenv_set '$1' " "$2: it is found"
}

# levels N: a path of N directories, of which HOME is the uppermost
levels() {
	local dir=$HOME i
	for ((i = 1; i < $1; i++)); do dir=$dir/d; done
	mkdir -p "$dir"
	echo "$dir"
}

# The store lies elsewhere, so that HOME has no subdirectory but what a test makes.
XDG=$T/data
STORE=$XDG/avenv/trust
records
for n in 1 7 30; do
	HOME=$T/h$n
	mkdir "$HOME"
	dir=$(levels "$n")
	ask "$dir"
	within $((FIXED + LEVEL * n + SCAN)) "nothing, $n levels"
	unlike "$(cat "$T/answer")" '_avenv_set' "nothing, $n levels: nothing is found"
done
# Outside of HOME it is looked at once, however deep it is.
HOME=$T/h7/d/d/d/d/d/d
dir=$T/outside/1/2
mkdir -p "$dir"
ask "$dir"
within $((FIXED + 1 + LEVEL * ($(components "$dir") + 1) + SCAN)) 'nothing, outside of HOME'
is "$(grep -c "\"$HOME\"" "$TRACE")" 1 'outside of HOME: one look at it'
HOME=$T/home

p=$HOME/p
mkenv "$p/.venv"
mkdir -p "$p/1/2/3/4/5"
for scope in "dir path - - - $p" "env path - - - $p/.venv" "tree path - - - $p"; do
	records "allow $scope"
	ask "$p"
	within $((FIXED + LEVEL + FOUND + $(components "$p/.venv") + 1)) "here, by ${scope%% *}"
	found "$p/.venv" "here, by ${scope%% *}"
	once "here, by ${scope%% *}"
	ask "$p/1/2/3/4/5"
	# Below a tree record each directory is scanned, and has one subdirectory.
	scans=$([ "${scope%% *}" = tree ] && echo $((5 * SCAN + 4)) || echo $SCAN)
	within $((FIXED + 6 * LEVEL + FOUND + $(components "$p/.venv") + 1 + scans)) "5 levels up, by ${scope%% *}"
	found "$p/.venv" "5 levels up, by ${scope%% *}"
	once "5 levels up, by ${scope%% *}"
done
records
ask "$p"
within $((FIXED + LEVEL + FOUND - 1 + $(components "$p/.venv"))) 'here, not allowed'
mkdir -p "$HOME/link"
ln -s ../p/.venv "$HOME/link/.venv"
records "allow env path - - - $p/.venv" "allow dir path - - - $HOME/link"
ask "$HOME/link"
# The way to a link is gone three times: whose it is, that it is one, where it leads.
within $((FIXED + LEVEL + LINK + 3 * $(components "$HOME/link") + $(components "$p/.venv") + 2)) 'a link'
found "$p/.venv" 'a link'

s=$HOME/scan
mkdir -p "$s"/dir{1..40}
records
ask "$s"
within $((FIXED + LEVEL * 2 + SCAN + 40)) '40 subdirectories, nothing'
mkenv "$s/djvenv"
records "allow env path - - - $s/djvenv"
ask "$s"
within $((FIXED + LEVEL + SCAN + 41 + ODD + $(components "$s/djvenv") + 1)) '40 subdirectories, and one that is'
found "$s/djvenv" '40 subdirectories, and one that is'
mkdir "$s/below"
ask "$s/below"
within $((FIXED + LEVEL * 2 + SCAN + ODD + $(components "$s/djvenv") + 2)) 'above, by its record: no scan'
found "$s/djvenv" 'above, by its record'
is "$(grep -c '^open.*O_DIRECTORY' "$TRACE")" 1 'above: its directory is not read'

mkdir "$HOME/files"
(cd "$HOME/files" && touch file{1..1000})
records
ask "$HOME/files"
within $((FIXED + LEVEL * 2 + SCAN + 1)) '1000 entries, in two reads'

mapfile -t many < <(printf "allow env 1:1.000000001 - - - /elsewhere/%s\n" {1..200})
records "${many[@]}" "allow dir path - - - $p"
ask "$p"
within $((FIXED + LEVEL + FOUND + $(components "$p/.venv") + 1)) '200 records'
found "$p/.venv" '200 records'
mapfile -t many < <(printf "allow env 1:1.000000001 - - - $HOME/gone%s\n" {1..20})
records "${many[@]}"
mkdir "$HOME/empty"
ask "$HOME/empty"
within $((FIXED + LEVEL * 2 + SCAN + 20)) '20 records of what is gone, in a directory above'
is "$(grep -c "$STORE" "$TRACE")" 1 'the store is opened once'

# ---- where a search ends ---------------------------------------------------

mkdir -p "$HOME/wide"/dir{1..100}
records
ask "$HOME/wide"
is "$(grep -c '"dir[0-9]*/pyvenv.cfg"' "$TRACE")" 64 'the 65th subdirectory ends a scan'
mkdir "$HOME/long"
(cd "$HOME/long" && touch file{1..4000})
ask "$HOME/long"
entries=$(sed -n 's/^getdents64(.* \([0-9]*\) entries .*/\1/p' "$TRACE" | awk '{ n += $1 } END { print n }')
[ "${entries:-0}" -ge 1025 ] && [ "$entries" -lt 2000 ]
tap $? "the 1025th entry ends a scan ($entries were read)"

# ---- what it never does ----------------------------------------------------

before=$(find "$T" | sort)
for dir in "$p" "$p/1/2" "$s" "$HOME/link" "$HOME/wide" /; do
	records "allow dir path - - - $p"
	ask "$dir"
	case $AVENV_BUILD_DIR in
	*/cov)
		skip 'counts are written' 2
		continue
		;;
	esac
	is "$(grep -E '^(open|openat|openat2|creat)\(.*O_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)' "$TRACE")" '' \
		"nothing is opened for writing: ${dir#"$T"}"
	# A sanitizer sees to its directory for reports.
	case $AVENV_BUILD_DIR in
	*/asan)
		skip 'a sanitizer makes directories'
		continue
		;;
	esac
	is "$(sed -n '2,$p' "$TRACE" | grep -E '^(execve|fork|vfork|clone|clone3|rename|unlink|mkdir|chmod|symlink|link|utime|fsync|socket|kill)')" \
		'' "no process, no change: ${dir#"$T"}"
done
is "$(find "$T" | sort)" "$before" 'no file came or went'

# untouched DIR WHAT NAME: the trace says nothing of WHAT
untouched() {
	ask "$1"
	unlike "$(grep -v '^write(' "$TRACE")" "$2" "$3"
}
secret=$T/secret/env
mkenv "$secret"
mkdir "$HOME/cloned" "$HOME/named" "$HOME/redirect"
ln -s "$secret" "$HOME/cloned/.venv"
ln -s "$secret" "$HOME/named/venv"
echo "$secret" >"$HOME/redirect/.venv"
untouched "$HOME/cloned" secret 'not allowed: a link is not followed'
untouched "$HOME/named" secret 'not allowed: nor is one of another name'
ask "$HOME/redirect"
is "$(grep -c '^open.*redirect/\.venv"' "$TRACE")" 0 'not allowed: a redirect is not opened'
records
untouched "$p" "bin/python" 'not allowed: its Python is not looked for'
records "deny dir path - - - $HOME/cloned" "deny dir path - - - $HOME/named"
untouched "$HOME/cloned" secret 'denied: a link is not followed'
untouched "$HOME/named" secret 'denied: nor is one of another name'

# ---- asked wrongly ---------------------------------------------------------

# silent NAME ARG...: no answer, no message, not done
silent() {
	local name=$1
	shift
	run env -i HOME="$HOME" "$HELPER" "$@"
	is "$out$err" '' "$name: silence"
	[ "$rc" -ne 0 ]
	tap $? "$name: exit status $rc"
}
good=(bash 3 pm "$p" '' '' /bin '' '' '' '' '' '')
silent 'no arguments'
silent 'one argument' bash
silent 'one too few' "${good[@]:0:12}"
silent 'one too many' "${good[@]}" x
silent '--help' --help
for protocol in 0 2 30 '' 03 3x -3; do
	silent "protocol '$protocol'" bash "$protocol" "${good[@]:2}"
done
for shell in '' sh tcsh bash2 BASH; do
	silent "shell '$shell'" "$shell" "${good[@]:1}"
done
run env -i HOME="$HOME" "$HELPER" "${good[@]}"
is "$rc$err" 0 'asked rightly: exit 0'
like "$out" '_avenv_present=' 'asked rightly: an answer'
(cd "$p" && env -i "$HELPER" "${good[@]}" >/dev/full 2>"$T/.err")
is "$?$(cat "$T/.err")" 1 'an answer that could not be written: exit 1, and silence'
(cd "$p" && env -i "$HELPER" "${good[@]}" >&- 2>"$T/.err")
is "$?$(cat "$T/.err")" 1 'nowhere to write: exit 1, and silence'
for pwd in '' relative . /nonexistent //double/ "$(printf '/%05000d' 0)"; do
	run env -i HOME="$HOME" "$HELPER" bash 3 pm "$pwd" "${good[@]:4}"
	is "$rc$err" 0 "PWD '${pwd:0:20}': an answer all the same"
done

# ---- what is said, and what is learned ---------------------------------------

# answer EVENTS DIR ACTIVE PATH [VAR=VALUE...]: of a shell that was in DIR before
answer() {
	(cd "$2" && exec env -i HOME="$HOME" XDG_DATA_HOME="$XDG" "${@:5}" \
		"$HELPER" bash 3 "$1" "$2" "$3" '' "$4" "$2//" '' '' '' '' '')
}
for name in untrusted broken open; do mkenv "$T/said/$name/.venv"; done
rm -r "$T/said/broken/.venv/bin"
chmod o+w "$T/said/open/.venv"
records "allow dir path - - - $T/said/broken" "allow dir path - - - $T/said/open"
like "$(answer pP "$T/said/untrusted" '' /bin)" 'avenv allow' 'a hint'
unlike "$(answer pP:0:1 "$T/said/untrusted" '' /bin)" _avenv_msg 'AVENV_QUIET of the shell alone: no hint'
for name in broken open; do
	like "$(answer pP:0:1 "$T/said/$name" '' /bin)" 'is not turned on' "AVENV_QUIET of the shell alone: what is wrong is said ($name)"
	like "$(answer pP "$T/said/$name" '' /bin AVENV_QUIET=1)" 'is not turned on' "AVENV_QUIET: what is wrong is said ($name)"
done

env=$T/said/untrusted/.venv
like "$(answer poP / "$env" "$env/bin:/bin")" "_avenv_learn='$env'" 'a stock activate is learned'
like "$(answer poP / "$env" "$env/bin")" "_avenv_learn='$env'" 'with nothing else in PATH'
unlike "$(answer poP / "$env" "$env/bin2:/bin")" _avenv_learn 'not where PATH begins with another name'
unlike "$(answer poP / "$env" "/bin:$env/bin")" _avenv_learn 'not where it comes second in PATH'
unlike "$(answer po / "$env" '')" _avenv_learn 'not without a PATH'
unlike "$(answer poP "$(dirname "$env")" "$(basename "$env")" "$(basename "$env")/bin:/bin")" _avenv_learn 'not by a relative path'

done_testing

# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What a command leaves when it is killed, or refused something, at each of its
# system calls:  . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/kill.sh"
#
# SETUP and INVARIANT are functions. SETUP makes the same state each time; its
# directory is the command's. INVARIANT looks at what is there after the command was
# struck; what it prints is shown where it fails. Only the command itself is struck,
# not what it starts.

case $AVENV_BUILD_DIR in
*/asan) skip_all 'a sanitizer cannot be traced' ;;
*/cov) skip_all 'what is killed writes no counts' ;;
esac
command -v strace >/dev/null || skip_all 'strace is not installed'
can_trace || skip_all 'strace cannot trace here'

# The calls that can change what is on a disk or what others see. Between two of these
# nothing changes, so a kill at any other call is a kill at the next of them. With "?"
# as not every machine has all; opening counts where it makes a file.
KILL_CALLS='?open,?openat,?creat,?write,?writev,?pwrite64,?pwritev,?copy_file_range,?sendfile,?ftruncate,?fallocate'
KILL_CALLS+=',?mkdir,?mkdirat,?rmdir,?unlink,?unlinkat,?rename,?renameat,?renameat2,?link,?linkat,?symlink,?symlinkat'
KILL_CALLS+=',?chmod,?fchmod,?fchmodat,?chown,?lchown,?fchown,?fchownat,?utimensat,?fsync,?fdatasync,?flock'
KILL_CALLS+=',?fork,?vfork,?clone,?clone3,?wait4,?waitid,?exit_group'

# traced EXPRESSION COMMAND...: run it; its trace is in $T/.trace, its status in $struck
traced() {
	local expression=$1
	shift
	struck=0
	# The shell's own word on a killed child is noise.
	{ strace -o "$T/.trace" -e "$expression" "$@" >"$T/.struck" 2>&1 </dev/null || struck=$?; } 2>/dev/null
}

# places HOW: each call in the trace after the loading of libraries, as NAME and which
# one of that name it is, which is how strace counts
places() {
	awk -v how="$1" '
		/^[a-z0-9_]+\(/ {
			name = substr($0, 1, index($0, "(") - 1)
			count[name]++
			if (/\.so[.0-9]*"/) n = 0
			else if (how !~ /^signal/ || name !~ /^open/ || /O_CREAT/) place[++n] = name " " count[name]
		}
		END { for (i = 1; i <= n; i++) print place[i] }' "$T/.trace"
}

# made_ready SETUP TITLE: SETUP has made its state; else that is said, once, for all of TITLE
made_ready() {
	"$1" && return
	tap 1 "$2: what it starts from could not be made: $1"
}

# matrix TITLE CALLS HOW SETUP INVARIANT COMMAND...
matrix() {
	local title=$1 calls=$2 how=$3 setup=$4 invariant=$5 count=0 bad=0 name n why
	shift 5
	made_ready "$setup" "$title" || return
	traced "trace=$calls" "$@"
	is $struck 0 "undisturbed: $*"
	places "$how" >"$T/.places"
	while read -r name n; do
		made_ready "$setup" "$title" || return
		traced "inject=$name:$how:when=$n" "$@"
		count=$((count + 1))
		if ! grep -q 'INJECTED\|killed by SIGKILL' "$T/.trace"; then
			why='it was not struck'
		elif why=$("$invariant" 2>&1); then
			continue
		fi
		bad=$((bad + 1))
		if [ $bad -le 5 ]; then
			diag "call $count, $name number $n; exit status $struck: $(cat "$T/.struck")"
			diag "$why"
		fi
	done <"$T/.places"
	tap $bad "$title at each of $count calls: $*" || :
	# None at all would show nothing.
	if [ $count -eq 0 ]; then tap 1 "$title: no call of these" || :; fi
}

# kill_matrix SETUP INVARIANT COMMAND...: SIGKILL at each call that changes something
kill_matrix() {
	matrix 'kill -9' "$KILL_CALLS" signal=KILL "$@"
}

# fail_matrix ERRNO CALLS SETUP INVARIANT COMMAND...: each of CALLS fails with ERRNO
fail_matrix() {
	local errno=$1 calls=$2
	shift 2
	matrix "$errno" "$calls" "error=$errno" "$@"
}

# meanwhile ACTION CALL[:N] HOW COMMAND...: COMMAND is held up at the Nth CALL, HOW being
# delay_enter or delay_exit, while ACTION is evaluated; leaves $struck and $err
meanwhile() {
	local action=$1 call=${2%:*} how=$3 when=1
	case $2 in *:*) when=${2#*:} ;; esac
	shift 3
	struck=0
	rm -f "$T/.trace"
	strace -o "$T/.trace" -e "trace=$call" -e "inject=$call:$how=2000000:when=$when" "$@" >"$T/.struck" 2>&1 </dev/null &
	for _ in {1..200}; do
		if [ "$(grep -cs "^$call(" "$T/.trace")" -ge "$when" ] 2>/dev/null; then break; fi
		sleep 0.05
	done
	[ "$(grep -cs "^$call(" "$T/.trace")" -ge "$when" ] || tap 1 "held up at $call: $*" || :
	# Held up at the end of it, it has done its work in no time.
	sleep 0.2
	eval "$action"
	wait $! || struck=$?
	# shellcheck disable=SC2034 # for the tests
	err=$(cat "$T/.struck")
}

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv create while a system call fails: the target is old or new, or in place each file is;
# what is said is said by avenv; a second run finishes.
. "$SRCDIR/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"
. "$SRCDIR/tests/ways.sh"

# ---- each system call ------------------------------------------------------

# error_of CALL: how it fails in life
error_of() {
	case $1 in
	write | pwrite64 | mkdir | mkdirat | symlink | symlinkat | link | linkat | copy_file_range) echo ENOSPC ;;
	open | openat | newfstatat | fstatat64 | stat | statx | access | faccessat | unlinkat | fchmod*) echo EACCES ;;
	pipe | pipe2 | dup*) echo EMFILE ;;
	clone* | fork | vfork) echo EAGAIN ;;
	*) echo EIO ;;
	esac
}

# calls COMMAND...: "NAME COUNT" of what it calls, but for memory, the end, and what cannot fail in life;
# under a sanitizer but for read, too, as it reads its own options by it
calls() {
	local not=
	case $AVENV_BUILD_DIR in */asan) not='|read' ;; esac
	strace -o "$T/trace" "$@" >/dev/null 2>&1
	sed -n 's/^\([a-z0-9_]*\)(.*/\1/p' "$T/trace" | sort | uniq -c | awk '{ print $2, $1 }' |
		grep -Ev '^(execve|exit_group|brk|mmap|munmap|mprotect|madvise|arch_prctl|rseq|set_[a-z_]*|rt_sigreturn|umask|futex|fcntl|rt_sigaction|sigaltstack'"$not"') '
}

# step_of CALL: one in how many is enough; of those that only look there are hundreds alike
step_of() {
	case $AVENV_BUILD_DIR:$1 in
	*/asan:*) echo 9 ;;
	*:open | *:openat) echo 2 ;;
	*:write | *:mkdir* | *:symlink* | *:link* | *:rename* | *:unlink* | *:fchmod* | *:fsync | *:flock) echo 1 ;;
	*:clone* | *:*fork | *:pipe* | *:wait* | *:poll | *:kill) echo 1 ;;
	*) echo 7 ;;
	esac
}

# each_call WAY: each call fails, by itself
each_call() {
	local way=$1 step flags name count error i bad=
	flags=$(flags "$way")
	before_each "$way"
	# shellcheck disable=SC2086 # none is none
	while read -r name count; do
		error=$(error_of "$name")
		step=$(step_of "$name")
		bad=
		for ((i = 1; i <= count; i += step)); do
			before_each "$way"
			run strace -o /dev/null -e inject="$name:error=$error:when=$i" "${making[@]}" $flags "$D"
			bad+=$(wrong "$way" | sed "s/^/$name $i: /")
		done
		is "$bad" '' "$way: $name fails with $error, $count times"
	done < <(calls "${making[@]}" $flags "$D")
}

if strace -o /dev/null -e inject=fsync:error=EIO true 2>/dev/null; then
	for way in new clear merge; do each_call $way; done
else
	skip 'allowed: strace may not trace here' 3
fi

done_testing

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv create where a directory beside the target, a rename or an exchange cannot be,
# and where others are at the same place at the same time.
# shellcheck disable=SC2016 # for the shells that these start
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"

. "$SRCDIR/tests/ways.sh"

NEW=$WAYS/new MERGED=$WAYS/merge CLEARED=$WAYS/clear

# whole NAME WANTED: it was made, it is WANTED, nothing else is left
whole() {
	is "$rc$out$err" 0 "$1: done"
	is "$(alike "$2")" '' "$1: whole"
	is "$(strays)" '' "$1: nothing is left over"
}

# ---- the usual ways --------------------------------------------------------

before_each new
run "${bare[@]}" "$D"
whole 'new' "$NEW"
before_each merge
run "${bare[@]}" "$D"
whole 'in place' "$MERGED"
before_each merge
inode=$(stat -c %i "$D")
run "${bare[@]}" --clear "$D"
whole 'exchanged' "$CLEARED"
not_ok 'exchanged: it is another directory' test "$(stat -c %i "$D")" = "$inode"

# ---- where the shell is ----------------------------------------------------

# in_dir DIR ARG...: avenv create in DIR, as a shell there would run it
in_dir() {
	local dir=$1
	shift
	(cd "$dir" && "${CLEAN[@]}" PWD="$dir" "${bare[@]:${#CLEAN[@]}}" "$@")
}
for below in . bin; do
	before_each merge
	inode=$(stat -c %i "$D/$below")
	run in_dir "$D/$below" --clear "$D"
	whole "the shell is in $below" "$CLEARED"
	is "$(stat -c %i "$D/$below")" "$inode" "the shell is in $below: its directory is still there"
done
before_each merge
rm -f "$D/bin/activate"
mkdir -p "$D/bin/activate/deep"
run in_dir "$D/bin" --clear "$D"
whole 'the shell is in bin, a directory where a file comes' "$CLEARED"
before_each new
mkdir "$D"
run in_dir "$D" .
whole 'create . in an empty directory' "$NEW"

# ---- parents ---------------------------------------------------------------

before_each new
D=$T/d/one/two/three
make_theirs "$PYTHON" --without-pip
rm -rf "$T/d/one"
run "${bare[@]}" "$D"
whole 'parents are made' "$THEIRS"
rm -rf "$T/d/one"
run "${CLEAN[@]}" "$AVENV" create -q -p /nonexistent/python "$D"
is "$rc" 1 'parents are made, then it fails'
is "$(ls -A "$T/d")" '' 'parents are made, then it fails: and are gone again'
D=$T/d/env

# ---- a parent that cannot be written to ------------------------------------

chmod 0755 "$T"
cp "$AVENV" "$T/avenv"
mkdir "$T/userhome"
if [ "$(id -u)" = 0 ]; then chown 65534:65534 "$T/userhome"; fi
user_create=("${CLEAN[@]}" HOME="$T/userhome" "$T/avenv" create -q --without-pip -p "$PYTHON")

# closed WAY: a parent that the user may not write to, a target that he may
closed() {
	before_each "$1"
	mkdir -p "$D"
	if [ "$(id -u)" = 0 ]; then chown -R 65534:65534 "$D"; fi
	chmod 0555 "$T/d"
}
opened() { chmod 0755 "$T/d"; }
closed new
run as_user "${user_create[@]}" "$D"
opened
whole 'a parent that is closed, an empty target' "$NEW"
closed merge
run as_user "${user_create[@]}" "$D"
opened
whole 'a parent that is closed, in place' "$MERGED"
closed merge
run as_user "${user_create[@]}" --clear "$D"
opened
whole 'a parent that is closed, --clear' "$CLEARED"
before_each new
chmod 0555 "$T/d"
run as_user "${user_create[@]}" "$D"
opened
is "$rc" 1 'a parent that is closed, no target'
like "$err" "avenv: cannot make '$D': Permission denied" 'a parent that is closed, no target: said so'
is "$(ls -A "$T/d")" '' 'a parent that is closed, no target: nothing is left over'

# ---- what an older pip has left, where nobody can look -----------------------

user_create=("${CLEAN[@]}" HOME="$T/userhome" "$T/avenv" create -q -p "$PYTHON" "$T/userhome/env")
run as_user "${user_create[@]}"
site=$(echo "$T"/userhome/env/lib/python*/site-packages)
as_user mkdir "$site/pip-1.0.dist-info" "$site/pip/oldonly"
as_user touch "$site/pip/oldonly/x.py"
printf 'pip/oldonly/x.py,,\n' | as_user tee "$site/pip-1.0.dist-info/RECORD" >/dev/null
as_user chmod 0 "$site/pip/oldonly"
run as_user "${user_create[@]}"
is "$rc" 1 'what is left of an older pip cannot be looked at'
like "$err" "avenv: cannot remove what is left of '$site/pip-1.0.dist-info': Permission denied" 'that is said'
ok 'what says what is to go stays' test -f "$site/pip-1.0.dist-info/RECORD"
as_user chmod 755 "$site/pip/oldonly"
run as_user "${user_create[@]}"
is "$rc$err$(ls -d "$site"/pip/oldonly "$site"/pip-1.0.dist-info 2>/dev/null)" 0 'so a second run knows what to remove'

# ---- a file system that cannot rename so ------------------------------------

# injected NAME WHAT WAY: create with WHAT injected
injected() {
	before_each "$3"
	# shellcheck disable=SC2046 # none is none
	run strace -o /dev/null -e inject="$2" "${bare[@]}" $(flags "$3") "$D"
	whole "$1" "$WAYS/$3"
}

if can_trace; then
	for error in EINVAL ENOSYS EOPNOTSUPP; do
		injected "no RENAME_NOREPLACE ($error)" "renameat2:error=$error" new
		injected "no RENAME_EXCHANGE ($error)" "renameat2:error=$error" clear
	done
	injected 'an exchange across devices' renameat2:error=EXDEV clear
	injected 'an exchange of what is busy' renameat2:error=EBUSY clear
	before_each new
	run strace -o /dev/null -P "$D" -P "${D%/*}" -e inject=renameat2:error=EXDEV -e inject=fchmod:error=EIO "${bare[@]}" "$D"
	is "$rc:$(grep -v '^strace: ' <<<"$err")" "1:avenv: cannot make '$D': Input/output error" 'a mode that cannot be set: said'
	is "$(ls -A "${D%/*}")" '' 'a mode that cannot be set: nothing is left over'
	before_each merge
	run strace -o /dev/null -e inject=unlinkat:error=EROFS "${bare[@]}" "$D"
	left=$(echo "$D"/.avenv-new-*)
	is "$rc:$(grep -v '^strace: ' <<<"$err")" \
		"0:avenv: cannot remove '$left/lib/python$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')/site-packages': Read-only file system; 'rm -rf $left' removes what is left" \
		'what it was made in cannot be removed: said once'
	is "$(listed "$D")" "$(listed "$WAYS/merge")" 'what it was made in cannot be removed: all is done'
	for error in EINVAL ENOSYS EOPNOTSUPP; do
		before_each new
		# Who looks for leaks cannot trace what is traced already, and says so.
		run env ASAN_OPTIONS=detect_leaks=0 strace -o /dev/null -e inject=renameat2:error=$error "$AVENV" -q setup -y bash
		is "$rc:$(grep -v '^strace: ' <<<"$err")" 0: "setup: no flags of renameat2 ($error)"
		ok "setup: the line is there ($error)" grep -q avenv "$HOME/.bashrc"
	done
else
	skip 'strace may not trace here' 34
fi

# ---- mounts ----------------------------------------------------------------

# mounted NAME WANTED SETUP ARG...: create with SETUP done, in a mount namespace of its own
mounted() {
	local name=$1 wanted=$2 setup=$3
	shift 3
	run apart bash -c 'set -e; eval "$1"; shift; "$@"' bash "$setup" \
		bash -c '"$@" || exit; "$SRCDIR/tests/oracle.py" "$0" "$D"; find "$(dirname "$D")" -maxdepth 2 -name ".avenv-*"' \
		"$wanted" "${bare[@]}" "$@" "$D"
	is "$rc$out$err" 0 "$name"
}
export D OLD
if apart mount -t tmpfs tmpfs /mnt 2>/dev/null; then
	before_each new
	mkdir "$D"
	mounted 'a mount point, empty' "$NEW" 'mount -t tmpfs -o mode=755 tmpfs "$D"'
	mounted 'a mount point, in place' "$MERGED" 'mount -t tmpfs -o mode=755 tmpfs "$D"; cp -a "$OLD/." "$D"'
	mounted 'a mount point, --clear' "$CLEARED" 'mount -t tmpfs -o mode=755 tmpfs "$D"; cp -a "$OLD/." "$D"' --clear
	before_each merge
	mounted 'a bind mount, --clear' "$CLEARED" 'mount --bind "$D" "$D"' --clear
	# Without root it cannot mark a directory that takes another's place, but in "user." attributes.
	marks=
	if ((EUID)); then marks=,userxattr; fi
	overlay='mount -t tmpfs tmpfs /mnt; mkdir /mnt/up /mnt/work
		mount -t overlay -o "lowerdir=$(dirname "$D"),upperdir=/mnt/up,workdir=/mnt/work'$marks'" overlay "$(dirname "$D")"'
	before_each new
	if apart bash -c "$overlay" 2>/dev/null; then
		mounted 'an overlay, new' "$NEW" "$overlay"
		before_each merge
		mounted 'an overlay, in place' "$MERGED" "$overlay"
		mounted 'an overlay, --clear' "$CLEARED" "$overlay" --clear
	else
		skip 'no overlay file system here' 3
	fi
else
	skip 'no mount namespaces here' 7
fi

# ---- at once ---------------------------------------------------------------

# at_once COUNT ARG...: so many start together; $won of them were done
at_once() {
	local count=$1 i pids=()
	shift
	won=0
	for ((i = 0; i < count; i++)); do
		"${bare[@]}" "$@" "$D" >"$T/out$i" 2>&1 &
		pids+=($!)
	done
	for ((i = 0; i < count; i++)); do
		if wait "${pids[i]}"; then
			won=$((won + 1))
		else
			like "$(cat "$T/out$i")" "avenv: *'$D'" "$count at once${*:+ $*}: who lost says so"
		fi
	done
}
for count in 2 8; do
	for round in 1 2 3; do
		before_each new
		at_once $count
		[ "$won" -ge 1 ]
		tap $? "$count at once, round $round: somebody wins ($won)"
		is "$(alike "$NEW")" '' "$count at once, round $round: whole"
		is "$(strays)" '' "$count at once, round $round: nothing is left over"
		before_each merge
		at_once $count --clear
		[ "$won" -ge 1 ]
		tap $? "$count at once --clear, round $round: somebody wins ($won)"
		is "$(alike "$CLEARED")" '' "$count at once --clear, round $round: whole"
		is "$(strays)" '' "$count at once --clear, round $round: nothing is left over"
	done
done

# ---- what is refused -------------------------------------------------------

# refused NAME MESSAGE ARG...: and nothing changed
refused() {
	local name=$1 message=$2 before
	shift 2
	before=$(find "$(dirname "$D")" -printf '%p %y %m %s %l\n' | sort)
	run "${bare[@]}" "$@"
	is "$rc" 1 "$name: refused"
	like "$err" "avenv: $message" "$name: said so"
	is "$(find "$(dirname "$D")" -printf '%p %y %m %s %l\n' | sort)" "$before" "$name: nothing changed"
}
before_each new
mkdir "$T/d/dir"
echo mine >"$T/d/dir/file"
refused '--clear of what is no environment' "*'$T/d/dir'" --clear "$T/d/dir"
ln -s dir "$T/d/link"
refused 'a link to a directory' "*'$T/d/link'" "$T/d/link"
ln -s nowhere "$T/d/dangling"
refused 'a link to nothing' "*'$T/d/dangling'" "$T/d/dangling"
: >"$T/d/file"
refused 'a file' "*'$T/d/file'" "$T/d/file"
mkfifo "$T/d/fifo"
refused 'a FIFO' "*'$T/d/fifo'" "$T/d/fifo"
refused 'below a file' "*'$T/d/file" "$T/d/file/env"
before_each merge
mv "$D/lib/python3"* "$D/lib/python3.0"
sed -i 's/^version = .*/version = 3.0.1/' "$D/pyvenv.cfg"
refused 'another minor' '*--clear' "$D"
refused 'another minor, --upgrade' '*--clear' --upgrade "$D"
run "${bare[@]}" --clear "$D"
whole 'another minor, --clear' "$CLEARED"
before_each merge
rm -r "${D:?}/bin"
ln -s "$T" "$D/bin"
refused 'bin is a link' "*'$D/bin'" "$D"
run "${CLEAN[@]}" "$AVENV" create --clear --upgrade -p "$PYTHON" "$D"
is "$rc" 2 '--clear --upgrade: usage'
run "${CLEAN[@]}" "$AVENV" create --symlinks --copies -p "$PYTHON" "$D"
is "$rc" 2 '--symlinks --copies: usage'

done_testing

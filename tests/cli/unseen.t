#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# A look that fails says nothing of what is there: what would be written because of it is not, and why
# is said in one line. `make faults` has every look fail in turn; these are the ones that once misled.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

case $AVENV_BUILD_DIR in
*/asan) skip_all 'a sanitizer cannot be traced' ;;
esac
command -v strace >/dev/null || skip_all 'strace is not installed'
can_trace || skip_all 'strace may not trace here'

cd "$HOME" || exit 1

# blind NAME CALL PATH WHAT COMMAND...: CALL of PATH fails: nothing is changed, and WHAT cannot be looked at
blind() {
	local name=$1 before
	before=$(tree "$HOME" | sha256sum)
	run strace -o /dev/null -P "$3" -e inject="${2%%:*}:error=EIO${2#"${2%%:*}"}" "$AVENV" "${@:5}"
	is "$rc:$out:$(grep -v '^strace: ' <<<"$err")" "1::avenv: cannot look at '$4': Input/output error" "$name: said, and no more"
	is "$(tree "$HOME" | sha256sum)" "$before" "$name: nothing is changed"
}

bare env.old
cp -a env.old env
for link in env/bin/python3 env/bin/python; do
	base=$(readlink "$link")
	[ "${base#/}" = "$base" ] || break
done
blind 'the base' statx "$base" "$base" repair env
rm env/bin/activate.fish
blind 'the templates of scripts' statx "$("$PYTHON" -I -c 'import venv; print(venv.__path__[0])')/scripts/common" \
	"$("$PYTHON" -I -c 'import venv; print(venv.__path__[0])')/scripts/common" repair env
run "$AVENV" repair env
is "$rc" 0 'what can be looked at is mended'
# By the one who looks at it by its path: the others have it open.
strace -o "$T/trace" -P "$HOME/env/pyvenv.cfg" -e trace=statx "$AVENV" repair --dry-run env >/dev/null 2>&1
run strace -o /dev/null -P "$HOME/env/pyvenv.cfg" -e inject=statx:error=EIO:when="$(grep -n -m 1 AT_FDCWD "$T/trace" | cut -d: -f1)" \
	"$AVENV" repair env
is "$rc:$(grep -v '^strace: ' <<<"$err")" "1:avenv: '$HOME/env' is not repaired: '$HOME/env/pyvenv.cfg' cannot be looked at: Input/output error" \
	'who may write to it: nobody knows'
mkdir sources
echo "$HOME/sources" >"env/$SITE/mine.pth"
run strace -o /dev/null -P "$HOME/sources" -e inject=statx:error=EIO "$AVENV" repair --dry-run env
is "$rc:$out" 0: 'sources that may be there are not gone'
blind 'what leads to sources' openat "$SITE/mine.pth" "$HOME/env/$SITE/mine.pth" repair --dry-run env
: >"env/$SITE/mine.abi3.so"
blind 'a module in machine code' openat mine.abi3.so "$HOME/env/$SITE/mine.abi3.so" repair --dry-run env
rm "env/$SITE/mine".*
mkdir -p .avenv-backup-env/env
blind 'a backup' statx "$HOME/.avenv-backup-env/env" "$HOME/.avenv-backup-env" move env moved
blind 'a backup' statx "$HOME/.avenv-backup-env/env" "$HOME/.avenv-backup-env" recreate --undo env
echo 'a=1' >.bashrc
blind 'the program itself' readlink /proc/self/exe /proc/self/exe setup -y bash
blind 'the program itself' readlink /proc/self/exe /proc/self/exe hook bash
blind 'the helper' statx "${AVENV%/*}/avenv-hook" "${AVENV%/*}/avenv-hook" hook bash
stdlib=$("$PYTHON" -I -c 'import os; print(os.path.dirname(os.__file__))')
kept=$("$PYTHON" -I -c 'import sysconfig; print(sysconfig.get_config_var("WHEEL_PKG_DIR") or "")')
if wheel=$(compgen -G "$stdlib/ensurepip/_bundled/pip-*.whl"); then
	blind 'the wheel of pip' statx "$wheel" "$wheel" create -p "$PYTHON" new
	kept=$stdlib/ensurepip/__init__.py
fi
blind 'the wheels' openat "$kept" "$kept" create -p "$PYTHON" new
rm -r .local/share/avenv
mkdir -p .local/state/avenv
echo one >.local/state/avenv/select_history
blind 'the history' statx "$HOME/.local/state/avenv/select_history" "$HOME/.local/state/avenv/select_history" \
	setup -y --undo --purge

# What is in it is looked at once more, when it is locked: by the last who reads it by this path.
mkenv odd
strace -o "$T/trace" -P "$HOME/odd" -e trace=getdents64 "$AVENV" remove -y odd 2>/dev/null
count=$(grep -c '^getdents64' "$T/trace")
mkenv odd
run strace -o /dev/null -P "$HOME/odd" -e inject=getdents64:error=EIO:when=$((count - 1)) "$AVENV" remove -y odd
is "$rc:$(tail -n 1 <<<"$err")" "1:avenv: cannot open '$HOME/odd': Input/output error" 'what else is in it: said'
ok 'what else is in it: nothing is removed' test -e odd/pyvenv.cfg -a -e odd/bin/python

# An older pip that cannot be taken away is no success: by the last who opens the environment by its path.
older() {
	rm -rf renewed
	"$AVENV" create -q -p "$PYTHON" renewed
	cp -a renewed/"$SITE"/pip-*.dist-info "renewed/$SITE/pip-1.0.dist-info"
}
older
strace -o "$T/trace" -P "$HOME/renewed" -e trace=openat "$AVENV" create -q -p "$PYTHON" renewed
count=$(awk '/^openat/ { n++ } /^openat\(AT_FDCWD/ { last = n } END { print last }' "$T/trace")
older
run strace -o /dev/null -P "$HOME/renewed" -e inject=openat:error=EIO:when="$count" "$AVENV" create -q -p "$PYTHON" renewed
is "$rc:$(grep -v '^strace: ' <<<"$err")" "1:avenv: cannot open '$HOME/renewed': Input/output error" 'an older pip: said'
run "$AVENV" create -q -p "$PYTHON" renewed
is "$rc$err$(cd "renewed/$SITE" && compgen -G "pip-1.0*")" 0 'an older pip: gone after the next one'

# The next of that name will do, but it was not the one that is meant.
mkdir first second
ln -s "$PYTHON" "first/python$SERIES"
ln -s "$PYTHON" "second/python$SERIES"
PATH=$HOME/first:$HOME/second:$PATH run strace -o /dev/null -P "$HOME/first/python$SERIES" -e inject=statx:error=EIO \
	"$AVENV" create --without-pip -p "$SERIES" another
like "$rc:$(grep -v '^strace: ' <<<"$err")" "0:*avenv: cannot look at '$HOME/first/python$SERIES': Input/output error*" \
	'create: an interpreter that is passed over'
run strace -o /dev/null -P "$HOME/first/python$SERIES" -e inject=statx:error=EIO \
	"$AVENV" create --without-pip -p "$HOME/first/python$SERIES" none
is "$rc:$(grep -v '^strace: ' <<<"$err")" \
	"1:avenv: cannot use '$HOME/first/python$SERIES' as Python: Input/output error" '... not where it is named by its path'

mkdir -p p
"$AVENV" -q allow p
mkenv p/.venv
run strace -o /dev/null -P "$HOME/p/.venv" -e inject=statx:error=EIO "$AVENV" list
is "$rc:$(grep -v '^strace: ' <<<"$err")" "0:avenv: cannot look at '$HOME/p/.venv': Input/output error" 'list: what it may not know of'
run strace -o /dev/null -P "$HOME/p/.venv" -e inject=statx:error=EIO "$AVENV" doctor --all
is "$rc:$(grep -v '^strace: ' <<<"$err")" "1:avenv: cannot look at '$HOME/p/.venv': Input/output error" 'doctor --all: what it may not know of'
rm -r p/.venv
run strace -o /dev/null -P "$HOME/p" -e inject=statx:error=EIO "$AVENV" allow --list
like "$rc:$out" "0:*$HOME/p *unknown" 'a directory that is on record is not gone'
"$AVENV" -q forget p

mkenv renamed/.venv
printf "VIRTUAL_ENV='%s'\n" "$HOME/p/.venv" >renamed/.venv/bin/activate
mkdir p/.venv
run strace -o /dev/null -P "$HOME/p/.venv" -e inject=statx:error=EIO "$AVENV" allow renamed
like "$rc:$err" "0:*is allowed; *" 'allow: what it names may be the very same'
unlike "$err" 'moved from' '... so nobody says that it was moved'
rmdir p/.venv
run "$AVENV" allow renamed
like "$err" "was moved from '$HOME/p/.venv'" '... where it can be looked at: it was'
"$AVENV" -q forget renamed
rm -r renamed

# unread NAME CALL PATH DIR WHAT: in DIR, nothing further up takes the place of WHAT that cannot be looked at
unread() {
	run strace -o /dev/null -P "$3" -e inject="$2:error=EIO" "$AVENV" -C "$4" path
	is "$rc:$out:$(grep -v '^strace: ' <<<"$err")" "1::avenv: '$HOME/$5; see \"avenv -C $HOME/$4 status\"" "find: $1"
}
mkenv p/.venv
mkdir -p p/q
"$AVENV" -q allow --tree p
unread 'a pyvenv.cfg' openat "$HOME/p/.venv/pyvenv.cfg" p "p/.venv' is not turned on: its pyvenv.cfg cannot be read"
unread 'that of the directory itself' openat "$HOME/p/.venv/pyvenv.cfg" p/.venv "p/.venv/pyvenv.cfg' is not turned on: Input/output error"
mkenv p/q/odd
unread 'an oddly named one' statx odd/pyvenv.cfg p/q "p/q/odd' is not turned on: Input/output error"
unread 'the pyvenv.cfg of an oddly named one' openat "$HOME/p/q/odd/pyvenv.cfg" p/q "p/q/odd' is not turned on: Input/output error"
rm -r p/q/odd
ln -s ../.venv p/q/venv
unread 'that of one that a link leads to' openat "$HOME/p/.venv/pyvenv.cfg" p/q "p/q/venv' is not turned on: Input/output error"

# ---- what is installed ---------------------------------------------------------

# half_blind NAME CALL PATH PATTERN COMMAND...: it prints PATTERN, exit status and errors first
half_blind() {
	run strace -o /dev/null -P "$3" -e inject="$2:error=EIO" "$AVENV" "${@:5}"
	like "$rc:$(grep -v '^strace: ' <<<"$err"):$out" "$4" "$1"
}

site=$HOME/q/.venv/lib/$(cd env/lib && echo python*)/site-packages
eio='Input/output error'
bare q/.venv
mkdir -p "$site/one-1.0.dist-info"
printf 'Metadata-Version: 2.1\nName: one\nVersion: 1.0\n' >"$site/one-1.0.dist-info/METADATA"
printf 'one-1.0.dist-info/RECORD,,7\n' >"$site/one-1.0.dist-info/RECORD"
"$AVENV" -q allow q
half_blind 'freeze: what cannot be opened is not empty' openat "$HOME/q/.venv/lib" \
	"1:avenv: '$HOME/q/.venv/lib' cannot be looked at: $eio:" freeze q/.venv
half_blind 'freeze: nor is what cannot be listed' getdents64 "$site" \
	"1:avenv: '$site' cannot be looked at: $eio:" freeze q/.venv
half_blind 'freeze: nor what is allowed to see more than its own' openat "$HOME/q/.venv/pyvenv.cfg" \
	"1:avenv: '$HOME/q/.venv/pyvenv.cfg' cannot be looked at: $eio:*" freeze q/.venv
half_blind 'packages: a size that is not known is not nothing' read "$site/one-1.0.dist-info/RECORD" \
	"0:avenv: cannot look at '$site/one-1.0.dist-info/RECORD': $eio:*one   1.0*" packages q/.venv
half_blind 'packages --verify: what cannot be listed is not well' openat "$HOME/q/.venv/bin" \
	"1:avenv: cannot look at '$HOME/q/.venv/bin': $eio:*" packages --verify q/.venv
printf '%s,,\n' one-1.0.dist-info/{METADATA,RECORD} >"$site/one-1.0.dist-info/RECORD"
half_blind 'packages --verify: nor is what could not be looked at once' openat:when=1 "$HOME/q/.venv/lib" \
	"1:avenv: '$HOME/q/.venv/lib' cannot be looked at: $eio:" packages --verify q/.venv
unlike "$err" 'all as installed' '... of which nobody says so'
half_blind 'packages --verify --json: nor is that' openat:when=1 "$HOME/q/.venv/lib" \
	"1:*cannot be looked at: $eio:*\"ok\": false*" packages --verify --json q/.venv
for option in '' --tree; do
	half_blind "packages $option: what cannot be listed is not empty" getdents64 "$site" \
		"1:avenv: '$site' cannot be looked at: $eio:" packages ${option:+"$option"} q/.venv
	run strace -o /dev/null -P "$HOME/q/.venv/lib" -e inject=openat:error=EACCES "$AVENV" packages ${option:+"$option"} q/.venv
	like "$err" "avenv: '$HOME/q/.venv/lib' cannot be *: Permission denied" "packages $option: nor is what is closed"
	unlike "$err" 'nothing is installed' "... of which nobody says so"
done
half_blind 'list: what cannot be opened has no number of packages' openat "$HOME/q/.venv/lib" \
	"0:avenv: cannot look at '$HOME/q/.venv/lib': $eio:*\"packages\": null*" list --json
half_blind 'list --size: nor is what is counted all' getdents64 "$site" \
	"0:avenv: cannot look at '$site': $eio:*" list --size
half_blind 'pythons: a directory of programs' getdents64 /usr/bin "?:avenv: cannot look at '/usr/bin': $eio*" pythons
for place in "$stdlib/ensurepip/_bundled" ${kept:+"$kept"}; do
	[ -d "$place" ] || continue
	half_blind 'pythons: a directory of wheels' openat "$place" "0:avenv: cannot look at '$place': $eio*" pythons
	unlike "$out" 'no pip wheels' '... and nobody says that there are none'
done
before=$(tree "$HOME" | sha256sum)
half_blind 'recreate: without what was installed it is not done' openat "$HOME/q/.venv/lib" \
	"1:*avenv: '$HOME/q/.venv/lib' cannot be installed again: it cannot be looked at: $eio*" recreate q/.venv
half_blind 'recreate: nor with another Python, while nobody can tell that its own is gone' statx "$(realpath "$base")" \
	"1:avenv: cannot look at '$(realpath "$base")': $eio*'-p PYTHON' makes it anew with another one:" recreate q/.venv
half_blind 'setup --undo: a startup file that may hold the line' openat "$HOME/.bashrc" \
	"1:avenv: cannot read '$HOME/.bashrc': $eio:" setup --undo -y bash
is "$(tree "$HOME" | sha256sum)" "$before" '... and nothing is changed'

mkdir -p "q/.venv/lib/extra"
printf '../../extra/x,,1\none-1.0.dist-info/RECORD,,7\n' >"$site/one-1.0.dist-info/RECORD"
echo x >q/.venv/lib/extra/x
half_blind 'remove: what nobody can tell to be a package is not said to be nobody'"'"'s' \
	openat "$site/one-1.0.dist-info/RECORD" "1:avenv: cannot look at '$site/one-1.0.dist-info/RECORD': $eio:" remove -y q/.venv
half_blind 'doctor: a RECORD that cannot be looked at is not missing' statx "$site/one-1.0.dist-info/RECORD" \
	"1:*:*cannot look at '$site/one-1.0.dist-info/RECORD': $eio*" doctor q/.venv
unlike "$out" '*has no RECORD*' '... and it is not said so'
half_blind 'packages --files: nor is what cannot be read' read "$site/one-1.0.dist-info/RECORD" \
	"1:avenv: '$site/one-1.0.dist-info/RECORD' cannot be read: $eio:" packages --files one q/.venv
mkdir -p "$site/egg-2.0.egg-info"
printf 'Metadata-Version: 2.1\nName: egg\nVersion: 2.0\n' >"$site/egg-2.0.egg-info/PKG-INFO"
printf 'nothere>=1\n' >"$site/egg-2.0.egg-info/requires.txt"
half_blind 'packages --tree: what cannot be read is not required by nobody' openat "$site/egg-2.0.egg-info/requires.txt" \
	"1:avenv: cannot look at '$site/egg-2.0.egg-info/requires.txt': $eio:*" packages --tree q/.venv
half_blind 'doctor: nor is nothing wrong then' openat "$site/egg-2.0.egg-info/requires.txt" \
	"1:*:*cannot look at '$site/egg-2.0.egg-info/requires.txt': $eio*" doctor q/.venv
mkenv alone/odd
mkdir "$T/data"
XDG_DATA_HOME=$T/data "$AVENV" -q -C alone allow odd
XDG_DATA_HOME=$T/data half_blind 'list: what is on record is not unknown' statx "$HOME/alone/odd" \
	"0:avenv: cannot look at '$HOME/alone/odd': $eio:" list
echo 3.11 >q/.python-version
half_blind 'a .python-version is a plain file all the same' read "$HOME/q/.python-version" \
	"?:*'$HOME/q/.python-version' is not used: $eio*" -C q create --without-pip other
rm -rf q/other q/.python-version

# ---- who else decides ------------------------------------------------------------

mkenv closed
chmod 0777 closed/bin
# in_vain NAME DIR FAULT COMMAND...: that anyone may write to its bin is refused; nor is it done where nobody can tell
in_vain() {
	local name=$1 before
	before=$(tree "$HOME" | sha256sum)
	run "$AVENV" "${@:4}"
	is "$rc" 1 "$name: refused"
	run strace -o "$T/trace" -P "$2" -e inject="$3" "$AVENV" "${@:4}"
	ok "$name: it was struck" grep -q INJECTED "$T/trace"
	is "$rc:$(tree "$HOME" | sha256sum)" "1:$before" "$name: nor is it done where nobody can tell"
}
for nth in 1 2 3; do
	in_vain "a bin that anyone may write to, look $nth, repair" "$HOME/closed/bin" "statx:error=EIO:when=$nth" repair closed
done
for nth in 1 2 3; do
	in_vain "a bin that anyone may write to, look $nth, create" "$HOME/closed/bin" "statx:error=EIO:when=$nth" \
		create -p "$PYTHON" --without-pip closed
done
rm closed/pyvenv.cfg
in_vain 'a bin alone' "$HOME/closed/bin" statx:error=EIO:when=1 create -p "$PYTHON" --without-pip closed

mkdir g
git init -q g
mkenv g/.venv
git -C g add -f .venv/pyvenv.cfg
for part in .git .git/HEAD .git/objects; do
	in_vain "what git tracks, $part" "$HOME/g/$part" statx:error=EIO allow g
	like "$err" "*cannot tell whether git tracks*its '.git' cannot be followed*" "... and why"
done
done_testing

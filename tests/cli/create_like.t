#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 35 61 76
# avenv create --like: the copy has the bytes that would have been made at its place, its bytecode is
# valid, and no file leads back. Editables of the project, what stays elsewhere, and the refusals.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/record_csv.sh"
. "$SRCDIR/tests/mkinfo.sh"

w=$T/w
# like_env ENV TARGET [OPTION...]: made, with nothing said on stdout
like_env() {
	run "$AVENV" -q create --like "$@"
	is "$rc:$out:$err" 0:: "create --like $*"
}
# leads_back DIR ENV: files in ENV that name DIR, without bytecode
leads_back() { grep -rlF --exclude='*.pyc' "$1" "$2"; }

# ---- the same bytes as made there ---------------------------------------------------

mkdir a b
ok 'to a path with a space' as_made 'create --like' old 'with space' --without-pip
ok 'from a path with a space, with a prompt' as_made 'create --like' 'with space' new --without-pip --prompt "it's"
ok 'with pip' as_made 'create --like' a/.venv b/.venv
"$PYTHON" -m compileall -q -s "$w" a/.venv
before=$(tree a/.venv)
like_env a/.venv b/.venv --clear
is "$(tree a/.venv)" "$before" 'what is copied stays as it is'
is "$(leads_back "$w/a" b/.venv)" '' 'no file leads back'
ok 'RECORD is right' record_is_right b/.venv
is "$(b/.venv/bin/pip --version | sed "s|$w|W|")" "$(a/.venv/bin/pip --version | sed "s|$w/a|W/b|")" 'its pip is its own'
like "$(b/.venv/bin/python -v -c 'import pip._internal' 2>&1)" "*$w/b/*pip/_internal/__pycache__/__init__.*.pyc matches *" 'bytecode is valid'
is "$(find b/.venv -name '*.pyc' -newer "$T/.out" | wc -l)" 0 '... and none was written anew'
like "$("$AVENV" -C b path)" "$w/b/.venv" 'it is allowed'
unlike "$("$AVENV" doctor b/.venv)" mend 'doctor finds nothing to mend'

# By a path with links in it
ln -s a link
rm -rf a/.venv b/.venv
bare "$w/link/.venv"
echo "root = $w/a/.venv" >a/.venv/share-conf
like "$(<a/.venv/bin/activate)" "*$w/link/.venv*" 'its files name it by a link'
run "$AVENV" -q create --like a/.venv b/.venv
like "$rc:$out" "0:'$w/b/.venv/share-conf' names '$w/a/.venv' still" 'a file of an unknown kind is named'
is "$(leads_back "$w/link" b/.venv)$(leads_back "$w/a" b/.venv)" b/.venv/share-conf 'no other file leads back'

# Links, modes, times, files with several names, and leftovers
rm -rf a/.venv b/.venv
bare a/.venv
mkdir -p a/.venv/share/x outside
echo one >a/.venv/share/x/one
cp -l a/.venv/share/x/one outside/one
chmod 750 a/.venv/share/x/one
touch -d '2020-01-02 03:04:05.123456789' a/.venv/share/x/one
ln -s ../../outside a/.venv/out
ln -s /nowhere a/.venv/dangling
ln -s "$w/a/.venv/lib" a/.venv/top
ln -s "$w/a/data" a/.venv/data
mkdir a/data b/data
chmod 700 a/.venv
cp /bin/true a/.venv/bin/set-id
chmod 6755 a/.venv/bin/set-id
like_env a/.venv b/.venv
is "$(stat -c %a b/.venv/bin/set-id)" 755 'a set-ID bit, given for another owner, is not copied'
like "$(stat -c %a:%y b/.venv/share/x/one)" "750:2020-01-02 03:04:05.123456789*" 'modes and times are kept'
echo two >b/.venv/share/x/one
is "$(<outside/one):$(stat -c %a b/.venv)" one:700 'a file with several names becomes another; what is private stays so'
is "$(readlink b/.venv/out b/.venv/dangling b/.venv/top b/.venv/data | xargs)" "../../outside /nowhere $w/b/.venv/lib $w/b/data" \
	'links out of it stay, links into it and its project follow'

# ---- editables ----------------------------------------------------------------------

# editable NAME PATH [MODULE]: of the project PATH in a, with sources at MODULE
editable() {
	local site=$w/a/.venv/$SITE
	mkdir -p "$site/$1-1.dist-info" "a/$2/${3:-src}"
	printf '[project]\nname = "%s"\n' "$1" >"a/$2/pyproject.toml"
	printf 'Metadata-Version: 2.1\nName: %s\nVersion: 1\n' "$1" >"$site/$1-1.dist-info/METADATA"
	printf '{"dir_info": {"editable": true}, "url": "file://%s"}' "$w/a${2:+/$2}" >"$site/$1-1.dist-info/direct_url.json"
	printf "MAPPING = {'%s': '%s'}\n" "$1" "$w/a${2:+/$2}/${3:-src}" >"$site/__editable___$1_finder.py"
	echo "$w/a${2:+/$2}/${3:-src}" >"$site/$1.pth"
	# as poetry writes them, and pip uninstalls by them
	printf '%s\n' "$site/$1.pth,," "$site/$1-1.dist-info/RECORD,," >"$site/$1-1.dist-info/RECORD"
}
# copied: to b, with what is said
copied() {
	rm -rf b/.venv
	run "$AVENV" -q create --like a/.venv b/.venv
	is "$rc:$err" 0: 'editables: made'
}
rm -rf a b
mkdir a
bare a/.venv
editable root ''
editable part libs/part
editable gone 'libs/g o'
mkdir -p "a/.venv/$SITE/__pycache__"
touch "a/.venv/$SITE/__pycache__/__editable___root_finder.cpython-311.pyc"
sed -i 's|g o"|g%20o"|' "a/.venv/$SITE/gone-1.dist-info/direct_url.json"
cp -a a b
rm -rf 'b/libs/g o'
copied
is "$out" "'gone' stays installed from '$w/a/libs/g o': there is no '$w/b/libs/g o'" 'a project that is not here stays, which is said'
is "$(cat b/.venv/"$SITE"/*.pth | xargs)" "$w/a/libs/g o/src $w/b/libs/part/src $w/b/src" 'the others are those of this project: .pth'
is "$(leads_back "$w/a" b/.venv | sed 's|.*/site-packages/||' | LC_ALL=C sort | xargs)" \
	'__editable___gone_finder.py gone-1.dist-info/direct_url.json gone.pth' '... all their files'
is "$(ls b/.venv/"$SITE"/__pycache__)" '' 'no bytecode of a file that is rewritten'
mkdir 'b/libs/g o'
printf '[project]\nname = "another"\n' >'b/libs/g o/pyproject.toml'
copied
is "$out" "'gone' stays installed from '$w/a/libs/g o': '$w/b/libs/g o' is another project" 'another project at its place'
rm -rf a/.venv/"$SITE"/*gone* 'a/libs/g o' b/libs
printf '[project]\nname = "other"\n' >b/pyproject.toml
copied
like "$out" "*'root' stays installed from '$w/a': '$w/b' is another project*" 'one like that of another project'
is "$(leads_back "$w/b/src" b/.venv/"$SITE")" '' '... whose editables stay'
rm -r b
mkdir b
copied
like "$out" "*'root' stays installed from '$w/a': '$w/b' is no project*" 'one into an empty directory'
# An editable that only a build makes
rm -rf a b
mkdir a
bare a/.venv
editable built '' build/cp311
touch a/build/cp311/build.ninja
editable inplace x src
mkdir -p a/x/src/pkg
touch a/x/src/pkg/_c.cpython-311-x86_64-linux-gnu.so
cp -a a b
rm -rf b/build b/x/src/pkg/_c*
copied
for source in b b/x; do
	like "$out" "*'$w/$source' must be built again; '*pip install*-e $w/$source' does it*" "$source: the command that builds it"
done
is "$(cat b/.venv/"$SITE"/*.pth | xargs)" "$w/b/build/cp311 $w/b/x/src" '... and nothing leads back'
# Links to the sources, as setuptools makes them for a strict editable: in a copy of the project they lead back.
editable strict s build/__editable__.strict-1
ln -s "$w/a/s/strict.py" a/s/build/__editable__.strict-1
cp -a a/s b
copied
like "$out" "*'$w/b/s' must be built again; '*--config-settings editable_mode=strict -e $w/b/s' does it*" 'a strict editable: the command'

# In a project below: a sibling in the checkout counts
rm -rf a b
mkdir -p a/services/api
bare a/services/api/.venv
ln -s services/api/.venv a/.venv
editable common libs/common
rm a/.venv
mkdir a/.git
mkdir -p b/.git b/services/api b/libs/common/src
cp a/libs/common/pyproject.toml b/libs/common
run "$AVENV" -q create --like a/services/api b/services/api/.venv --tracked
is "$rc:$(cat b/services/api/.venv/"$SITE"/common.pth)" "0:$w/b/libs/common/src" 'an editable beside the project, in its checkout'
rm -rf a b

# ---- over an old one, and refusals -----------------------------------------------------

rm -rf new old same 'with space'
mkdir a b
bare a/.venv
bare b/.venv
touch b/.venv/share
# refused_like NAME REASON ARG...: refused, and nothing is changed or left behind
refused_like() { changes_nothing "$1" "1:*avenv: $2" . "$AVENV" create --like "${@:3}"; }
refused_like 'there is one' "*'b/.venv' is an environment already*'avenv create --clear --like a/.venv b/.venv'" a/.venv b/.venv
like_env a/.venv b/.venv --clear
not_ok '--clear: in its place' test -e b/.venv/share
mkdir empty
ok '--clear: an empty directory' "$AVENV" -q create --like a/.venv empty --clear
mkdir -p "q'q" proj
bare unsafe
chmod o+w unsafe/bin
bare broken
rm broken/bin/python*
bare old
mv old moved
bare denied/.venv
"$AVENV" -q deny denied
bare upgraded
upgrade upgraded
bare clone
bare around
bare around/lib/in
git init -q clone 2>/dev/null || mkdir clone/.git
while IFS='|' read -r name reason args; do
	eval "refused_like '$name' \"$reason\" $args"
done <<-'L'
	no environment|*no environment in*|proj new
	nothing of that name|*no environment 'nowhere'*|nowhere new
	others may write|*can be written to by anybody*|unsafe new
	its Python is gone|*avenv repair*|broken new
	it was moved|*avenv allow*can be repaired*|moved new
	it is denied|*not copied*denied*|denied new
	its Python was upgraded|*avenv recreate -p *|upgraded new
	a clone|*--tracked*|clone new
	into itself|*one in the other*|a/.venv a/.venv/lib/x
	over itself|*one in the other*|a/.venv a/.venv --clear
	over the directory around it|*is not an environment*|a/.venv a --clear
	over the environment around it|*one in the other*|around/lib/in around --clear
	a quote in the path|*has a quote*|a/.venv "q'q/env"
	a name that PATH cannot hold|*has a ':' in it*|a/.venv a:b
	no ENV, no worktree|*no linked worktree*create --like ENV*|
L
ln -s a/.venv into
refused_like 'through a link into itself' '*one in the other*' a/.venv into/x/y
rm into
if can_chown; then
	bare theirs
	chown -R 65534 theirs
	refused_like "another user's" '*belongs to **' theirs new
fi
for options in '-p 3.11' '-r x' --prompt=x --without-pip --system-site-packages --upgrade-deps; do
	# shellcheck disable=SC2086 # words
	run "$AVENV" create --like a/.venv $options new
	is "$rc:$(ls -d new 2>/dev/null)" 2: "--like with $options: usage"
done

# A copy has files, directories and links only.
bare special
# special KIND COMMAND...: such an entry is named, and nothing is left
special() {
	"${@:2}" 2>/dev/null || { skip "$1 cannot be made here" && return; }
	refused_like "$1 in it" "*'$w/special/lib/x' is $1, which cannot be copied; move or remove it first" special new
	rm special/lib/x
}
special 'a FIFO' mkfifo special/lib/x
special 'a socket' python3 -c "import socket; socket.socket(socket.AF_UNIX).bind('special/lib/x')"
special 'a device' mknod special/lib/x c 1 3

# A full file system: nothing is left
if can_mount_as_root; then
	mkdir small
	head -c 3000000 /dev/urandom >a/.venv/share-data
	# shellcheck disable=SC2016 # for the other shell
	run apart sh -c 'mount -t tmpfs -o size=1m,mode=755 tmpfs small && cd small && "$1" create --like ../a/.venv; echo "$?:$(ls -A)"' sh "$AVENV"
	like "$out:$err" "1::avenv: cannot copy '$w/a/.venv/share-data': No space left on device" 'a full file system'
fi
done_testing

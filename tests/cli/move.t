#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 58 60
# avenv move: a moved environment has the bytes that would have been made at the new place; and
# the refusals. Records, redirects and links that lead to it: move_records.t.
# shellcheck disable=SC2016 # text for other shells
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/record_csv.sh"
. "$SRCDIR/tests/mkinfo.sh"

w=$T/w

# ---- the same bytes as made there ---------------------------------------------------

# as_made OLD NEW [FLAG...]: moved from OLD to NEW, and made at NEW, compared
as_made() {
	local old=$1 new=$2
	shift 2
	rm -rf made "$old" "$new"
	"$AVENV" create -q -p "$PYTHON" "$@" "$new" && mv "$new" made &&
		"$AVENV" create -q -p "$PYTHON" "$@" "$old" && "$AVENV" move "$old" "$new" &&
		[ ! -e "$old" ] && "$SRCDIR/tests/oracle.py" made "$new"
}
mkdir a b
ok 'to a path with a space' as_made old 'with space' --without-pip
ok 'from a path with a space' as_made 'with space' new --without-pip
ok 'into another directory' as_made a/env b/env --without-pip
ok 'with a prompt and copies' as_made old new --without-pip --copies --prompt "it's"
ok 'with pip' as_made old new
rm -rf new made

# All that pip and its users write
bare old
dist old tiny 1.0
script old tiny 1.0
mkdir -p old/src old/etc outside
echo 'here = 1' >old/src/here.py
echo "$w/old/src" >"old/$SITE/here.pth"
printf "MAPPING = {'x': '%s/src/x'}\n" "$w/old" >"old/$SITE/__editable___x_finder.py"
mkdir "old/$SITE/x-1.dist-info"
printf '{"dir_info": {"editable": true}, "url": "file://%s/src"}' "$w/old" \
	>"old/$SITE/x-1.dist-info/direct_url.json"
printf 'Metadata-Version: 2.1\nName: x\nVersion: 1\n' >"old/$SITE/x-1.dist-info/METADATA"
ln -sfn "$w/old/lib" old/top
ln -s ../../outside old/bin/out
echo "root = $w/old/x" >old/etc/conf
chmod 700 old
cp -al old same
before=$(tree same)
run "$AVENV" move old new
like "$rc:$out:$err" "0:'$w/new/etc/conf' names '$w/old' still*avenv recreate*" 'a file of an unknown kind is named'
is "$(cat new/etc/conf)" "root = $w/old/x" 'and not edited'
is "$(grep -rlF --exclude='*.pyc' "$w/old" new)" new/etc/conf 'no other file names the old place'
is "$(readlink new/top):$(readlink new/bin/out):$(stat -c %a new)" "$w/new/lib:../../outside:700" \
	'links into it follow, links out of it stay'
is "$(cat new/"$SITE"/x-1.dist-info/direct_url.json)" \
	"{\"dir_info\": {\"editable\": true}, \"url\": \"file://$w/new/src\"}" 'direct_url.json'
ok 'RECORD is right' record_is_right new
is "$(tree same)" "$before" 'other names of the same files stay as they are'
is "$(new/bin/python -c 'import here; print(here.here)'):$(new/bin/tiny)" 1:tiny 'it works'
is "$(new/bin/python -I -c 'import sys; print(sys.prefix)')" "$w/new" 'sys.prefix'
is "$(sh -c '. "$1/bin/activate"; command -v python' sh "$w/new")" "$w/new/bin/python" 'activate'
rm -rf same new
# One that was moved by hand before
bare hand
mv hand env
"$AVENV" -q move env x && "$AVENV" -q move x env
is "$?:$(grep -rlF "$w/hand" env)" 0: 'moved by hand before'

# ---- a move that was killed ----------------------------------------------------------

mkdir -p b/c
mv env b/c/env
run "$AVENV" move env b/c
is "$rc:$(grep -rlF "$w/env" b/c/env)" 0: 'the same command goes on'
"$AVENV" -q move b/c/env env

# ---- where to, and refusals ----------------------------------------------------------

mkdir dir
run "$AVENV" move env dir
is "$rc:$(ls dir)" 0:env 'into a directory, as mv does'
"$AVENV" -q move dir/env env
cp -a env other
touch file
ln -s env link

# refused WHY ENV DIR: exit 1, WHY is said, nothing changes
refused() {
	local before
	before=$(listing .)
	run "$AVENV" move "$2" "$3"
	like "$rc:$out$err" "1:avenv: *$1" "refused: $2 to $3"
	is "$(listing .)" "$before" 'nothing moves'
}
refused 'no pyvenv.cfg' dir x
refused "$w/env" link x
refused 'already' env other
refused 'there already' env file
refused "$w/env/x" env env/x
refused ':' env a:b
refused 'quote*avenv recreate' env "it's"
run env HOME="$w/env" "$AVENV" move env x
like "$rc:$err" '1:*home directory' 'refused: the home directory is in it'
run "$AVENV" -C env move ../env ../x
like "$rc:$err" "1:*'cd ..' first" 'refused: the shell is in it'
exec 9<"$w/env"
flock -n 9
refused 'another command' env x
exec 9<&-
if command -v git >/dev/null; then
	mkdir repo
	mkenv repo/env
	git -C repo init -q
	git -C repo add env/pyvenv.cfg
	refused 'git tracks*git -C*rm' repo/env x
else
	skip 'git is not installed' 2
fi
chmod 755 "$T" "$w"
cp "$AVENV" "$T/avenv"
mkdir theirs
cp -a env theirs/env
"$AVENV" -q repair theirs/env >"$T/.out"
chmod 555 theirs/env/bin
[ "$(id -u)" != 0 ] || chown -hR 65534:65534 theirs
before=$(tree theirs)
run as_user env HOME="$w/theirs" "$T/avenv" move theirs/env theirs/x
like "$rc:$err" '1:*Permission denied' 'refused: a directory that cannot be written'
is "$(tree theirs)" "$before" 'nothing moves'
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	chmod 777 "$w"
	run setpriv --reuid 4343 --clear-groups "$T/avenv" move theirs/env y
	is "$rc:$(tree theirs)" "1:$before" "refused: another user's"
else
	skip 'only for root'
fi
done_testing

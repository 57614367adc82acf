#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What git tracks, read from every kind of index that git writes.
. "${SRCDIR:?}/tests/lib.sh"

command -v git >/dev/null || skip_all "git is not installed"
export GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b
export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
cd "$HOME" || exit 1
git config --global init.defaultBranch main

# repo NAME [OPTION...]: a repository in which src/a to src/z are tracked
repo() {
	git init -q "${@:2}" "$1"
	mkdir -p "$1/src"
	touch "$1"/src/{a..z}
	git -C "$1" add src
	mkenv "$1/.venv"
}

# verdict DIR: "allowed", "tracked" or "unknown"; no program may be run for it
verdict() {
	mkdir -p "$T/empty"
	run env PATH="$T/empty" "$AVENV" allow "$1"
	case $rc:$err in
	0:*) echo allowed ;;
	1:*"cannot tell whether git tracks"*) echo unknown ;;
	1:*"git tracks"*) echo tracked ;;
	*) echo "$rc $err" ;;
	esac
}

# both NAME REPO [DIR]: not tracked, then tracked; DIR is the project in it
both() {
	is "$(verdict "${3:-$2}")" allowed "$1: not tracked"
	git -C "${3:-$2}" add -f .venv
	is "$(verdict "${3:-$2}")" tracked "$1: tracked"
	git -C "${3:-$2}" rm -q -r --cached .venv
	is "$(verdict "${3:-$2}")" allowed "$1: no longer tracked"
}

repo empty
rm empty/.git/index
is "$(verdict empty)" allowed "nothing was ever added"

for version in 2 3 4; do
	repo v$version
	git -C v$version update-index --index-version $version
	if [ $version = 3 ]; then
		touch v3/new
		git -C v3 add -N new
	fi
	both "version $version" v$version
	is "$(head -c 8 v$version/.git/index | tail -c 1 | od -An -tu1 | tr -d ' ')" $version "it was version $version"
done

repo sha256 --object-format=sha256
both "SHA-256" sha256
repo skip
git -C skip add -f .venv
truncate -s -20 skip/.git/index
head -c 20 /dev/zero >>skip/.git/index
is "$(verdict skip)" tracked "an index without a hash, as index.skipHash has it"

repo deep
mkenv deep/sub/dir/.venv
both "a project below" deep deep/sub/dir

repo near
mkdir near/.venv.old near/.venv-x
touch near/.venv.old/f near/.venv-x/f near/.venvy
git -C near add .
git -C near rm -q -r --cached .venv
is "$(verdict near)" allowed "names that only begin the same"

repo split
git -C split commit -q -m x
git -C split update-index --split-index
both "split" split
git -C split add -f .venv
git -C split commit -q -m y
git -C split update-index --no-split-index
git -C split update-index --split-index
is "$(verdict split)" tracked "split: in the shared part"
git -C split rm -q -r --cached .venv
is "$(git -C split ls-files .venv | wc -l)$(verdict split)" 0allowed "split: deleted from the shared part"
touch -d tomorrow split/src/a
echo x >split/src/b
git -C split add src
is "$(verdict split)" allowed "split: with entries replaced"
# linked CODE: the index with its link, in "link", changed by CODE
linked() {
	/usr/bin/python3 -I -S - "$1" <<-'END'
		import sys
		file = "split/.git/index"
		data = open(file, "rb").read()
		at = data.index(b"link")
		end = at + 8 + int.from_bytes(data[at + 4:at + 8], "big")
		link = data[at + 8:end]
		link = eval(sys.argv[1])
		open(file, "wb").write(data[:at + 4] + len(link).to_bytes(4, "big") + link + data[end:])
	END
	verdict split
	cp "$T/split" split/.git/index
}
cp split/.git/index "$T/split"
is "$(linked 'link[:19]')" unknown "split: a link that is too short"
is "$(linked 'link[:20] + b"\xff" * 40')" unknown "split: a bitmap that is damaged"
is "$(linked 'link[:20]')" tracked "split: without bitmaps nothing is deleted"
is "$(linked 'bytes(20)')" allowed "split: without a shared part"
# shared FILE: what the index builds on is that
shared() {
	local to
	for to in split/.git/sharedindex.*; do cp "$1" "$to"; done
	verdict split
}
is "$(shared split/.git/index)" unknown "split: a shared part that is split itself"
is "$(shared sha256/.git/index)" unknown "split: a shared part of other hashes"
for shared in split/.git/sharedindex.*; do
	truncate -s 50 "$shared"
done
is "$(verdict split)" unknown "split: a shared part that is cut off"
rm split/.git/sharedindex.*
is "$(verdict split)" unknown "split: the shared part is missing"

repo main
git -C main commit -q -m x
git -C main worktree add -q ../worktree
mkenv worktree/.venv
both "a worktree" worktree
git -C worktree update-index --split-index
both "a worktree with a split index" worktree
mv main moved
is "$(verdict worktree)" unknown "a worktree whose repository is gone"
mv moved main
printf '%s\r\n' "$(cat worktree/.git)" >worktree/.git
unlike "$(verdict worktree)" unknown "a worktree whose .git has a line end of Windows"

repo inner
git -C inner commit -q -m x
repo outer
git -C outer -c protocol.file.allow=always submodule add -q "$HOME/inner" sub 2>/dev/null
mkenv outer/sub/.venv
both "a submodule" outer/sub
is "$(verdict outer)" allowed "and what is around it"
git init -q outer/.venv
touch outer/.venv/f
git -C outer/.venv add f
is "$(verdict outer)" tracked "an environment that is a repository itself"
rm -r outer/.venv/.git
is "$(verdict outer)" allowed "and that is none any longer"
git -C outer update-index --add --cacheinfo "160000,$(git -C inner rev-parse HEAD),.venv"
is "$(verdict outer)" tracked "an environment in the place of a submodule"

repo conflict
git -C conflict add -f .venv
git -C conflict commit -q -m x
git -C conflict checkout -q -b other
echo 1 >>conflict/.venv/pyvenv.cfg
git -C conflict commit -q -a -m 1
git -C conflict checkout -q main
echo 2 >>conflict/.venv/pyvenv.cfg
git -C conflict commit -q -a -m 2
git -C conflict merge -q other >/dev/null 2>&1
verdict conflict >/dev/null
like "$err" "git tracks '.venv/bin/python', '.venv/bin/python3', '.venv/pyvenv.cfg' of" "a conflict counts once"

repo sparse
mkdir -p sparse/out sparse/in sparse/longer-than-a-project
touch sparse/{out,in,longer-than-a-project}/f
git -C sparse add -f .
git -C sparse rm -q -r --cached .venv
git -C sparse commit -q -m x
git -C sparse sparse-checkout set --cone --sparse-index in 2>/dev/null
mkenv sparse/in/.venv
is "$(git -C sparse ls-files --sparse | grep -c '/$')" 3 "a sparse index has directories as entries"
is "$(verdict sparse/in)" allowed "sparse: beside those"
mkenv sparse/out/.venv
is "$(verdict sparse/out)" unknown "sparse: below one of them"

repo linked
git -C linked add -f .venv
mv linked/.git elsewhere.git
ln -s ../elsewhere.git linked/.git
is "$(verdict linked)" tracked "a linked .git"

repo notrepo
rm -r notrepo/.git
mkdir notrepo/.git
is "$(verdict notrepo)" allowed "a .git that is no repository"
git init -q .
is "$(verdict notrepo)" allowed "is passed over"
git add -f notrepo/.venv
is "$(verdict notrepo)" tracked "for the one around it"
if [ "$(id -u)" = 0 ]; then
	chown 65534 .git
	is "$(verdict notrepo)" allowed "somebody else's repository around it, in a directory that is not"
	mkdir theirs
	mv .git notrepo theirs
	chown 65534 theirs
	run "$AVENV" allow --shared theirs/notrepo
	like "$rc:$err" "1:*git tracks*" "and in one of theirs, --shared"
	mv theirs/.git theirs/notrepo .
else
	skip 'only root can give files away' 2
fi
rm -rf .git notrepo/.git
mkfifo notrepo/.git
is "$(verdict notrepo)" allowed "a FIFO called .git"
rm notrepo/.git
echo 'gitdir: nowhere' >notrepo/.git
is "$(verdict notrepo)" unknown "a .git file that leads nowhere"
echo nowhere >notrepo/.git
is "$(verdict notrepo)" unknown "a .git file that says nothing"

# Whatever is cut off or garbled, it is never said to be untracked.
repo damaged
git -C damaged add -f .venv
index=damaged/.git/index
cp $index "$T/index"
size=$(stat -c %s $index)
bad=0
for ((n = 0; n < size; n += 37)); do
	head -c $n "$T/index" >$index
	[ "$(verdict damaged)" = unknown ] || bad=$((bad + 1))
done
is $bad 0 "cut anywhere: unknown"
for ((n = 0; n < 12; n++)); do
	cp "$T/index" $index
	printf '\377' | dd of=$index bs=1 seek=$n conv=notrunc status=none
	[ "$(verdict damaged)" = unknown ] || bad=$((bad + 1))
done
is $bad 0 "a garbled head: unknown"
rm $index
mkfifo $index
is "$(verdict damaged)" unknown "a FIFO in the index's place"
rm $index
mkdir $index
is "$(verdict damaged)" unknown "a directory in the index's place"
rmdir $index
ln -s index $index
is "$(verdict damaged)" unknown "a link to itself in the index's place"
rm $index
truncate -s 1G $index
is "$(verdict damaged)" unknown "an index too large to read"
# Version 4, each name the one before and a byte: of 1.3 MB, 200 MB of names.
rm $index
/usr/bin/python3 -I -S - $index <<-'EOF'
	import struct, sys
	n = 20000
	entries = (bytes(24) + struct.pack(">I", 0o100644) + bytes(32) + struct.pack(">H", min(i, 0xFFF)) + b"\0a\0" for i in range(1, n + 1))
	with open(sys.argv[1], "wb") as index:
	    index.write(b"DIRC" + struct.pack(">II", 4, n) + b"".join(entries) + bytes(20))
EOF
is "$(verdict damaged)" unknown "names that need the square of the index: not kept"

# Many names, long and all alike: a split index without one of its own builds on them.
repo many
# Version 4 has of each name what is unlike the one before.
for ((n = 0; n < 3000; n++)); do
	printf '100644 e69de29bb2d1d6434b8b29ae775ad8c2e48c5391\t%0200d/%d\n' 0 $n
done | git -C many update-index --index-info
git -C many update-index --index-version 4
both "many long names" many
git -C many rm -q -r --cached .venv
git -C many update-index --split-index
touch many/src/c
git -C many add src/c
is "$(verdict many)" allowed "many long names, split"
done_testing

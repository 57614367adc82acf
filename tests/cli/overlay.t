#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 33 36 75
# overlayfs, as containers, devcontainers and live systems have it: the first write below a directory of
# a lower layer gives it another time of birth, and it stays the directory that was allowed.
. "${SRCDIR:?}/tests/lib.sh"
if [ -z "${LAYERS-}" ]; then
	# In the namespace of an ordinary user / and /tmp belong to nobody.
	is_root || skip_all 'not as this user'
	apart true 2>/dev/null || skip_all 'no mount namespaces here'
	export LAYERS=$T
	apart "$0"
	exit
fi
. "$SRCDIR/tests/create.sh"
cd "$LAYERS" || exit 1

# layer NAME [LOWER]: $LAYERS/root has the layers LOWER, "a:b", read-only, and NAME on top, writable
layer() {
	local options="lowerdir=${2-layers/base},upperdir=layers/$1,workdir=layers/$1.work"
	cd "$LAYERS" || return
	! mountpoint -q root || umount root || return
	mkdir -p "layers/$1" "layers/$1.work" root
	mount -t overlay overlay -o "$options" root || return
	cd root || return
}

mkdir layers
mount -t tmpfs tmpfs layers 2>/dev/null || skip_all 'no tmpfs here'
mkdir layers/base
layer image 2>/dev/null || skip_all 'no overlay mounts here'
root=$LAYERS/root

# runs NAME [DIR]: the environment of DIR is on
runs() {
	is "$("$AVENV" -C "${2-p}" path)" "$root/${2-p}/.venv" "$1"
}
# written FILE: it is new, and its directory has another time of birth
written() {
	local dir before
	dir=$(dirname "$1")
	before=$(stat -c %W "$2")
	sleep 1.1
	touch "$1"
	ok "touch $1 gives $2 another time of birth" test "$before" != "$(stat -c %W "$2")"
}

# As Docker builds and runs an image: each step and the container have a layer of their own.
mkdir p q l d envs
"$PYTHON" -m venv --without-pip d/.venv
"$AVENV" -q create -p "$PYTHON" --without-pip p/.venv
"$AVENV" -q create -p "$PYTHON" --without-pip envs/one
"$PYTHON" -m venv --without-pip q/.venv
runs 'made in a step of the build'
layer step layers/image:layers/base
runs 'in the next step'
"$AVENV" -q allow q
layer container layers/step:layers/image:layers/base
runs 'in the container'
runs 'allowed in a step: in the container' q
written "p/.venv/$SITE/x.py" p
runs 'after a package was installed'
stays 'a directory of a lower layer cannot be exchanged' "*'avenv remove $PWD/p/.venv' first" p \
	"$AVENV" create --clear --without-pip p/.venv
"$AVENV" -q remove -y p/.venv && "$AVENV" -q create --clear --without-pip p/.venv
runs '... which does it'
written q/x q
runs 'allowed, and its project written to' q
runs 'asked for twice' q
is "$("$AVENV" allow --list | grep -c ' ok')" 3 'allow --list: ok'
rm -r q/.venv
"$AVENV" -q create -p "$PYTHON" --without-pip q/.venv
runs 'made again in the container' q
ln -s ../envs/one l/.venv
"$AVENV" -q allow l
is "$("$AVENV" -C l path)" "$root/envs/one" 'a link'
written envs/x envs
is "$("$AVENV" -C l path)" "$root/envs/one" '... and something beside its target written'

# Another directory is a new question there, too.
mv p old 2>/dev/null || cp -a p old
rm -rf p
cp -a old p
like "$("$AVENV" -C p path 2>&1)" 'changed since you allowed it' 'a copy in its place: asks'
"$AVENV" -q deny d
written d/x d
like "$("$AVENV" -C d path 2>&1)" 'you denied' 'what is denied stays denied'

# Times of birth prove nothing here: a worktree asks.
if has git; then
	"$AVENV" -q create -p "$PYTHON" --without-pip main/.venv
	git init -q main
	git -C main commit -q --allow-empty -m one
	git -C main worktree add -q --detach "$root/w"
	"$AVENV" -q create -p "$PYTHON" --without-pip w/.venv
	"$AVENV" -q forget w/.venv
	like "$("$AVENV" -C w path 2>&1)" "not allowed; 'avenv allow $root/w'" 'a worktree: asks'
fi

cd "$LAYERS" && umount root layers
done_testing

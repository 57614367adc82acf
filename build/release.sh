#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# make release VERSION=1.2.3: "Unreleased" in docs/changes.md becomes that version of today, which is
# committed, built by `make dist`, and tagged. Nothing is pushed.
# usage: release.sh VERSION MAKE-ARGUMENT...
set -eu
# The makes below take their variables from the environment, and their jobs from the machine.
unset MAKEFLAGS MFLAGS

refuse() {
	echo "make release: $*" >&2
	exit 1
}

version=$1
shift
old=$(sed -n 's/^VERSION := //p' Makefile)
printf '%s\n' "$version" | grep -qxE '[0-9]+\.[0-9]+\.[0-9]+' || refuse "VERSION=$version is no version; its form is VERSION=1.2.3"
if [ "$version" = "$old" ] || ! printf '%s\n' "$old" "$version" | sort -CV; then refuse "$version is not newer than $old"; fi
[ -z "$(git status --porcelain)" ] || refuse 'the tree has changes that are not committed'
if git rev-parse -q --verify "refs/tags/v$version" >/dev/null; then refuse "the tag v$version is there"; fi
sed -n '/^## Unreleased$/,/^## [0-9]/p' docs/changes.md | grep -q '^- ' ||
	refuse 'docs/changes.md has nothing below "Unreleased"'

sed -i "s/^VERSION := .*/VERSION := $version/" Makefile
sed -i "s/^## Unreleased$/&\n\n## $version - $(date +%F)/" docs/changes.md
git commit -q -m "release: $version" Makefile docs/changes.md
${MAKE:-make} dist "$@" || refuse "'make dist' failed, nothing is tagged; 'git reset --hard HEAD~1' takes the commit back"
git tag -a -m "avenv $version" "v$version"
echo "make release: v$version is in out/dist; 'git push --follow-tags' publishes it"

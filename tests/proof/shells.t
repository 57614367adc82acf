#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 1 3 4 6 12
# The shells' tests on the bash and fish of other Debian releases. This machine's own apt
# configuration fetches them into out/deps/shells; nothing is installed.
#   SHELL_TESTS='enter path'   only these of tests/shell
. "${SRCDIR:?}/tests/lib.sh"

deps=$SRCDIR/out/deps/shells
# shellcheck disable=SC2016 # apt-get expands it
mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 2>/dev/null | head -1)
[ -n "$mirror" ] || skip_all 'apt-get is not installed'
command -v patchelf >/dev/null || skip_all 'patchelf is not installed'
key=$(echo /usr/share/keyrings/debian-archive-keyring.*)

# fetch RELEASE: its bash and fish, and the libraries that they need, into $deps/RELEASE/root
fetch() {
	local dir=$deps/$1 package apt
	apt=(apt-get -qq -y -o Dir::Etc::SourceList="$dir/sources" -o Dir::Etc::SourceParts=/dev/null
		-o Dir::State::Lists="$dir/lists" -o Dir::State::Status="$dir/status"
		-o Dir::Cache="$dir/cache" -o Debug::NoLocking=1 -o APT::Sandbox::User="$(id -un)")
	mkdir -p "$dir"/{lists,cache/archives}/partial "$dir/root"
	echo "deb [signed-by=${key%% *}] $mirror $1 main" >"$dir/sources"
	: >"$dir/status"
	"${apt[@]}" update && "${apt[@]}" --no-install-recommends -d install bash fish || return
	for package in "$dir"/cache/archives/*.deb; do
		dpkg-deb -x "$package" "$dir/root" || return
	done
	# fish takes its own functions only where both share/ and etc/ lie beside bin/.
	ln -s ../etc "$dir/root/usr/etc"
	rm -rf "$dir/cache" "$dir/lists"
}

# program RELEASE NAME: its path; it is made to run on the libraries of its release
program() {
	local root=$deps/$1/root lib ld path
	lib=$(cd "$root" && echo {usr/,}lib/*-linux-gnu*)
	path=usr/bin/$2
	[ -e "$root/$path" ] || path=bin/$2
	ld=$(cd "$root" && readlink -f {usr/,}lib/*-linux-gnu*/ld-linux-*.so.* | head -1)
	patchelf --set-interpreter "$ld" --force-rpath \
		--set-rpath "$root/${lib// /:$root/}" "$root/$path" && echo "$root/$path"
}

for release in bullseye trixie sid; do
	if ! [ -d "$deps/$release/root/usr" ] && ! fetch "$release" >"$T/fetched" 2>&1; then
		skip "$release could not be fetched: $(tail -1 "$T/fetched")"
		continue
	fi
	for shell in bash fish; do
		path=$(program "$release" "$shell")
		version=$("$path" --version | head -1)
		for name in ${SHELL_TESTS:-enter deactivate inherit notice others path upgrade}; do
			ok "$version: shell/$name" \
				env "TEST_${shell^^}=$path" "$SRCDIR/tests/shell/$name.t" "$shell:"
		done
	done
done
done_testing

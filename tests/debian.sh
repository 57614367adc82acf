# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Roots of Debian below out/debian, each for a month, by this machine's own apt and its mirror:
#   . "$SRCDIR/tests/lib.sh"; . "$SRCDIR/tests/debian.sh"

# debian_kept NAME: $root is that directory's, and complete; else the directory is empty, for debian_made
debian_kept() {
	root=$SRCDIR/out/debian/$1/root
	[ -z "$(find "${root%/*}/complete" -mtime -30 2>/dev/null)" ] || return 0
	rm -rf "${root%/*}"
	mkdir -p "$root" && return 1
}
debian_made() { : >"${root%/*}/complete"; }

# debian_mirror: its address
# shellcheck disable=SC2016 # apt's own
debian_mirror() {
	command -v apt-get >/dev/null &&
		apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Component: main' | head -n 1
}

# debian_root RELEASE NAME PATTERN PACKAGE...: the packages that the regular expression PATTERN
# matches, PACKAGE... and all that they need are in $root, unpacked and not installed; what went wrong is in $T/apt
debian_root() {
	local dir=$SRCDIR/out/debian/$2-$1 mirror apt keys deb
	apt=(-qq -y -c "$dir/apt.conf")
	debian_kept "$2-$1" && return
	mirror=$(debian_mirror) || return
	mkdir -p "$dir"/{lists,archives}/partial && : >"$dir/status" || return
	keys=(/usr/share/keyrings/debian-archive-keyring.*)
	echo "deb [signed-by=${keys[0]}] $mirror $1 main" >"$dir/sources.list"
	cat >"$dir/apt.conf" <<-END
		#clear APT::Update;
		Dir::State "$dir"; Dir::State::status "$dir/status"; Dir::State::lists "$dir/lists";
		Dir::Cache "$dir"; Dir::Cache::archives "$dir/archives";
		Dir::Etc::sourcelist "$dir/sources.list"; Dir::Etc::sourceparts "-"; Debug::NoLocking "1";
		APT::Sandbox::User "$(id -un)"; APT::Install-Recommends "false"; Acquire::Languages "none";
	END
	{
		apt-get "${apt[@]}" update &&
			apt-cache -c "$dir/apt.conf" pkgnames | grep -xE "$3" |
			xargs apt-get "${apt[@]}" --download-only install base-files "${@:4}" || return
		# The first has the links of the root directory.
		for deb in "$dir"/archives/base-files_*.deb "$dir"/archives/*.deb; do
			dpkg-deb --fsys-tarfile "$deb" | tar -x --no-same-owner --keep-directory-symlink -C "$root" || return
		done
	} >"$T/apt" 2>&1 || return
	rm -rf "$dir/archives" "$dir/lists"
	debian_made
}

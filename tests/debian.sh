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

# bare_root DIR: $bare is DIR, a copy of debootstrap's minbase of this machine's release with git and make, which asks
# apt's mirror in this machine's way; else the whole file is skipped. All mounts are in a namespace, which ends with this
# process.
bare_root() {
	local release root
	is_root || skip_all 'only root can make another root'
	command -v debootstrap >/dev/null || skip_all 'debootstrap is not installed'
	mapfile -t proxies < <(env | grep -iE '^(https?|all|no)_proxy=')
	bare=$1 inside=
	# The namespaces end before their files are removed.
	trap '[ -z "$inside" ] || { kill -KILL "$inside" && wait "$inside"; } 2>/dev/null; tap_cleanup' EXIT
	# shellcheck disable=SC1091 # it is there
	release=$(. /etc/os-release && echo "${VERSION_CODENAME-}")
	fetch_root "$release" >"$T/log" 2>&1 || skip_all "no root from apt's mirror: $(log tail -n 1)"
	mkdir -p "$bare" && cp -a "$root/." "$bare"
	cp -L /etc/resolv.conf /etc/hosts "$bare/etc"
	in_root true 2>"$T/log" || skip_all "namespaces are not possible here: $(log tail -n 1)"
}

# contained COMMAND...: in namespaces that end with it, or with this process
contained() {
	local status=0
	setpriv --pdeathsig KILL unshare --mount --pid --fork --kill-child "$@" </dev/null &
	inside=$!
	wait "$inside" || status=$?
	inside=
	return "$status"
}

# log COMMAND...: what that prints of $T/log, without the names of hosts
log() { "$@" "$T/log" | sed -E 's|//[^/ ]+|//...|g'; }

# fetch_root RELEASE: $root is such a root
fetch_root() {
	local mirror
	debian_kept "bare-$1" && return
	mirror=$(debian_mirror) && [ -n "$mirror" ] || return
	eval "$(apt-config shell http_proxy Acquire::http::Proxy https_proxy Acquire::https::Proxy)"
	export http_proxy https_proxy
	contained debootstrap --variant=minbase --include=git,make "$1" "$root" "$mirror" &&
		apt-config dump Acquire >"$root/etc/apt/apt.conf.d/99host" && debian_made
}

# in_root COMMAND...: in $bare as on a machine of its own, whose first process is sh
# shellcheck disable=SC2016 # for the inner shells
in_root() {
	contained bash -ec '
		mount --rbind "$0" "$0"
		cd "$0"
		mount -t proc proc proc
		mount --rbind /dev dev
		mount -t devpts -o newinstance,gid=5,mode=620,ptmxmode=666 devpts dev/pts
		mount -t tmpfs -o mode=1777 tmpfs dev/shm
		pivot_root . mnt
		exec chroot . sh -c '\''umount -l /mnt && "$@"; exit'\'' sh "$@"
	' "$bare" env -i HOME=/root PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "${proxies[@]}" "$@"
}

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 15 43 47
# avenv create makes what `python -m venv` makes, with every flag, and passes CPython's own
# test_venv: with the system's Python, each of PYTHONS, and those of Debian's stable and testing.
# The latter are packages, unpacked below out/pythons and entered by chroot. oracle.py and
# venv_shim.py list the differences that are meant.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"

# Mounts are made in a namespace.
if [ -z "${APART-}" ] && apart true 2>/dev/null; then
	APART=1 apart "$0"
	exit
fi

# flags PYTHON: what both make, with and without pip
flags() {
	local flag help name=${suite+$suite }$1
	help=$("${CLEAN[@]}" "$1" -m venv --help)
	same "$name" "$1"
	for flag in --copies --symlinks --system-site-packages --without-scm-ignore-files; do
		[[ $help != *$flag* ]] || same "$name $flag" "$1" --without-pip $flag
	done
	same "$name --prompt" "$1" --prompt "it's (p) & q" --without-pip
	"${CLEAN[@]}" "$1" -m venv "$T/first"
	mkdir -p "$T/first/share/mine"
	echo mine | tee "$T/first/share/mine/file" "$T/first/bin/tool" >/dev/null
	before() { cp -a "$T/first" "$D"; }
	for flag in '' --upgrade --clear; do
		# shellcheck disable=SC2086 # none is none
		same "$name over another $flag" "$1" $flag
	done
	before() { :; }
	rm -rf "$T/first"
}

# own_tests PYTHON: CPython's test_venv
own_tests() {
	local name=${suite+$suite }$1
	run "${CLEAN[@]}" TMPDIR="$T/tmp" "$1" "$T/venv_shim.py" "$AVENV"
	if [ "$rc" = 77 ]; then
		skip "$name comes without its tests"
	else
		is "$rc" 0 "$name: its own test_venv"
		diag "$out$err"
	fi
}

# unpack SUITE: its Pythons and all that they need, in $root; kept for a month
# shellcheck disable=SC2016 # apt's own
unpack() {
	local dir=$SRCDIR/out/pythons/$1 apt=(-qq -y -c "$SRCDIR/out/pythons/$1/apt.conf") mirror python deb
	local packages=(base-files bash coreutils libc-bin tcsh)
	root=$dir/root
	[ -z "$(find "$dir/complete" -mtime -30 2>/dev/null)" ] || return 0
	rm -rf "$dir"
	mkdir -p "$dir/lists/partial" "$dir/archives/partial" "$root" && : >"$dir/status"
	mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Component: main' |
		head -n 1)
	[ -n "$mirror" ] || return
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $1 main" \
		>"$dir/sources.list"
	cat >"$dir/apt.conf" <<-END
		#clear APT::Update;
		Dir::State "$dir"; Dir::State::status "$dir/status"; Dir::State::lists "$dir/lists";
		Dir::Cache "$dir"; Dir::Cache::archives "$dir/archives";
		Dir::Etc::sourcelist "$dir/sources.list"; Dir::Etc::sourceparts "-";
		APT::Sandbox::User "root"; APT::Install-Recommends "false"; Acquire::Languages "none";
	END
	apt-get "${apt[@]}" update || return
	while read -r python; do
		packages+=("$python" "$python-venv" "lib$python-testsuite")
	done < <(apt-cache -c "$dir/apt.conf" pkgnames python3. | grep -E '^python3\.[0-9]+$')
	apt-get "${apt[@]}" --download-only install "${packages[@]}" || return
	# The first has the links of the root directory.
	for deb in "$dir"/archives/base-files_*.deb "$dir"/archives/*.deb; do
		dpkg-deb --fsys-tarfile "$deb" |
			tar -x --no-same-owner --keep-directory-symlink -C "$root" || return
	done
	mkdir -p "$root/etc/ssl/certs"
	cat "$root"/usr/share/ca-certificates/*/*.crt >"$root/etc/ssl/certs/ca-certificates.crt"
	rm -rf "$dir/archives"
	: >"$dir/complete"
}

# enter SUITE: from here on $CLEAN runs a command in its root, in which $T is the same directory
enter() {
	[ -n "${APART-}" ] || return
	unpack "$1" >"$T/apt" 2>&1 || { diag "$(tail -n 3 "$T/apt")" && return 1; }
	mount -t tmpfs tmpfs "$root/tmp" && mount --rbind /dev "$root/dev" &&
		mkdir -p "$root$T" && mount --bind "$T" "$root$T" &&
		CLEAN=(chroot "$root" "${OUTSIDE[@]}") && "${CLEAN[@]}" "$AVENV" --version >/dev/null
}

OUTSIDE=("${CLEAN[@]}")
mkdir "$T/tmp"
cp "$SRCDIR/tests/venv_shim.py" "$AVENV" "$T"
AVENV=$T/avenv
while read -r python; do
	flags "$python"
	own_tests "$python"
	quoted "$python"
done < <(echo "$SYSTEM_PYTHON" && other_pythons)

for suite in stable testing; do
	if ! enter "$suite"; then
		skip "Debian's Pythons cannot be fetched or entered here: $suite"
		continue
	fi
	for python in "$root"/usr/bin/python3.*; do
		[[ $python =~ /python3\.[0-9]+$ ]] || continue
		flags "${python#"$root"}"
		own_tests "${python#"$root"}"
	done
done
done_testing

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 70
# A distribution's build, by an ordinary user, without a network, in a root of Debian that has build-essential,
# debhelper and avenv's libraries: dpkg-buildpackage of a minimal debian/ builds, tests what it built, and packages it;
# twice the same bytes; the programs are hardened, and lintian has no error. The same for arm64 with that architecture's
# libraries, whose programs run under qemu; and an rpm.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/debian.sh"

is_root || skip_all 'only root can make another root'
packages=(build-essential debhelper lintian file rpm debugedit libcmocka-dev python3-venv crossbuild-essential-arm64)
for library in libdeflate-dev libjansson-dev libreadline-dev libbsd-dev; do packages+=("$library" "$library:arm64"); done
# The root is kept, and not copied: a build writes below /build alone.
proxies=()
if ! debian_kept package; then
	bare_root "$root"
	in_root sh -ec 'dpkg --add-architecture arm64
		apt-get -qq update
		DEBIAN_FRONTEND=noninteractive apt-get -qq -y install --no-install-recommends "$@"
		useradd -m builder' sh "${packages[@]}" >"$T/log" 2>&1 || skip_all "no packages from apt's mirror: $(log tail -n 1)"
	debian_made
fi
bare=$root
rm -rf "$bare/build"

# source_tree DIR: the tree, as a source package has it, with a minimal debian/ and a spec
source_tree() {
	mkdir -p "$bare$1/debian/source"
	(cd "$SRCDIR" && git ls-files -co --exclude-standard -z | xargs -0 ls -d 2>/dev/null | tar -c -T -) | tar -x -C "$bare$1"
	cd "$bare$1/debian" || exit
	cat >control <<-'END'
		Source: avenv
		Section: utils
		Priority: optional
		Maintainer: A Packager <packager@example.org>
		Build-Depends: debhelper-compat (= 13), libbsd-dev, libdeflate-dev, libjansson-dev, libreadline-dev,
		 libcmocka-dev <!nocheck>, python3-venv <!nocheck>
		Standards-Version: 4.6.2
		Rules-Requires-Root: no

		Package: avenv
		Architecture: linux-any
		Multi-Arch: foreign
		Depends: ${misc:Depends}, ${shlibs:Depends}
		Recommends: python3-venv
		Description: Python virtual environments that follow the working directory
		 A hook for bash, zsh, fish and other shells turns the virtual environment of
		 a project on when the shell changes into it, and off when it leaves.
	END
	cat >rules <<-'END'
		#!/usr/bin/make -f
		export DEB_BUILD_MAINT_OPTIONS = hardening=+all
		export PREFIX = /usr
		export ZSHCOMPDIR = /usr/share/zsh/vendor-completions
		%: ; dh $@
	END
	chmod +x rules
	printf '%s\n' 'avenv (0.2.0) unstable; urgency=medium' '' '  * Initial release.' '' \
		' -- A Packager <packager@example.org>  Thu, 26 Nov 2026 12:00:00 +0000' >changelog
	cat >copyright <<-'END'
		Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
		Upstream-Name: avenv
		Source: https://example.org/avenv

		Files: *
		Copyright: 2026 the avenv developers
		License: GPL-3.0-or-later
		 On Debian systems, the full text of the GNU General Public License
		 version 3 can be found in /usr/share/common-licenses/GPL-3.
	END
	echo 'avenv: statically-linked-binary [usr/libexec/avenv/avenv-hook]' >avenv.lintian-overrides
	echo '3.0 (native)' >source/format
	cat >../avenv.spec <<-END
		Name: avenv
		Version: 0.2.0
		Release: 1
		Summary: Python virtual environments that follow the working directory
		License: GPL-3.0-or-later
		%global _missing_build_ids_terminate_build 1
		%global _sourcedir $1
		%description
		A hook for shells.
		%build
		%make_build -C $1 OUT=\$PWD/out
		%install
		make -C $1 OUT=\$PWD/out DESTDIR=%{buildroot} PREFIX=/usr install
		%check
		make -C $1 OUT=\$PWD/out check T='unit/* hook/* cli/setup'
		%files
		/usr/*
	END
	chroot "$bare" chown -R builder: /build
	cd "$SRCDIR" || exit
}

# built DIR OPTIONS VARIABLE=VALUE... : dpkg-buildpackage; $T/log is what it says
built() {
	# shellcheck disable=SC2086 # several options
	in_root unshare --net setpriv --reuid=builder --regid=builder --init-groups env -C "$1" HOME=/nonexistent "${@:3}" \
		dpkg-buildpackage -us -uc -b $2 >"$T/log" 2>&1
}
# ended NAME: what ran last, well; else what failed in it, and its last lines
ended() { tap $? "$1" "$(log grep -A 5 '^not ok')" "$(log tail -n 20)"; }
# warnings: of the compilers and linkers, but for those of debhelper's own steps
warnings() { log grep -E '(^|[^d]): warning: |^collect2:|redefined' | grep -v '^dpkg-\|^dh_'; }
# hardened DIR: both programs have it
hardened() {
	local program said
	for program in bin/avenv libexec/avenv/avenv-hook; do
		said=$(readelf -hldnW "$1/usr/$program")
		like "$said" 'Type: * DYN ' "$program is position-independent"
		like "$said" 'GNU_RELRO' "$program: relro"
		like "$said" 'BIND_NOW' "$program: bind now"
		like "$said" 'GNU_STACK*RW ' "$program: no executable stack"
		like "$said" 'Build ID' "$program: a build-id"
	done
	unlike "$said" 'INTERP' 'the helper needs no loader'
	unlike "$said" 'NEEDED' 'and no library'
}
unpacked() { dpkg-deb -x "$bare$1" "$T/$2"; }

source_tree /build/one/avenv
built /build/one/avenv -j2
ended 'dpkg-buildpackage ends well'
is "$(warnings)" '' 'no compiler warns'
like "$(log grep -E '^[0-9]+ passed')" ' passed, 0 failed, ' "its tests: $(log grep -E '^[0-9]+ passed')"
unlike "$(log cat)" 'installing:' 'it installs nothing that it lacks'
deb=$(cd "$bare" && echo build/one/avenv_*.deb)
ok 'the package' unpacked "/$deb" deb
hardened "$T/deb"
ok 'debug symbols of both programs' test "$(dpkg-deb -c "$bare"/build/one/avenv-dbgsym_*.deb | grep -c 'build-id.*\.debug$')" = 2
in_root lintian --no-cfg --fail-on error /build/one/avenv_0.2.0_amd64.changes >"$T/log" 2>&1
tap $? 'lintian has no error' "$(log cat)"
diag "$(log grep '^[EW]:')"

source_tree /build/two/a-longer-name/avenv
built /build/two/a-longer-name/avenv -j1 DEB_BUILD_OPTIONS=nocheck TZ=Pacific/Apia LC_ALL=C.UTF-8
ended 'a second build, in another directory, at another time'
for deb in "$bare"/build/one/*.deb; do
	ok "the same bytes: $(basename "$deb")" cmp "$deb" "$bare/build/two/a-longer-name/$(basename "$deb")"
done

source_tree /build/arm/avenv
built /build/arm/avenv '-aarm64 -j2' DEB_BUILD_OPTIONS=nocheck 'DEB_BUILD_PROFILES=cross nocheck'
ended 'dpkg-buildpackage for arm64'
is "$(warnings)" '' 'arm64: no compiler warns'
unpacked /build/arm/avenv_0.2.0_arm64.deb arm
for program in bin/avenv libexec/avenv/avenv-hook; do
	like "$(readelf -h "$T/arm/usr/$program")" 'AArch64' "arm64: $program is of that machine"
done
hardened "$T/arm"
if has qemu-aarch64-static; then
	cp "$(command -v qemu-aarch64-static)" "$bare/build/qemu"
	cp -a "$T/arm" "$bare/build/run"
	emulated() { in_root /build/qemu "/build/run/usr/$1" "${@:2}" 2>&1; }
	like "$(emulated bin/avenv --version)" 'avenv 0.2.0' 'arm64: avenv runs'
	like "$(emulated bin/avenv hook bash)" '/build/run/usr/libexec/avenv/avenv-hook' 'arm64: it finds its helper'
	ln "$bare/build/run/usr"/{libexec/avenv/avenv-hook,nosuch}
	like "$(emulated nosuch)" "there is no command 'nosuch' on PATH" 'arm64: the helper runs, here as a shim'
fi

source_tree /build/rpm/avenv
in_root unshare --net setpriv --reuid=builder --regid=builder --init-groups env -C /build/rpm HOME=/build/rpm \
	rpmbuild --nodeps -bb avenv/avenv.spec >"$T/log" 2>&1
ended 'rpmbuild ends well'
like "$(log grep -E '^[0-9]+ passed')" ' passed, 0 failed, ' "its tests: $(log grep -E '^[0-9]+ passed')"
rm -rf "$bare/build"
done_testing

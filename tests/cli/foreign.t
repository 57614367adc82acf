#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 50 56 57
# Environments of Windows, of another platform, on a file system without execution; keys of virtualenv; a
# script in the place of requirements. In words: messages/foreign.sh
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/mkinfo.sh"
cd "$HOME" || exit 1

# p_made: p/.venv, without pip
p_made() {
	rm -rf p
	"$AVENV" -q create -p "$PYTHON" --without-pip p/.venv
}

# finds NAME WANTED: the findings of doctor in p/.venv, but for the lack of pip and of the hook
finds() {
	run "$AVENV" doctor --json p/.venv
	is "$(sed -n 's/.*"id": "\(.*\)",/\1/p' <<<"$out" | grep -vx -e no-pip -e hook | xargs)" "$2" "$1: doctor"
}

# ---- made by Windows -----------------------------------------------------------------

mkdir -p w/.venv/Scripts w/.venv/Lib/site-packages
printf 'home = C:\\Python312\r\nversion = 3.12.1\r\n' >w/.venv/pyvenv.cfg
touch w/.venv/Scripts/python.exe
for command in '-C w path' '-C w allow' 'repair w/.venv' 'recreate w/.venv' 'doctor w/.venv'; do
	# shellcheck disable=SC2086 # words
	changes_nothing "Windows: $command" '1:*it was made by Windows' w "$AVENV" $command
done

# ---- built for another platform --------------------------------------------------------

# tagged NAME TAG...: a distribution with these tags
tagged() {
	dist p/.venv "$1" 1.0
	printf 'Tag: %s\n' "${@:2}" >"p/.venv/$SITE/$1-1.0.dist-info/WHEEL"
}
p_made
tagged pure py2-none-any py3-none-any
tagged here "cp311-cp311-manylinux_2_17_$(uname -m)" cp311-cp311-macosx_11_0_arm64
tagged program "py3-none-musllinux_1_2_$(uname -m)"
tagged both "cp311-cp311-musllinux_1_2_$(uname -m)" "cp311-cp311-manylinux_2_17_$(uname -m)"
tagged older cp311-cp311-linux_i686
dist p/.venv untagged 1.0
finds 'wheels of this platform' ''
case $(uname -m) in
x86_64) other=aarch64 ;;
*) other=x86_64 ;;
esac
# here is a glibc; musl has its loader's name in a Python of musl
for tag in macosx_11_0_arm64 win_amd64 win32 "manylinux_2_17_$other" "musllinux_1_2_$(uname -m)"; do
	tagged speedups "cp311-cp311-$tag"
	finds "$tag" platform
	rm -r "p/.venv/$SITE/speedups"*
done
tagged speedups cp311-cp311-win32
for n in {1..999}; do
	mkdir "p/.venv/$SITE/many$n-1.0.dist-info"
	ln "p/.venv/$SITE/speedups-1.0.dist-info/METADATA" "p/.venv/$SITE/many$n-1.0.dist-info"
	ln -s "$T/nuls" "p/.venv/$SITE/many$n-1.0.dist-info/WHEEL"
done
truncate -s 64K "$T/nuls"
# AddressSanitizer needs far more address space than this.
run bash -c 'ulimit -v 60000; exec "$@"' - "$SRCDIR/out/release/avenv" doctor p/.venv
like "$rc:$out" "1:*1 package is built for win32*" 'a thousand files of 64 KiB: doctor has no need of them all at once'
rm -r "p/.venv/$SITE/"{many,speedups}*
mkdir musl
printf '\177ELF /lib/ld-musl-%s.so.1' "$(uname -m)" >"musl/python$SERIES"
chmod 755 "musl/python$SERIES"
ln -sfn "$HOME/musl/python$SERIES" p/.venv/bin/python3
finds 'musl, and a wheel for glibc' platform
ln -sfn "$PYTHON" p/.venv/bin/python3
tagged speedups cp311-cp311-macosx_11_0_arm64
ln -sfn /opt/homebrew/bin/python3 p/.venv/bin/python3
changes_nothing 'another platform: repair' '1:*is built for macosx' p "$AVENV" repair p/.venv

# ---- virtualenv's keys, a script, noexec ----------------------------------------------------

p_made
sed -i 's|^home.*|home = /opt/x/bin|; /^executable/d' p/.venv/pyvenv.cfg
printf '%s\n' 'base-prefix = /opt/x' 'base-exec-prefix = /opt/x' >>p/.venv/pyvenv.cfg
ln -sfn /opt/x/bin/python3 p/.venv/bin/python3
ln -sfn python3 p/.venv/bin/python
run "$AVENV" repair p/.venv
is "$rc:$(grep -c '^base-.*prefix = /' p/.venv/pyvenv.cfg):$(grep -c '= /opt/x' p/.venv/pyvenv.cfg)" 0:2:0 'repair: the keys of virtualenv follow'
printf '%s\n' '# /// script' '# dependencies = ["six"]' '# ///' >s.py
changes_nothing 'create -r with a script' "1:avenv: 's.py' is a script" . "$AVENV" create -r s.py n/.venv
mkdir noexec
if mount -t tmpfs -o noexec,mode=0755 none noexec 2>"$T/.err"; then
	run "$AVENV" create -p "$PYTHON" noexec/.venv
	like "$rc:$err" "0:*'noexec/.venv' is on a file system that is mounted noexec*" 'noexec: create'
	run "$AVENV" doctor noexec/.venv
	like "$rc:$out" "1:*mounted noexec*" 'noexec: doctor'
	umount noexec
else
	skip 'a mount needs root'
fi
done_testing

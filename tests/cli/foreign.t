#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 50 53 56 57 58
# Environments of Windows, of another platform, on a file system without execution; Jupyter kernels of
# the user; keys of virtualenv; a script in the place of requirements.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/mkinfo.sh"
cd "$HOME" || exit 1

# p_made: p/.venv, without pip
p_made() {
	rm -rf p
	"$AVENV" -q create -p "$PYTHON" --without-pip p/.venv
}

# ---- made by Windows -----------------------------------------------------------------

mkdir -p w/.venv/Scripts w/.venv/Lib/site-packages
printf 'home = C:\\Python312\r\nversion = 3.12.1\r\n' >w/.venv/pyvenv.cfg
touch w/.venv/Scripts/python.exe
before=$(tree w)
why="it was made by Windows (it has Scripts, and no bin)*'mv ~/w/.venv ~/w/.venv.old && avenv create ~/w/.venv'"
run "$AVENV" -C w
like "$rc:$out" "*$why" 'Windows: status'
run "$AVENV" -C w allow
like "$err" "*$why" 'Windows: allow'
for command in repair recreate; do
	run "$AVENV" "$command" w/.venv
	like "$rc:$err" "1:*$why" "Windows: $command"
done
run "$AVENV" doctor w/.venv
like "$rc:$out" "1:*$why" 'Windows: doctor'
is "$(grep -c '^  wrong' <<<"$out")" 1 'Windows: one line'
is "$(tree w)" "$before" 'Windows: nothing was changed'
chmod 755 w/.venv/Scripts/python.exe
like "$("$AVENV" -C w)" "*$why" 'Windows: also where all files are programs, as in WSL'
ln -s "$AVENV" "$T/avenv"
PATH=$T:$PATH bash -c 'mv ~/w/.venv ~/w/.venv.old && avenv create ~/w/.venv' >"$T/.err" 2>&1
is "$("$AVENV" -C w path)" "$HOME/w/.venv" 'Windows: after the command that was named'

# ---- built for another platform --------------------------------------------------------

# tagged NAME TAG...: a distribution with these tags
tagged() {
	dist p/.venv "$1" 1.0
	printf 'Tag: %s\n' "${@:2}" >"p/.venv/$SITE/$1-1.0.dist-info/WHEEL"
}
p_made
tagged pure py2-none-any py3-none-any
tagged here cp311-cp311-manylinux_2_17_x86_64 cp311-cp311-macosx_11_0_arm64
tagged machine "cp311-cp311-manylinux_2_17_$(uname -m)"
tagged program "py3-none-musllinux_1_2_$(uname -m)"
tagged both "cp311-cp311-musllinux_1_2_$(uname -m)" "cp311-cp311-manylinux_2_17_$(uname -m)"
tagged older cp311-cp311-linux_i686
dist p/.venv untagged 1.0
run "$AVENV" doctor --json p/.venv
unlike "$out" '*"platform"*' 'wheels of this platform: no finding'
case $(uname -m) in
x86_64) other=aarch64 ;;
*) other=x86_64 ;;
esac
# here is a glibc; musl has its loader's name in a Python of musl
for tag in macosx_11_0_arm64 win_amd64 win32 "manylinux_2_17_$other" "musllinux_1_2_$(uname -m)"; do
	tagged speedups "cp311-cp311-$tag"
	run "$AVENV" doctor p/.venv
	like "$rc:$out" "1:*1 package is built for $tag, 'speedups' first; to mend it: 'avenv recreate ~/p/.venv'*" "$tag: doctor"
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
run "$AVENV" doctor p/.venv
like "$rc:$out" "1:*2 packages are built for *'here' first*" 'musl, and a wheel for glibc: doctor'
ln -sfn "$PYTHON" p/.venv/bin/python3
tagged speedups cp311-cp311-macosx_11_0_arm64
ln -sfn /opt/homebrew/bin/python3 p/.venv/bin/python3
before=$(tree p)
run "$AVENV" repair p/.venv
like "$rc:$err" "1:*1 package is built for macosx_11_0_arm64*'avenv recreate *'*" 'another platform: not repaired'
is "$(tree p)" "$before" '... and nothing is changed'

# ---- an editable whose sources are there, but not the directory that Python imports from ---

p_made
dist p/.venv own 1.0
mkdir own
echo "{\"url\": \"file://$HOME/own\", \"dir_info\": {\"editable\": true}}" >"p/.venv/$SITE/own-1.0.dist-info/direct_url.json"
printf '%s,,\n' own.pth own-1.0.dist-info/direct_url.json >>"p/.venv/$SITE/own-1.0.dist-info/RECORD"
printf '#!/bin/sh\n' >uv && chmod +x uv
py='p/.venv/bin/python -I -m'
while read -r dir options; do
	echo "$HOME/own/$dir" >"p/.venv/$SITE/own.pth"
	PATH=$HOME:$PATH run "$AVENV" doctor p/.venv
	like "$rc:$out" "1:*'own' is installed from '~/own/$dir', which is gone; to mend it: 'uv pip install -p ~/p/.venv/bin/python${options:+ $options} -e ~/own'" "$dir: doctor"
	run "$AVENV" doctor p/.venv
	like "$out" "'~/$py ensurepip --default-pip && ~/$py pip install${options:+ $options} -e ~/own'" '... where there is no uv'
	mkdir -p "own/$dir"
	run "$AVENV" doctor p/.venv
	unlike "$rc:$out" "*gone*" '... with it: no finding'
done <<'L'
src
build/__editable__.own-1.0  --no-deps --config-settings editable_mode=strict
L
touch own/{pyproject.toml,own.py}
ln -s ../../own.py ../../removed.py own/build/__editable__.own-1.0
run "$AVENV" doctor p/.venv
unlike "$rc:$out" '*gone*' 'a relative link to a source, or to one that was removed in its place: no finding'
ln -s ../../../gone.py own/build/__editable__.own-1.0/
run "$AVENV" doctor p/.venv
like "$out" "*has links to '~/gone.py', which is gone*" 'a relative link out of the project: doctor'
rm own/build/__editable__.own-1.0/gone.py
echo /nowhere >"p/.venv/$SITE/a.pth"
sed -i '1i a.pth,,' "p/.venv/$SITE/own-1.0.dist-info/RECORD"
run "$AVENV" doctor p/.venv
unlike "$rc:$out" '*gone*' 'two .pth files, and the directory of the second: no finding'

# ---- Jupyter kernels of the user ---------------------------------------------------------

# kernel DIR NAME PROGRAM
kernel() {
	mkdir -p "$1/kernels/$2"
	echo "{\"argv\": [\"$3\", \"-m\", \"ipykernel_launcher\"], \"env\": {\"X\": \"$3\"}}" >"$1/kernels/$2/kernel.json"
}
data=$HOME/.local/share/jupyter
p_made
# By way of a link, as /home may be one
ln -s "$HOME" "$T/link"
kernel "$data" p "$T/link/p/.venv/bin/python"
kernel "$data" near "$HOME/p/.venv2/bin/python"
kernel "$data" namesake "$HOME/p/q/bin/python"
kernel "$data" system "$PYTHON"
kernel "$data" word avenv
mkdir "$data/kernels/empty" "$data/kernels/broken"
echo '[' >"$data/kernels/broken/kernel.json"
other=$(tree "$data" | grep -v /p/)
# A link to a program of it, in a directory of PATH; and links to others
mkdir -p "$HOME/.local/bin"
ln -s ../../p/.venv/bin/python "$HOME/.local/bin/tool"
ln -s "$HOME/p/.venv2/bin/python" "$HOME/.local/bin/near"
ln -s "$PYTHON" "$HOME/.local/bin/system"
PATH=$HOME/.local/bin:$PATH
# leads COMMAND NAME: the message has COMMAND for that link, and no other; it is run
leads() {
	like "$err" "'~/.local/bin/tool' still leads to it; '$1'" "$2"
	is "$(grep -c 'still leads' <<<"$err")" 1 '... and no other'
	bash -c "$1"
}
run "$AVENV" move p/.venv q
leads 'ln -sfn ~/q/bin/python ~/.local/bin/tool' 'move: a link in PATH'
like "$rc:$err" "0:*the Jupyter kernel 'p' starts '~/q/bin/python' now*" 'move: its kernel follows'
like "$(<"$data/kernels/p/kernel.json")" "*[\"$HOME/q/bin/python\"*\"X\": \"$HOME/q/bin/python\"*" '... in the file'
is "$(tree "$data" | grep -v /p/)" "$other" '... and no other'
mv q r
run "$AVENV" doctor r
unlike "$out" "*kernel 'p'*" 'moved by hand: the kernel is not to be removed'
like "$rc:$out" "1:*the Jupyter kernel 'near' starts '~/p/.venv2/bin/python', which is gone; to mend it: 'rm -r ~/.local/share/jupyter/kernels/near'*" 'a kernel without its Python'
unlike "$out" "*kernel 'system'*kernel 'word'*" 'others are not named'
"$AVENV" -q allow r 2>"$T/.err"
run "$AVENV" repair r
like "$rc:$err" "0:*the Jupyter kernel 'p' starts '~/r/bin/python' now*" 'repair: its kernel follows'
leads 'ln -sfn ~/r/bin/python ~/.local/bin/tool' 'repair: a link in PATH'
is "$(tree "$data" | grep -v /p/)" "$other" '... and no other, also of an environment of that name elsewhere that is gone, too'
cp -a r s
"$AVENV" -q allow s 2>"$T/.err"
run "$AVENV" repair s
like "$(<"$data/kernels/p/kernel.json")" "*\"$HOME/r/bin/python\"*" 'a copy is repaired: the kernel stays with the original'
run "$AVENV" remove -y r
like "$rc:$err" "0:*the Jupyter kernel 'p' still starts it; 'rm -r ~/.local/share/jupyter/kernels/p' removes the kernel*" 'remove names its kernel'
leads 'rm ~/.local/bin/tool' 'remove: a link in PATH'
is "$(cd "$HOME/.local/bin" && echo *)" 'near system' '... which is gone then'
bash -c 'rm -r ~/.local/share/jupyter/kernels/{p,near,namesake}'
run "$AVENV" doctor s
unlike "$rc:$out" '*kernel*' 'without these kernels: no finding'
kernel "$T/jupyter" there /nowhere/python
run env JUPYTER_DATA_DIR="$T/jupyter" "$AVENV" doctor s
like "$rc:$out" "1:*kernel 'there'*" 'JUPYTER_DATA_DIR'

# ---- virtualenv's keys, a script, noexec ----------------------------------------------------

p_made
sed -i 's|^home.*|home = /opt/x/bin|; /^executable/d' p/.venv/pyvenv.cfg
printf '%s\n' 'base-prefix = /opt/x' 'base-exec-prefix = /opt/x' >>p/.venv/pyvenv.cfg
ln -sfn /opt/x/bin/python3 p/.venv/bin/python3
ln -sfn python3 p/.venv/bin/python
run "$AVENV" repair p/.venv
is "$rc:$(grep -c '= /opt/x' p/.venv/pyvenv.cfg)" 0:0 'repair: the keys of virtualenv follow'
printf '%s\n' '# /// script' '# dependencies = ["six"]' '# ///' >s.py
run "$AVENV" create -r s.py n/.venv
like "$rc:$err" "1:avenv: 's.py' is a script*" 'create -r with a script: one line'
is "$(wc -l <"$T/.err")" 1 "... in one line"
ok "... and nothing is made" test ! -e n
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

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv recreate: what it installs again, with the pip of the system's Python and tiny wheels; no
# network.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

MKDIST="$SRCDIR/tests/mkdist.py"
WHEELS="$T/wheels"
SRC="$T/sp ace"

mkwheel() { "$MKDIST" wheel "$WHEELS" "$@"; }
mkproject() { "$MKDIST" project "$@"; }

# pip ENV ARG...: its own, and the directory of wheels
pip() {
	local env=$1
	shift
	"$env/bin/python" -I -m pip --disable-pip-version-check -q "$@"
}

install() {
	local env=$1
	shift
	pip "$env" install --no-index --find-links "$WHEELS" "$@"
}

# state ENV: all that has to be the same afterwards
state() {
	"$1/bin/python" -I - "$1" <<'END'
import base64, glob, hashlib, json, os, sys
import importlib.metadata as metadata
env = sys.argv[1]
for dist in sorted(metadata.distributions(), key=lambda d: d.metadata['Name']):
    info = str(dist._path)
    direct = dist.read_text('direct_url.json')
    direct = json.loads(direct) if direct else None
    print(dist.metadata['Name'], dist.version, repr(dist.read_text('INSTALLER')),
          os.path.exists(info + '/REQUESTED'), json.dumps(direct, sort_keys=True))
    for file in dist.files or ():
        path = str(dist.locate_file(file))
        if not file.hash:
            continue
        digest = base64.urlsafe_b64encode(hashlib.sha256(open(path, 'rb').read()).digest())
        if digest.rstrip(b'=').decode() != file.hash.value or os.path.getsize(path) != file.size:
            print('RECORD is wrong about', path)
    marks = {n for n in ('REQUESTED', 'INSTALLER') if os.path.exists(info + '/' + n)}
    rows = {os.path.basename(str(f)) for f in dist.files or () if str(f).startswith(os.path.basename(info))}
    if not marks <= rows or ('REQUESTED' in rows) != ('REQUESTED' in marks):
        print('RECORD of', dist.metadata['Name'], 'has', sorted(rows))
END
}

# unrequested ENV NAME...: nobody asked for them
unrequested() {
	local env=$1 name
	shift
	for name; do
		rm "$env/$SITE/$name"-*.dist-info/REQUESTED
		sed -i '/REQUESTED/d' "$env/$SITE/$name"-*.dist-info/RECORD
	done
}

# installer ENV NAME TEXT
installer() {
	local info hash
	info=$(echo "$1/$SITE/$2"-*.dist-info)
	printf '%s' "$3" >"$info/INSTALLER"
	hash=$(openssl dgst -sha256 -binary "$info/INSTALLER" | base64 | tr '+/' '-_' | tr -d '=')
	sed -i "s|INSTALLER,.*|INSTALLER,sha256=$hash,${#3}|" "$info/RECORD"
}

# fresh: $E with pip and nothing else; compiled, as pip runs in most of them
E=$T/w/proj/.venv
"$AVENV" create -q -p "$PYTHON" --compile "$E"
cp -a "$T/w/proj" "$T/new"
fresh() {
	rm -rf "$T/w/proj"
	cp -a "$T/new" "$T/w/proj"
}

pip_wheel=$("$PYTHON" -c 'import ensurepip
with ensurepip._get_pip_whl_path_ctx() if hasattr(ensurepip, "_get_pip_whl_path_ctx") else \
        ensurepip._get_packages()["pip"] as path: print(path)' 2>/dev/null || :)
[ -f "$pip_wheel" ] || pip_wheel=$(find /usr/share/python-wheels -name 'pip-*.whl' 2>/dev/null | sort | tail -n 1)

mkwheel alpha 1.0 'beta>=1' "eps; extra == 'x'"
mkwheel beta 1.0
mkwheel beta 2.0
mkwheel eps 1.0
mkwheel omega 1.0 nowhere
mkwheel Odd.Name 1.0+local.1
# arch: as a requirement with its hash
arch() {
	printf 'arch @ file://%s#sha256=%s' "${SRC/ /%20}/$ARCH" "$(sha256sum "$SRC/$ARCH" | cut -d ' ' -f 1)"
}
ARCH=arch-1.0-py3-none-any.whl
mkproject "$SRC/edit" edit 1.0
mkproject "$SRC/local" local 1.0
"$MKDIST" wheel "$SRC" arch 1.0

# ---- the same minor --------------------------------------------------------

# One checkout, of which two projects are installed.
git=$(command -v git)
if [ "$git" ]; then
	export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@b
	mkproject "$T/repo/sub" vcs 1.0
	mkproject "$T/repo/sub2" insrc 1.0
	git -C "$T/repo" init -q
	git -C "$T/repo" add .
	git -C "$T/repo" commit -qm one
	one=$(git -C "$T/repo" rev-parse HEAD)
fi
[ ! -f "$pip_wheel" ] || "$MKDIST" pip "$pip_wheel" "$WHEELS" 23.0.1.post9

fresh
(cd "$E" && VIRTUAL_ENV=$E install "$E" 'alpha[x]' 'beta==1.0' Odd.Name -e "$SRC/edit" "$SRC/local" "$(arch)" \
	${pip_wheel:+pip==23.0.1.post9} ${git:+"git+file://$T/repo#egg=vcs&subdirectory=sub"} \
	${git:+-e "git+file://$T/repo#egg=insrc&subdirectory=sub2"})
unrequested "$E" beta ${pip_wheel:+pip}
installer "$E" eps uv
echo 'x = 1' >"$E/$SITE/mine.py"
if [ "$git" ]; then
	echo mine >"$E/src/insrc/mine"
	echo more >"$T/repo/more"
	git -C "$T/repo" add .
	git -C "$T/repo" commit -qm two
fi
# As no pip writes it: the bytes stay, and so does what was asked for.
urls() { (cd "$E/$SITE" && sha256sum ./*/direct_url.json); }
sed -i 's/{/{ /' "$E/$SITE"/arch-*/direct_url.json
sed -i "s|direct_url.json,.*|direct_url.json,,|" "$E/$SITE"/arch-*/RECORD
before=$(state "$E") before_urls=$(urls)
like "$before" "eps 1.0 'uv' False" 'an environment with all kinds'
mkdir "$E/notes"
recreate --offline "$WHEELS" "$E"
like "$rc:$err" "1:*holds more than an environment: 'notes'; remove by hand" '... is not made anew with what is no part of it'
rmdir "$E/notes"
recreate --offline "$WHEELS" "$E"
is "$rc" 0 'all of them are installed again'
is "$(state "$E")" "$before" '... the same versions, sources, hashes and marks'
is "$(urls)" "$before_urls" '... direct_url.json to the byte'
like "$err" 'Successfully installed' '... pip says what it does'
is "$(find "$E" -name 'avenv-*.txt')" '' '... nothing that pip was told is left'
is "$("$E/bin/edit") $("$E/bin/alpha")" 'edit 1.0 alpha 1.0' '... scripts run'
is "$(grep -rlI avenv-new "$E")" '' '... nothing names where it was built'
like "$err" "mine.py' belongs to nothing that is installed" '... a file that is nobody'"'"'s is named'
is "$(cat "$T/w/proj/.avenv-backup-.venv/env/$SITE/mine.py")" 'x = 1' '... and stays in the backup'
"$AVENV" recreate -q --discard "$E"
if [ "$git" ]; then
	like "$before" "$one" 'git: the commit that is noted'
	is "$("$E/bin/insrc")" 'insrc 1.0' '... a checkout in the environment is copied'
	is "$(cat "$E/src/insrc/mine")" mine '... as it lies'
	is "$(git -C "$E/src/insrc" rev-parse HEAD)" "$one" '... with its history'
else
	skip 'no git' 4
fi
if [ -f "$pip_wheel" ]; then
	like "$before" "pip 23.0.1.post9 'pip*' False" 'another pip is kept, which nobody asked for'
	"$AVENV" recreate -q --discard "$E"
	fresh
	install "$E" --no-deps pip==23.0.1.post9
	before=$(state "$E")
	recreate --offline "$WHEELS" "$E"
	is "$rc:$(state "$E")" "0:$before" '... also where nothing else is installed'
	# Older than the one that installs the rest, and without setuptools.
	"$MKDIST" pip "$pip_wheel" "$WHEELS" 20.0.9
	fresh
	install "$E" --no-deps pip==20.0.9 omega
	rm -r "$E/$SITE"/setuptools* "$E/$SITE"/pkg_resources "$E/$SITE"/*distutils*
	before=$(state "$E")
	recreate --offline "$WHEELS" "$E"
	is "$rc" 0 '... so is an older one'
	is "$(state "$E")" "$before" '... as is what was not met before'
else
	skip 'no wheel of pip' 4
fi

fresh
install "$E" beta==1.0
rm -r "$E/bin/pip"* "$E/$SITE"/{pip,setuptools}* "$E/$SITE"/pkg_resources "$E/$SITE"/*distutils*
before=$(state "$E")
recreate --offline "$WHEELS" "$E"
is "$rc" 0 'without pip'
is "$(state "$E")" "$before" '... there is none afterwards'
is "$(find "$E/bin" "$E/$SITE" -name '*pip*' -o -name '*setuptools*')" '' '... nor anything of it'
"$AVENV" recreate -q --discard "$E"

mkwheel setuptools 1.0
fresh
install "$E" setuptools==1.0
before=$(state "$E")
recreate --offline "$WHEELS" "$E"
is "$rc:$(state "$E")" "0:$before" 'a setuptools other than the one that environments begin with'
"$AVENV" recreate -q --discard "$E"

fresh
installer "$E" pip uv
before=$(state "$E")
recreate "$E"
is "$(state "$E")" "$before" 'nothing but pip: its marks are as they were'
"$AVENV" recreate -q --discard "$E"

# ---- files -----------------------------------------------------------------

hash=$(sha256sum "$WHEELS/beta-2.0-py3-none-any.whl" | cut -d ' ' -f 1)
echo "beta==2.0 --hash=sha256:${hash//[0-9]/a}" >"$T/w/hashed.txt"
before=$(tree "$E")
recreate --offline "$WHEELS" -r hashed.txt "$E"
is "$rc" 1 '-r FILE with a wrong hash'
like "$err" 'HASH' '... pip says so'
is "$(tree "$E")" "$before" '... all is as it was'
fresh
echo "beta==2.0 --hash=sha256:$hash" >"$T/w/hashed.txt"
recreate --offline "$WHEELS" -r hashed.txt "$E"
is "$rc" 0 '-r FILE'
like "$(state "$E")" "beta 2.0 'pip*' True" '... has what it lists'

# ---- refused ---------------------------------------------------------------

# refused PATTERN NAME: with the environment left alone and nothing built
refused() {
	local before
	before=$(tree "$E")
	recreate --offline "$WHEELS" "$E"
	is "$rc" 1 "$2"
	like "$err" "$1" '... says so'
	unlike "$err" 'Looking in links' '... before pip runs'
	is "$(tree "$E")" "$before" '... all is as it was'
}

# made NAME VERSION [DIRECT_URL]: only its .dist-info
made() {
	local info=$E/$SITE/$1-$2.dist-info
	mkdir "$info"
	printf 'Metadata-Version: 2.1\nName: %s\nVersion: %s\n' "$1" "$2" >"$info/METADATA"
	echo pip >"$info/INSTALLER"
	[ -z "${3-}" ] || printf '%s' "$3" >"$info/direct_url.json"
}

fresh
install "$E" -e "$SRC/edit" "$(arch)"
"$MKDIST" wheel "$SRC" arch 1.0 'beta'
before=$(tree "$E")
recreate --offline "$WHEELS" "$E"
is "$rc" 1 'another archive at the URL'
like "$err" 'HASH' '... does not have the hash that is noted'
is "$(tree "$E")" "$before" '... all is as it was'

made eps 2.0
refused "'$WHEELS' has no 'eps 2.0'" 'a wheel that is not in the directory'

mv "$SRC" "$SRC.away"
made conda 1.0 '{"url": "file:///home/conda/feedstock_root/build_artifacts/x/work", "dir_info": {}}'
made legacy 'not-a-version'
made remote 1.0 '{"url": "https://user:secret@example.org/x.whl", "archive_info": {}}'
made bazaar 1.0 '{"url": "file:///r", "vcs_info": {"vcs": "bzr", "commit_id": "1"}}'
mkdir "$E/$SITE/bare-1.0.dist-info" "$E/$SITE/~ft-1.0.dist-info"
echo Metadata-Version: 2.1 >"$E/$SITE/bare-1.0.dist-info/METADATA"
mkdir "$E/$SITE/older-1.0.egg-info"
echo Metadata-Version: 1.0 >"$E/$SITE/older-1.0.egg-info/PKG-INFO"
refused "'edit 1.0' cannot be installed again: its source '$SRC/edit' is gone" 'sources that are gone'
like "$err" "'arch 1.0' cannot be installed again: it was installed from '$SRC/$ARCH', which is gone" '... an archive, too'
like "$err" "'conda 1.0' cannot be installed again: conda built it in" '... what conda built'
like "$err" "'legacy " '... a version that is none'
like "$err" "'remote 1.0' cannot be installed again: it comes from 'https://\*\*\*\*@example.org/x.whl'" '... a URL, offline'
unlike "$err" secret '... without its password'
like "$err" "'bzr', which fetches it, is not on PATH" '... a tool that is not there'
like "$err" 'bare-1.0.dist-info' '... what has no name'
like "$err" 'older-1.0.egg-info' '... of an older kind'
unlike "$err" '~ft' '... but not what an uninstallation left'
like "$err" 'avenv freeze --portable' '... and what to do'
mv "$SRC.away" "$SRC"

fresh
made arch 1.0 "{\"url\": \"file://${SRC/ /%20}/$ARCH\", \"archive_info\": {}}"
before=$(tree "$E")
recreate --offline "$WHEELS" "$E"
is "$rc" 1 'another archive without a hash'
like "$err" 'not so before: arch 1.0 requires beta, which is not installed.' '... requires what is not there'
is "$(tree "$E")" "$before" '... all is as it was'

fresh
made Odd.Name 1.0+local.1
before=$(tree "$E")
PIP_NO_INDEX=1 recreate "$E"
is "$rc" 1 'a local version that no index has'
like "$err" "'Odd.Name 1.0+local.1' may come from an index of its own" '... says what it may be'
is "$(tree "$E")" "$before" '... all is as it was'

# ---- another minor ---------------------------------------------------------

# other: another minor than the system's
other() {
	local python IFS=:
	for python in ${AVENV_TEST_PYTHONS-}; do
		case $("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])') in
		"$SERIES" | 2.* | 3.[0-8]) ;;
		*)
			echo "$python"
			return
			;;
		esac
	done
}

other=$(other)
if [ "$other" ]; then
	old=$SERIES new=$("$other" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
	mkwheel top 1.0 "only-old; python_version == '$old'" "only-new; python_version == '$new'" 'beta'
	mkwheel only-old 1.0
	mkwheel only-new 1.0
	# names NAME...: what is installed, but for what environments begin with
	names() { "$E/bin/python" -I -m pip freeze | tr '\n' ' '; }
	fresh
	install "$E" top beta==1.0 'alpha[x]'
	unrequested "$E" beta
	recreate --offline "$WHEELS" -p "$other" "$E"
	is "$rc" 0 "from Python $old to $new"
	is "$(names)" 'alpha==1.0 beta==1.0 eps==1.0 only-new==1.0 top==1.0 ' '... what was requested, and what that requires there, in these versions'
	SITE=lib/python$new/site-packages
	is "$(cd "$E/$SITE" && echo [a-o]*/REQUESTED t*/REQUESTED)" \
		'alpha-1.0.dist-info/REQUESTED top-1.0.dist-info/REQUESTED' '... marked as before'
else
	skip 'no other Python in AVENV_TEST_PYTHONS' 3
fi

done_testing

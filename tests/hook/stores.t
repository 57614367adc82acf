#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 28 29 31 32 35
# Environments in the stores of other tools, laid out as the tools do it: what the helper answers.
. "${SRCDIR:?}/tests/lib.sh"

HELPER=$AVENV_BUILD_DIR/avenv-hook
POETRY=$HOME/.cache/pypoetry/virtualenvs
PIPENV=$HOME/.local/share/virtualenvs
HATCH=$HOME/.local/share/hatch/env/virtual
PDM=$HOME/.local/share/pdm/venvs
VERSIONS=$HOME/.pyenv/versions
SETTINGS=$HOME/.config

# key HASH TEXT: eight characters of the digest in url-safe base64, by another program's means
key() {
	python3 -c 'import base64, hashlib, os, sys
digest = hashlib.new(sys.argv[1], os.fsencode(sys.argv[2])).digest()
print(base64.urlsafe_b64encode(digest)[:8].decode())' "$@"
}

# ask DIR [VARIABLE=VALUE...]: the helper's answer there, and a hint with it
ask() {
	local dir=$1
	shift
	answer=$(cd "$dir" && exec env -i HOME="$HOME" "$@" "$HELPER" bash 4 prompt '' "$dir" '' '' \
		/usr/bin:/bin '' '' '')
}

# on ENV NAME [DIR [VARIABLE=VALUE...]]: it is turned on there
on() {
	local env=$1 name=$2
	shift 2
	ask "${@:-$p}"
	like "$answer" "VIRTUAL_ENV='$env'" "$name"
}

# off NAME [DIR [VARIABLE=VALUE...]]: nothing is on PATH
off() {
	local name=$1
	shift
	ask "${@:-$p}"
	unlike "$answer" '/bin:/usr/bin:' "$name"
}

# hinted NAME [DIR...]: nothing is on PATH, and a hint says so
hinted() {
	local name=$1
	off "$@"
	like "$answer" 'avenv allow' "$name: a hint"
}

# project NAME [TEXT]: $p, with a pyproject.toml
project() {
	p=$HOME/$1
	mkdir -p "$p"
	printf '%s\n' "${2-[project]
name = \"My_Proj.Demo\"}" >"$p/pyproject.toml"
}

# make ENV: as its tool makes it; that of virtualenvwrapper names its project
make() {
	mkenv "$1"
	case $1 in */.virtualenvs/*) echo "$p" >"$1/.project" ;; esac
}

# through NAME ENV: on without a record; made anew on; removed off; denied off
through() {
	local env=$2
	make "$env"
	on "$env" "$1: on without a record"
	on "$env" "$1: on below" "$p/sub"
	rm -r "$env"
	off "$1: removed, off"
	make "$env"
	on "$env" "$1: made anew, on"
	(cd "$p" && "$AVENV" -q deny)
	off "$1: its project is denied"
	unlike "$answer" 'avenv allow' "$1: and no hint"
	(cd "$p" && "$AVENV" -q forget .)
	"$AVENV" -q deny "$env"
	off "$1: it is denied itself"
	"$AVENV" -q forget "$env"
	chmod 0777 "$env"
	off "$1: others may write to it"
	chmod 0755 "$env"
	mkenv "$p/.venv"
	hinted "$1: a .venv comes first"
	rm -r "$p/.venv"
}

# ---- each tool ---------------------------------------------------------------------

project plain
mkdir -p "$p/sub"
through poetry "$POETRY/my-proj-demo-$(key sha256 "$p")-py3.11"
rm -r "$HOME/.cache"

for name in 'pipenv' 'My Proj2(x)' 'ä-projekt'; do
	p=$HOME/$name
	mkdir -p "$p/sub"
	: >"$p/Pipfile"
	through "pipenv in '$name'" "$PIPENV/$(tr ' ()' ___ <<<"$name")-$(key sha256 "$p/Pipfile")"
done
mkenv "$T/workon/x-$(key sha256 "$p/Pipfile")"
on "$T/workon/x-$(key sha256 "$p/Pipfile")" 'pipenv: WORKON_HOME' "$p" WORKON_HOME="$T/workon"
rm -r "$PIPENV"

project 'hatch dir'
mkdir -p "$p/sub"
through hatch "$HATCH/my-proj-demo/$(key sha256 "$p")/my-proj-demo"
project unmanaged '[tool.hatch.envs.x]'
mkdir -p "$p/sub"
through 'hatch without a name' \
	"$HATCH/$(key sha256 "$p")-unmanaged/$(key sha256 "$p")/$(key sha256 "$p")-unmanaged"
rm -r "$HOME/.local/share/hatch"
project far
env=$T/hatch/env/virtual/my-proj-demo/$(key sha256 "$p")/my-proj-demo
mkenv "$env"
on "$env" 'hatch: HATCH_DATA_DIR' "$p" HATCH_DATA_DIR="$T/hatch"
mkenv "$T/hatch/env/virtual/renamed/$(key sha256 "$p")/renamed"
touch -d '2020-01-01' "$env/pyvenv.cfg"
on "$T/hatch/env/virtual/renamed/$(key sha256 "$p")/renamed" 'hatch: a project that was renamed' "$p" \
	HATCH_DATA_DIR="$T/hatch"

project pd
mkdir -p "$p/sub"
through pdm "$PDM/pd-$(key md5 "$p")-3.11"
mkenv "$PDM/pd-$(key md5 "$p")-3.9"
echo "$PDM/pd-$(key md5 "$p")-3.11/bin/python" >"$p/.pdm-python"
on "$PDM/pd-$(key md5 "$p")-3.11" 'pdm: .pdm-python chooses one of two'

p=$HOME/wrapped
mkdir -p "$p/sub" "$HOME/.virtualenvs/other"
mkenv "$HOME/.virtualenvs/w"
off 'virtualenvwrapper: not without .project'
through virtualenvwrapper "$HOME/.virtualenvs/w"
make "$HOME/.virtualenvs/w2"
off 'virtualenvwrapper: two of one project'
like "$answer" "'w*'w*avenv use" 'virtualenvwrapper: the hint names both'
rm -r "$HOME/.virtualenvs"
mkenv "$T/workon/w"
echo "$p" >"$T/workon/w/.project"
on "$T/workon/w" 'virtualenvwrapper: WORKON_HOME' "$p" WORKON_HOME="$T/workon"

# ---- poetry: names, several Pythons, settings ----------------------------------------------

project renamed
hash=$(key sha256 "$p")
mkenv "$POETRY/old-name-$hash-py3.11"
on "$POETRY/old-name-$hash-py3.11" 'poetry: a project that was renamed'
mkenv "$POETRY/old-name-$hash-py3.12"
touch -d '2020-01-01' "$POETRY/old-name-$hash-py3.11/pyvenv.cfg"
on "$POETRY/old-name-$hash-py3.12" 'poetry: of two Pythons the newest'
printf '[old-name-%s]\nminor = "3.11"\npatch = "3.11.2"\n' "$hash" >"$POETRY/envs.toml"
on "$POETRY/old-name-$hash-py3.11" 'poetry: of two Pythons that of envs.toml'
ln -s "$p" "$HOME/link"
on "$POETRY/old-name-$hash-py3.11" 'poetry: by way of a link' "$HOME/link"
mkenv "$T/far/x-$hash-py3.11"
on "$T/far/x-$hash-py3.11" 'poetry: POETRY_VIRTUALENVS_PATH' "$p" POETRY_VIRTUALENVS_PATH="$T/far"
mkdir -p "$SETTINGS/pypoetry" "$T/dotfiles"
printf '[virtualenvs]\npath = "%s"\n' "$T/far" >"$T/dotfiles/config.toml"
ln -s "$T/dotfiles/config.toml" "$SETTINGS/pypoetry/config.toml"
on "$T/far/x-$hash-py3.11" "poetry: the user's config.toml, a link"
rm "$SETTINGS/pypoetry/config.toml"

# untouched NAME: nothing was done with a path that has "evil" in it
untouched() {
	(cd "$p" && exec env -i HOME="$HOME" "$@" strace -s 4096 -o "$T/trace" "$HELPER" bash 4 prompt '' \
		"$p" '' '' /usr/bin:/bin '' '' '' >/dev/null)
	is "$(grep -v '^write\|^read\|^execve' "$T/trace" | grep evil)" '' 'nothing is looked up there'
}

p=$HOME/moved
mkdir -p "$p"
cp "$HOME/plain/pyproject.toml" "$p"
hash=$(key sha256 "$p")
mkenv "$p/inside/x-$hash-py3.11"
mkenv "$T/evil/x-$hash-py3.11"
for place in "$T/evil" inside; do
	printf '[virtualenvs]\npath = "%s"\n' "$place" >"$p/poetry.toml"
	hinted "poetry.toml: a store at ${place#"$T"}"
	[ "$place" = "$T/evil" ] && untouched
done
(cd "$p" && "$AVENV" -q allow)
on "$p/inside/x-$hash-py3.11" 'poetry.toml: on once it is allowed'
(cd "$p" && "$AVENV" -q forget .)

# ---- where a store lies --------------------------------------------------------------

p=$HOME/renamed
hash=$(key sha256 "$p")
mkenv "$T/clone/store/x-$hash-py3.11"
on "$T/clone/store/x-$hash-py3.11" 'a store elsewhere' "$p" POETRY_VIRTUALENVS_PATH="$T/clone/store"
mkdir "$T/clone/.git"
hinted 'a store in a repository' "$p" POETRY_VIRTUALENVS_PATH="$T/clone/store"
mkenv "$p/store/x-$hash-py3.11"
hinted 'a store in the project' "$p" POETRY_VIRTUALENVS_PATH="$p/store"
rm -r "$p/store"

# ---- records that cannot be relied upon -----------------------------------------------

p=$HOME/renamed
on "$POETRY/old-name-$hash-py3.11" 'before the records are damaged'
echo 'deny' >>"$HOME/.local/share/avenv/records"
off 'a damaged record: it may have been a denial'
sed -i '$d' "$HOME/.local/share/avenv/records"
chmod 0666 "$HOME/.local/share/avenv/records"
off 'others may write to the records'
chmod 0600 "$HOME/.local/share/avenv/records"
on "$POETRY/old-name-$hash-py3.11" 'once they are in order'

# ---- what the project chooses ------------------------------------------------------------

p=$HOME/pyenv
mkdir -p "$p" "$VERSIONS/3.11.4/bin"
mkenv "$VERSIONS/3.11.4/envs/evil"
ln -s "$VERSIONS/3.11.4/envs/evil" "$VERSIONS/evil"
echo evil >"$p/.python-version"
hinted '.python-version names another environment'
(cd "$p" && "$AVENV" -q allow)
on "$VERSIONS/3.11.4/envs/evil" '.python-version: on once it is allowed'
mkdir -p "$T/pyenv/versions"
ln -s "$VERSIONS/3.11.4/envs/evil" "$T/pyenv/versions/evil"
rm "$VERSIONS/evil"
on "$VERSIONS/3.11.4/envs/evil" '.python-version: PYENV_ROOT' "$p" PYENV_ROOT="$T/pyenv"
ln -s "$VERSIONS/3.11.4/envs/evil" "$VERSIONS/evil"
for word in 3.11.4 3.12 ../../../evil 3.11.4/envs/evil /etc .. '# evil'; do
	mkdir -p "$HOME/words"
	printf '%s\n' "$word" >"$HOME/words/.python-version"
	off ".python-version of '$word'" "$HOME/words"
	unlike "$answer" 'avenv allow' ".python-version of '$word': no hint"
done

project pd2
mkenv "$T/evil/env"
for text in "$T/evil/env/bin/python" "$T/evil/pd2-$(key md5 "$p")-3.11/bin/python"; do
	echo "$text" >"$p/.pdm-python"
	off '.pdm-python of another environment'
	untouched
done

p=$HOME/uv
mkdir -p "$p"
: >"$p/uv.lock"
hinted UV_PROJECT_ENVIRONMENT "$p" UV_PROJECT_ENVIRONMENT="$T/evil/env"
untouched UV_PROJECT_ENVIRONMENT="$T/evil/env"
(cd "$p" && UV_PROJECT_ENVIRONMENT=$T/evil/env "$AVENV" -q allow)
on "$T/evil/env" 'UV_PROJECT_ENVIRONMENT: on once it is allowed' "$p" UV_PROJECT_ENVIRONMENT="$T/evil/env"
off 'no UV_PROJECT_ENVIRONMENT'

# ---- hostile files ----------------------------------------------------------------------

project hostile
env=$POETRY/x-$(key sha256 "$p")-py3.11
mkenv "$env"
# hostile NAME: the poetry.toml of standard input breaks nothing
hostile() {
	cat >"$p/poetry.toml"
	on "$env" "a poetry.toml $1"
}
hostile 'of 10 MB' < <(yes '# comment' | head -c 10000000)
hostile 'with NUL' < <(printf '[virtualenvs]\0\npath = "p"\n')
hostile 'of 10,000 tables' < <(for ((i = 0; i < 10000; i++)); do echo "[t$i]"; done)
hostile 'that is no TOML' <<<'[virtualenvs'
echo "[x-$(key sha256 "$p")]
minor = \"3.11/../../evil\"" >"$POETRY/envs.toml"
on "$env" 'an envs.toml that names a path'

done_testing

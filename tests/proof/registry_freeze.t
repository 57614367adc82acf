#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 54
# avenv freeze prints what pip prints of real distributions, installed by pip from its registry
# in each way that there is; and what the newest pip prints of all in pipcases.py.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"
. "$SRCDIR/tests/pipfreeze.sh"

# The caller's settings of pip lead to its registry.
REGISTRY=("${PIP[@]}")
for name in $(compgen -e | grep -E '^PIP_|_proxy$|_PROXY$'); do REGISTRY+=("$name=${!name}"); done

# installs ARG...: by the pip at $D
installs() {
	(cd "$T/empty" && "${REGISTRY[@]}" "$D/bin/pip" install -q --no-input "$@")
}

environment "$SYSTEM_PYTHON"
if ! "${REGISTRY[@]}" timeout 60 "$D/bin/pip" download -q --no-deps --no-input \
	-d "$T/wheels" pip 2>"$T/.err"; then
	diag "$(tail -n 1 "$T/.err")"
	skip_all 'no registry'
fi

# project DIR NAME: a source tree that setuptools builds, in git
project() {
	mkdir -p "$T/p/$1"
	printf '%s\n' '[build-system]' 'requires = ["setuptools"]' \
		'build-backend = "setuptools.build_meta"' '[project]' "name = '$2'" \
		"version = '1.0.dev3+Local.7'" >"$T/p/$1/pyproject.toml"
	: >"$T/p/$1/$(tr .- __ <<<"$2").py"
	git -C "$T/p/$1" init -q
	git -C "$T/p/$1" add .
	git -C "$T/p/$1" -c user.name=x -c user.email=x commit -q -m x
}
project dir P.dir
project edit p-edit
project strict p_strict
project git p.git
git -C "$T/p/git" remote add origin git@example.com:me/p.git
rm -r "$T/p/edit/.git"
real='Django requests numpy Flask Jinja2 MarkupSafe click charset-normalizer six python-dateutil
	pytest importlib-metadata typing_extensions PyYAML cffi SQLAlchemy zope.interface
	jaraco.functools ruamel.yaml sphinxcontrib-jsmath sphinx_rtd_theme==3.0.0rc1
	backports.tarfile python-slugify setuptools wheel packaging'
# shellcheck disable=SC2086 # words
ok 'real ones are installed' installs --no-deps --only-binary :all: $real
built=(--no-build-isolation --no-deps)
ok 'an sdist' installs "${built[@]}" --no-binary :all: docopt
ok 'directories and a commit' installs "${built[@]}" "$T/p/dir" "git+file://$T/p/git"
ok 'editables' installs "${built[@]}" -e "$T/p/edit" -e "$T/p/git"
ok 'a strict editable' installs "${built[@]}" --config-settings editable_mode=strict \
	-e "$T/p/strict"
frozen 'real ones'
frozen 'real ones, --all' --all
ok 'the newest pip' installs -U pip
frozen "real ones, pip $(pip_version) --all" --all
environment "$SYSTEM_PYTHON"
installs -U pip
cases sound
frozen "pip $(pip_version)"
done_testing

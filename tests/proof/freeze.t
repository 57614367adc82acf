#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 55 59
# avenv freeze prints the same bytes as the pip of each interpreter in PYTHONS, and as the newest
# pip; of the distributions in pipcases.py, and of real ones, installed in each way that there is.
# avenv recreate installs real ones again.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/same_env.sh"
. "$SRCDIR/tests/pipfreeze.sh"

for python in $(other_pythons); do
	environment "$python"
	# Before 21.3 they print another form.
	case $(pip_version) in
	1?.* | 20.* | 21.[0-2]*) skip "the pip of $python is too old" ;;
	*) frozen_by "$python" ;;
	esac
done

# The caller's settings of pip lead to its registry.
for name in $(compgen -e | grep -E '^PIP_|_proxy$|_PROXY$'); do REGISTRY+=("$name=${!name}"); done

# installs ARG...: by the pip at $D
installs() {
	(cd "$T/empty" && "${PIP[@]}" "${REGISTRY[@]}" "$D/bin/pip" install -q --no-input "$@")
}

# project DIR NAME: a source tree that setuptools builds, in git
project() {
	mkdir -p "$T/p/$1"
	printf '%s\n' '[build-system]' 'requires = ["setuptools"]' 'build-backend = "setuptools.build_meta"' \
		'[project]' "name = '$2'" "version = '1.0.dev3+Local.7'" >"$T/p/$1/pyproject.toml"
	: >"$T/p/$1/$(tr .- __ <<<"$2").py"
	git -C "$T/p/$1" init -q
	git -C "$T/p/$1" add .
	git -C "$T/p/$1" -c user.name=x -c user.email=x commit -q -m x
}

environment "$SYSTEM_PYTHON"
if ! timeout 60 "${PIP[@]}" "${REGISTRY[@]}" "$D/bin/pip" download -q --no-deps -d "$T/wheels" pip 2>"$T/.err"; then
	skip "no registry: $(tail -n 1 "$T/.err")"
	done_testing
fi
for pair in dir:P.dir edit:p-edit strict:p_strict git:p.git; do project "${pair%:*}" "${pair#*:}"; done
git -C "$T/p/git" remote add origin git@example.com:me/p.git
rm -r "$T/p/edit/.git"
real='Django requests numpy Flask Jinja2 MarkupSafe click charset-normalizer six python-dateutil
	pytest importlib-metadata typing_extensions PyYAML cffi SQLAlchemy zope.interface
	jaraco.functools ruamel.yaml sphinxcontrib-jsmath sphinx_rtd_theme==3.0.0rc1
	backports.tarfile python-slugify setuptools wheel packaging'
# shellcheck disable=SC2086 # words
ok 'real ones' installs --no-deps --only-binary :all: $real
before=$("${PIP[@]}" "$D/bin/pip" freeze --all)
ok 'they are installed again' env "${REGISTRY[@]}" "$AVENV" recreate "$D"
is "$("${PIP[@]}" "$D/bin/pip" freeze --all)" "$before" '... the same'
ok '... and C extensions work' "$D/bin/python" -I -c 'import markupsafe._speedups, yaml._yaml, numpy'
is "$(grep -rlI avenv-new "$D")" '' '... nothing names where it was built'
built=(--no-build-isolation --no-deps)
ok 'an sdist' installs "${built[@]}" --no-binary :all: docopt
ok 'directories and a commit' installs "${built[@]}" "$T/p/dir" "git+file://$T/p/git"
ok 'editables' installs "${built[@]}" -e "$T/p/edit" -e "$T/p/git"
ok 'a strict editable' installs "${built[@]}" --config-settings editable_mode=strict -e "$T/p/strict"
frozen 'real ones'
ok 'the newest pip' installs -U pip
frozen "real ones, pip $(pip_version) --all" --all
environment "$SYSTEM_PYTHON"
installs -U pip
cases
frozen "pip $(pip_version)"
done_testing

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv freeze prints what pip prints of real distributions, installed by pip from its registry
# in every way that there is; and what the newest pip prints of all in pipcases.py.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"
. "$SRCDIR/tests/pipfreeze.sh"

# What the caller has set for pip to reach its registry; PIP_ has nothing else here.
REGISTRY=("${PIP[@]}")
for name in $(compgen -e | grep -E '^PIP_|_proxy$|_PROXY$'); do REGISTRY+=("$name=${!name}"); done

# installs ARG...: by the pip at $D
installs() {
	(cd "$T/empty" && "${REGISTRY[@]}" "$D/bin/pip" install -q --no-input "$@")
}

environment "$SYSTEM_PYTHON"
if ! "${REGISTRY[@]}" timeout 60 "$D/bin/pip" download -q --no-deps --no-input -d "$T/wheels" pip 2>"$T/.err"; then
	diag "$(tail -n 1 "$T/.err")"
	skip_all 'no registry'
fi

# ---- real ones --------------------------------------------------------------

real=(
	Django requests numpy attrs asgiref sqlparse Flask Werkzeug Jinja2 MarkupSafe click itsdangerous blinker
	idna urllib3 certifi charset-normalizer six python-dateutil pytz tzdata packaging pluggy iniconfig pytest Pygments docutils
	importlib-metadata zipp more-itertools typing_extensions tomli PyYAML cffi pycparser SQLAlchemy greenlet Mako babel
	zope.interface zope.event jaraco.functools jaraco.context ruamel.yaml sphinxcontrib-jsmath sphinx_rtd_theme==3.0.0rc1
	backports.tarfile python-slugify text-unidecode mypy_extensions setuptools wheel
)
ok 'real ones are installed' installs --no-deps --only-binary :all: "${real[@]}"
frozen 'real ones, the pip that Python brings'
ok 'there are 45 and more' test "$(wc -l <"$T/theirs")" -ge 45
frozen 'real ones, --all' --all
sed 's/==.*//; s/^[A-M]/# &/' "$T/theirs" | tac >"$T/reqs.txt"
frozen 'real ones, -r' -r "$T/reqs.txt"

# ---- as pip installs them ---------------------------------------------------

# project DIR NAME: one that setuptools builds
project() {
	mkdir -p "$1"
	printf '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n[project]\nname = "%s"\nversion = "%s"\n' \
		"$2" "${3:-1.0}" >"$1/pyproject.toml"
	: >"$1/$(tr .- __ <<<"$2").py"
}
# commits DIR
commits() {
	git -C "$1" init -q && git -C "$1" add . &&
		git -C "$1" -c user.name=x -c user.email=x commit -q -m x
}
project "$T/p/dir" 'P.dir' 1.0.dev3
project "$T/p/local" p_local '1.0+Local.7'
project "$T/p/sub/deep" p-sub
project "$T/p/edit" p-edit
project "$T/p/strict" p_strict
project "$T/p/git" p.git
project "$T/p/mono/one" P-one
commits "$T/p/sub" && commits "$T/p/git" && commits "$T/p/mono"
git -C "$T/p/git" remote add origin git@example.com:me/p.git
git -C "$T/p/mono" remote add upstream https://example.com/mono
"$SRCDIR/tests/mkwheel.py" "$T/wheels" tiny
BUILT=(--no-build-isolation --no-deps)
ok 'an sdist' installs "${BUILT[@]}" --no-binary :all: docopt
ok 'directories' installs "${BUILT[@]}" "$T/p/dir" "$T/p/local"
ok 'a commit' installs "${BUILT[@]}" "git+file://$T/p/git" "git+file://$T/p/sub#subdirectory=deep"
ok 'an archive' installs "$T/wheels/tiny/tiny-1.0-py3-none-any.whl"
ok 'editables' installs "${BUILT[@]}" -e "$T/p/edit" -e "$T/p/git" -e "$T/p/mono/one"
ok 'a strict editable' installs "${BUILT[@]}" --config-settings editable_mode=strict -e "$T/p/strict"
frozen 'built ones'

# ---- the newest pip ---------------------------------------------------------

ok 'the newest pip' installs -U pip
frozen "real ones, pip $(pip_version)"
frozen "real ones, pip $(pip_version) --all" --all

# newest LABEL PYTHON: which that Python takes
newest() {
	environment "$2"
	if ! installs -U pip; then
		skip "no newer pip for Python $1"
		return
	fi
	cases sound
	frozen "$1, pip $(pip_version)"
}
newest python3 "$SYSTEM_PYTHON"
rm -r "$D"/lib/python3*/site-packages/pip "$D"/lib/python3*/site-packages/pip-*
ours
is "$?$(diff "$T/theirs" "$T/ours")" 0 'without a pip: as the newest'
environment "$SYSTEM_PYTHON"
installs -U pip
cases malformed
frozen "malformed, pip $(pip_version)"
while read -r python; do
	newest "$("$python" -I -S -c 'import platform as p; print(p.python_version())')" "$python"
done < <(other_pythons)

done_testing

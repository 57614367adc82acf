#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 57
# The editables of each build backend in a project that is moved: after `avenv repair` they are
# imported from the new place, or after the command that repair lists. The backends are fetched
# from pip's registry.
# shellcheck disable=SC2016 # CMake's variables
. "${SRCDIR:?}/tests/lib.sh"
cd "$T" || exit
mkdir was && cd was || exit
python3 -m venv .venv
.venv/bin/pip install -q hatchling editables scikit-build-core meson-python meson ninja cmake flit-core pdm-backend \
	'setuptools>=70' wheel poetry-core 2>"$T/.err" || skip_all "no registry: $(tail -n 1 "$T/.err")"

# project NAME BACKEND LINE...: sources, with LINE... in its pyproject.toml
project() {
	mkdir -p "$1/src/m_$1"
	echo 'x = 1' >"$1/src/m_$1/__init__.py"
	printf '%s\n' '[build-system]' 'requires = []' "build-backend = '$2'" '[project]' "name = 'p-$1'" "version = '1.0'" \
		"description = 'x'" "${@:3}" >"$1/pyproject.toml"
}

# compiled NAME: a module in C beside it, for CMake and meson
compiled() {
	printf '%s\n' '#include <Python.h>' 'static struct PyModuleDef m = {PyModuleDef_HEAD_INIT, "_c"};' \
		'PyMODINIT_FUNC PyInit__c(void) { return PyModule_Create(&m); }' >"$1/c.c"
	printf '%s\n' 'cmake_minimum_required(VERSION 3.15)' "project($1 LANGUAGES C)" \
		'find_package(Python COMPONENTS Interpreter Development.Module REQUIRED)' \
		'Python_add_library(_c MODULE c.c WITH_SOABI)' "install(TARGETS _c DESTINATION m_$1)" >"$1/CMakeLists.txt"
	printf '%s\n' "project('p', 'c', version: '1.0')" "py = import('python').find_installation(pure: false)" \
		"py.extension_module('_c', 'c.c', subdir: 'm_$1', install: true)" \
		"py.install_sources('src/m_$1/__init__.py', subdir: 'm_$1')" >"$1/meson.build"
}

project hatch hatchling.build '[tool.hatch.build.targets.wheel]' 'packages = ["src/m_hatch"]'
project exact hatchling.build '[tool.hatch.build]' 'dev-mode-exact = true' '[tool.hatch.build.targets.wheel]' \
	'packages = ["src/m_exact"]'
project pdm pdm.backend '[tool.pdm.build]' 'editable-backend = "editables"' 'package-dir = "src"'
project flit flit_core.buildapi '[tool.flit.module]' 'name = "m_flit"'
project poetry poetry.core.masonry.api '[tool.poetry]' 'packages = [{include = "m_poetry", from = "src"}]'
project finder setuptools.build_meta '[tool.setuptools]' 'packages = ["m_finder"]' 'package-dir = {m_finder = "lib"}'
mv finder/src/m_finder finder/lib
project strict setuptools.build_meta
# Its command lets pip fetch the backend.
sed -i "s/^requires = .*/requires = ['setuptools']/" strict/pyproject.toml
project redirect scikit_build_core.build '[tool.scikit-build]' 'wheel.packages = ["src/m_redirect"]'
project rebuild scikit_build_core.build '[tool.scikit-build]' 'wheel.packages = ["src/m_rebuild"]' \
	'editable.rebuild = true' 'build-dir = "build/{wheel_tag}"'
project meson mesonpy
for name in redirect rebuild meson; do compiled "$name"; done
all='hatch exact pdm flit poetry finder strict redirect rebuild meson'
PATH=$PWD/.venv/bin:$PATH
for name in $all; do
	mode=()
	[ "$name" != strict ] || mode=(--config-settings editable_mode=strict)
	ok "$name: installed" .venv/bin/pip install -q --no-build-isolation --no-deps "${mode[@]}" -e "./$name"
done

# imported NAME: from where the project is now
imported() {
	local module=m_$1
	[[ $1 != re* && $1 != meson ]] || module+=._c
	"$T/now/.venv/bin/python" -c "import $module, m_$1, sys; sys.exit(m_$1.x != 1 or not list(m_$1.__path__)[0].startswith('$T/now/'))"
}
cd "$T" && mv was now
PATH=$T/now/.venv/bin:${PATH#*:}
"$AVENV" -q allow now
run "$AVENV" repair now/.venv
is "$rc" 0 repair
like "$err$out" 'repaired 1 defect' 'it was moved'
repaired=$out
is "$(grep -o "'~*[^ ]*' must be built again" <<<"$out" | sed "s|.*/||; s/'.*//" | sort | xargs)" 'meson rebuild strict' 'three need a build'
for name in $all; do
	[[ $name = rebuild || $name = meson || $name = strict ]] || ok "$name: imported" imported "$name"
done
while IFS= read -r command; do
	ok "$command" bash -c "$command"
done < <(sed -n "s/.* must be built again; '\(.*\)' does it/\1/p" <<<"$repaired")
for name in rebuild meson strict; do ok "$name: imported once it is built" imported "$name"; done
done_testing

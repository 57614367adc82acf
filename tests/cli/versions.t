#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 29 49
# The version in .python-version, and what counts if requires-python says otherwise. What is offered
# instead is installed.
# shellcheck disable=SC2119 # create may have arguments
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/pythons.sh"

p=$HOME/src/project
A=a/bin/python3.8
V=home/.pyenv/versions
search=$T/a/bin:$SYSTEM
mkdir -p "$p"
fake "$T/a" 3.8.1
for version in 3.9.18 3.10.2 3.10.13 3.12.1; do fake "$T/$V/$version" $version; done
UV=home/.local/share/uv/python/cpython-3.13.1+freethreaded-linux-x86_64-gnu
fake "$T/$UV" 3.13.1 t

# ---- words; other ones, and comments: unit/python_name -------------------------

while IFS='|' read -r text wanted; do
	says "$text\n" "$wanted"
done <<-END
	3.12|$V/3.12.1/bin/python3.12
	3.10.2|$V/3.10.2/bin/python3.10
	python3.10|$V/3.10.13/bin/python3.10
	3.13t|$UV/bin/python3.13t
	3.99\n3.12|
	\$(touch ran)|$A
END
ok '... and none of them is run' test ! -e "$p/ran"
says '>=3.10\n3.12\n' $A
create
like "$err" "*.python-version' is not used: '>=3.10' is no version like 3.12, *" '>=3.10: said'
rm "$p/.python-version"

# ---- both files ----------------------------------------------------------------

# both VERSION REQUIRES WANTED NAME [DIR]: .python-version in DIR, else in the project
both() {
	rm -f "$p/.python-version" "$HOME/.python-version"
	echo "$1" >"${5-$p}/.python-version"
	printf '[project]\nrequires-python = "%s"\n' "$2" >"$p/pyproject.toml"
	gets "$3" "$4: '$1' and '$2'" "$p" PATH="$T/a/bin:$AVENV_BUILD_DIR"
}
both 3.9 '>=3.10,<3.13' $V/3.12.1/bin/python3.12 'outside of the project it does not fit' "$HOME"
both 3.12 '>=3.10,!=3.12.1,!=3.11.*,<3.13' $V/3.10.13/bin/python3.10 'outside: no patch release fits' "$HOME"
both 3.7 '>=3.10,<3.13' $V/3.12.1/bin/python3.12 'outside: it is not installed and does not fit' "$HOME"
both 3.9 '>=3.8' $V/3.9.18/bin/python3.9 'outside: it fits' "$HOME"
both 3.99 '>=3.8' '' 'outside: it would fit' "$HOME"
both 3.9 '>=3.10' '' 'inside: it does not fit'
both 3.10 '>=3.10.5' $V/3.10.13/bin/python3.10 'inside: a patch release fits'
both 3.9 '^3.10' $V/3.9.18/bin/python3.9 'no specifiers'
rm "$p/.python-version"
create
like "$err" "requires-python of '*pyproject.toml' is not used: '^3.10' is no list of version specifiers" 'no specifiers: said'
rm -f "$p/.python-version" "$p/pyproject.toml" "$HOME/.python-version"

# ---- refused -------------------------------------------------------------------

# refuses VERSION REQUIRES MESSAGE NAME [PATH]: either "-" for no file
refuses() {
	rm -f "$p/.python-version" "$p/pyproject.toml"
	[ "$1" = - ] || echo "$1" >"$p/.python-version"
	[ "$2" = - ] || printf '[project]\nrequires-python = "%s"\n' "$2" >"$p/pyproject.toml"
	search=${5-$SYSTEM}
	create
	like "$rc:$err" "1:avenv: $3*" "$4"
	is "$(wc -l <<<"$err")" 1 "$4: one line"
}
refuses 3.12.6 - "*3.12.6*'avenv create -p 3.12*'*" 'another patch release'
refuses 3.12.6 '>=3.12.5' "*3.12.6*'avenv pythons'*" 'a patch release that is too old'
refuses 3.9 '>=3.12' "*.python-version' says 3.9, but '*pyproject.toml' requires Python >=3.12, and no installed Python fits both; 'avenv create -p 3.1[23]*' decides" 'two files'
refuses 3.98 '>=3.99' "*.python-version' says 3.98, but '*pyproject.toml' requires Python >=3.99, and no installed Python fits both" 'two files, neither is installed'
refuses - '>=3.99' "*>=3.99*'avenv pythons'*" 'requires-python'
done_testing

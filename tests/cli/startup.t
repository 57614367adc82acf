#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 55 56
# Code for each start of Python that no package owns: doctor and packages --verify name it.
# Files of packages and of tools are not named.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/mkinfo.sh"

cd "$HOME" || exit 1
series=$("$PYTHON" -I -S -c 'import sys; print("%d.%d" % sys.version_info[:2])')
SITE=lib/python$series/site-packages
"$AVENV" -q create -p "$PYTHON" p/.venv

# startup: the files that doctor names
startup() {
	run "$AVENV" doctor --json p/.venv
	named=$("$PYTHON" -I -S -c 'import json, sys
for env in json.load(sys.stdin)["environments"]:
    for f in env["findings"]:
        if f["id"] == "startup":
            print(f["harmless"], f["subject"].split("site-packages/")[1])' <<<"$out")
}

# started NAME: doctor names it, and nothing once it is gone
started() {
	startup
	is "$rc:$named" "0:True $1" "$1: a note"
	rm -r "p/.venv/${SITE:?}/$1"
	startup
	is "$rc:$named" 0: "$1 is gone"
}
startup
is "$rc:$named" 0: 'as it was made: nothing is named'
printf '# litellm\nimport os; os.environ\n' >"p/.venv/$SITE/litellm_init.pth"
run "$AVENV" doctor --all -q
like "$rc:$out" "0:~/p/.venv
  note   '~/p/.venv/$SITE/litellm_init.pth' is code for each start of Python, and no package owns it" '--all and -q name it, too'
started "litellm_init.pth"
printf 'import\tos' >"p/.venv/$SITE/tab.pth" && started "tab.pth"
printf '#\0\nimport os\n' >"p/.venv/$SITE/nul.pth" && started "nul.pth"
printf '#%070000d\nimport os\n' 0 >"$T/long.pth"
ln -s "$T/long.pth" "p/.venv/$SITE/long.pth"
startup
is "$named" 'True long.pth' 'a long one, by a link: named'
rm "p/.venv/$SITE/long.pth"
for file in sitecustomize.py sitecustomize.cpython-311.so; do
	echo >"p/.venv/$SITE/$file" && started "$file"
done
for file in __init__.py __init__.pyc; do
	mkdir -p "p/.venv/$SITE/sitecustomize" && touch "p/.venv/$SITE/sitecustomize/$file"
	started "sitecustomize"
done
echo >"p/.venv/$SITE/usercustomize.py"
startup
is "$named" '' 'usercustomize: not imported where the user has no packages'
sed -i 's/^include-system-site-packages.*/include-system-site-packages = true/' p/.venv/pyvenv.cfg
started usercustomize.py
mkdir "p/.venv/$SITE/usercustomize" && touch "p/.venv/$SITE/usercustomize/__init__.py"
started usercustomize
sed -i 's/^include-system-site-packages.*/include-system-site-packages = false/' p/.venv/pyvenv.cfg
echo 'import _virtualenv' >"p/.venv/$SITE/other.pth" && started other.pth
# Python reads a hidden one in these versions.
sed -i.old "s/^version = .*/version = $series.0/" p/.venv/pyvenv.cfg
echo 'import os' >"p/.venv/$SITE/.hidden.pth"
case $series in
3.8 | 3.9 | 3.10 | 3.11 | 3.12) started .hidden.pth ;;
*) rm "p/.venv/$SITE/.hidden.pth" ;;
esac
# A byte order mark, and what ends a line for str.splitlines() alone
for begin in '\357\273\277' '# \v' '# \302\205' '# \342\200\250'; do
	# shellcheck disable=SC2059 # the escapes are meant
	printf "${begin}import os\n" >"p/.venv/$SITE/a.pth"
	sed -i "s/^version = .*/version = 3.12.9/" p/.venv/pyvenv.cfg
	startup
	is "$named" '' "$begin: not code for Python 3.12"
	sed -i "s/^version = .*/version = 3.13.0/" p/.venv/pyvenv.cfg
	started a.pth
done
sed -i "s/^version = .*/version = 3.7.17/" p/.venv/pyvenv.cfg
echo 'import os' >"p/.venv/$SITE/.hidden.pth"
started .hidden.pth
mv p/.venv/pyvenv.cfg.old p/.venv/pyvenv.cfg
echo 'import _virtualenv; import os' >"p/.venv/$SITE/_virtualenv.pth" && started "_virtualenv.pth"

# Tools and packages write these.
echo 'import _virtualenv' >"p/.venv/$SITE/_virtualenv.pth"
printf '%s\n' 'import sys; sys.__plen = len(sys.path)' "$HOME" "import sys; new=sys.path[sys.__plen:]; \
del sys.path[sys.__plen:]; p=getattr(sys,'__egginsert',0); sys.path[p:p]=new; sys.__egginsert = p+len(new)" |
	sed -z 's/\\\n//g' >"p/.venv/$SITE/_virtualenv_path_extensions.pth"
printf '# import os\nimported\n import os\n' >"p/.venv/$SITE/paths.pth"
echo 'import sys, types, os' >"p/.venv/$SITE/zope.one-nspkg.pth"
echo "$HOME" >"p/.venv/$SITE/zope.one.egg-link"
dist p/.venv own 1.0
for file in own.pth sitecustomize.py; do
	echo 'import os' >"p/.venv/$SITE/$file"
	echo "$file,," >>"p/.venv/$SITE/own-1.0.dist-info/RECORD"
done
touch "p/.venv/$SITE/sitecustomized.py" "p/.venv/$SITE/sitecustomize.txt"
startup
is "$named" '' 'of a tool, or of a package: not named'
printf 'import os\n' >"p/.venv/$SITE/x.pth"
run "$AVENV" packages --verify p/.venv
like "$rc:$err" "0:*'*$SITE/x.pth' is code for each start of Python, and no package owns it*
avenv: the other files in *" 'packages --verify names it'
done_testing

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv freeze prints what the pip that an interpreter brings along prints, byte by byte: for
# every kind of distribution in pipcases.py, every option, and files of requirements.
# With AVENV_TEST_PYTHONS it takes minutes.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/oracle.sh"
. "$SRCDIR/tests/pipfreeze.sh"

# ---- files of requirements --------------------------------------------------

mkdir -p "$T/reqs/project" "$T/reqs/nothing"
: >"$T/reqs/project/setup.py"
: >"$T/reqs/x-1.0.tar.gz"
: >"$T/reqs/n_dash-1.0-py3-none-any.whl"
cat >"$T/reqs/first.txt" <<-END
	# a comment
	   # indented

	-r other.txt
	--requirement=other.txt
	-f https://example.com/
	--find-links x
	-i https://example.com/simple
	--extra-index-url https://example.com/simple
	--pre
	--prefer-binary
	--trusted-host example.com
	n-dash
	N.Under>=0.5  # with a comment
	nothing-here==1
	n_dash==2.0
	n[extra1,extra2]>=1,<2; python_version > "3"
	n0 ; sys_platform == "win32"
	nz ~=1.0
	# a comment
	pip
	mf.crlf (>=1)
	v00 == 1.*, !=1.2
	-e $T/reqs/project
	-e git+https://example.com/x@abc#egg=l_git&subdirectory=x
	--editable=git+https://example.com/x#egg=g-none
	-e git:https://example.com/x#egg=l-sub
	$T/reqs/project
	$T/reqs/x-1.0.tar.gz
	$T/reqs/n_dash-1.0-py3-none-any.whl
	https://example.com/x.zip
	https://example.com/x.zip#egg=l.plain
	https://example.com/o_dir-1.0-py3-none-any.whl
	git+https://example.com/x#egg=o-plain
	r-none
END
printf '# a comment\r\n--pre\n\tm.dash\nvd1\nn-dash\n-r first.txt' >"$T/reqs/second.txt"
# The lines of their own that pip fails at.
# shellcheck disable=SC1003 # it ends in a backslash
fails=(
	'n-dash==1 --hash=sha256:aa' 'n-dash \' '-c x.txt' '--no-binary :all:' '--require-hashes' './nowhere' '/nonexistent/x'
	'n dash' 'n-dash; nonsense' 'n-dash = 1' "$T/reqs/nothing" '-e nothing' '-e https://example.com/x' '-e git+https://example.com/x'
	'na#no comment' 'n-dash==1 extra' '@ https://example.com' 'n-dash[' 'git+https://example.com/x#egg=a b'
)

# refused LABEL: what pip fails at
refused() {
	local line
	for line in "${fails[@]}"; do
		printf 'na\n%s\n' "$line" >"$T/reqs/refused.txt"
		if theirs -r "$T/reqs/refused.txt"; then
			frozen "$1 -r, '$line'" -r "$T/reqs/refused.txt"
			continue
		fi
		ours -r "$T/reqs/refused.txt"
		is "$?:$(cat "$T/ours")" 1: "$1 -r, '$line': refused as pip does"
	done
}

# ---- every interpreter ------------------------------------------------------

# all LABEL PYTHON
all() {
	local label
	environment "$2"
	label="$1, pip $(pip_version)"
	frozen "$label, nothing installed, --all" --all
	cases sound
	frozen "$label"
	frozen "$label -r -r --all" -r "$T/reqs/first.txt" -r "$T/reqs/second.txt" --all
	environment "$2" --system-site-packages
	cases names skipped pth beside egg_links
	frozen "$label, with the system's"
	frozen "$label, with the system's, --all" --all
	frozen "$label, with the system's, --local" --local
	frozen "$label -r -l" -l -r "$T/reqs/first.txt"
	# pip 18.1 to 20.2 take it for --exclude-editable.
	if (cd "$T/empty" && "${PIP[@]}" "$D/bin/pip" freeze --help) | grep -q -e '--exclude <'; then
		frozen "$label --exclude" --exclude n.DASH --exclude p-egg --exclude=nothing
	fi
	case $AVENV_BUILD_DIR in
	*/asan | */valgrind) ;;
	*) refused "$label" ;;
	esac
}

all python3 "$SYSTEM_PYTHON"
while read -r python; do
	all "$("$python" -I -S -c 'import platform as p; print(p.python_version())')" "$python"
done < <(other_pythons)

done_testing

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What `make cov` says of counts, of a program of three functions.
. "${SRCDIR:?}/tests/lib.sh"

case $AVENV_BUILD_DIR in
*/asan | */valgrind | */cov) skip_all 'no program of ours is in it' ;;
esac

mkdir "$T/src" && cd "$T" || exit
cat >src/x.c <<'END'
#include <stdio.h>
static int never(int a)
{
	return a + 1;
}

static int half(int a, int b)
{
	if (a &&
	    b)
		return never(a);
	if (a > 7) {
		puts("many");
		return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	(void)argv;
	switch (argc) {
	case 1:
		return half(0, 1);
	case 9:
		puts("nine");
		puts("words");
		break;
	default:
		break;
	}
	return 0;
}
END

known() {
	cat >list <<'END'
# a comment
=rule the program is never called with words
src/x.c
 half
  rule 3 if (a &&
  rule 1 if (a > 7) {
 main
  rule 2 switch (argc) {
  rule - case 9:
 never
  rule - {}
END
}
report() { run "$SRCDIR/tests/coverage.py" counts.json list; }

# counted: what the compiler and gcovr make of it
counted() {
	gcc -O0 --coverage -o x src/x.c && ./x && gcovr --root . --filter src/ --json counts.json .
}
command -v gcovr >/dev/null || skip_all 'gcovr is not installed'
ok 'counts' counted

known
report
is "$rc" 0 'all that is not reached is listed'
like "$out" 'src/x.c ' 'a row for the file'
like "$out" '0 of them not in list' 'and it says so'

# without TEXT NAME [MESSAGE]: a list that lacks a line fails, and says which
without() {
	known
	grep -vxF -e "$1" list >shorter
	mv shorter list
	report
	is "$rc" 1 "$2: exit 1"
	like "$out" "NOT LISTED: src/x.c: $3" "$2: named"
}
without '  rule 1 if (a > 7) {' 'a branch' 'half: 1 branches never taken: if (a > 7) {'
without '  rule - case 9:' 'a line' 'main: never reached: case 9:'
without '  rule - {}' 'a function' 'never: never reached: {}'
unlike "$out" 'puts' 'what follows a line belongs to it'
known
sed -i 's/  rule 2 switch/  rule 1 switch/' list
report
is "$rc" 1 'one branch more than is listed: exit 1'

known
echo '  rule - {} ' >>list
sed -i '/^=/d' list
report
is "$rc" 1 'a kind without a reason: exit 1'
like "$out" 'NO REASON for the kind: rule' 'and it is named'
known
sed -i 's/  rule - case 9:/  - case 9:/' list
report
is "$rc" 1 'a line that is none: exit 1'
like "$err" 'list:9: not "KIND N TEXT"' 'and it is named'

known
sed -i 's/^ half$/&\n  rule - return 0;/' list
report
is "$rc" 0 'what is reached and listed does not fail'
like "$out" 'reached by now, or not there: src/x.c: half: never reached: return 0;' 'but it is named'

known
sed -i '7i/* other lines */\n' src/x.c
ok 'counts again' counted
report
is "$rc" 0 'lines may move within the file'
sed -i 's/a > 7/a > 8/' src/x.c
ok 'counts once more' counted
report
is "$rc" 1 'another condition is not the one that is listed'
like "$out" 'NOT LISTED: src/x.c: half: 1 branches never taken: if (a > 8) {' 'it is named'

known
sed -i 's/  rule - case 9:/  other - case 9:/; s/^=rule.*/&\n=other why not/; /a > 7/d' list
"$SRCDIR/tests/coverage.py" --write counts.json list
is "$(grep -c '^  ? ' list):$(grep '9:' list)" '1:  other - case 9:' '--write: what is new is of no kind, the rest keeps its own'
report
like "$rc$out" '1*NO REASON for the kind: ?' 'and that fails'

done_testing

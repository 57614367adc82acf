#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 53 63
# The last use of an environment, in `avenv list` and `avenv remove --unused`. No time of change can be set
# back: avenv's clock is set forward instead.
. "${SRCDIR:?}/tests/lib.sh"

cat >"$T/later.c" <<'CEND'
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
time_t time(time_t *out)
{
	struct timespec now;
	(void)out;
	syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
	return now.tv_sec + atol(getenv("LATER")) * 86400;
}
CEND
"${CC:-cc}" -shared -fPIC -o "$T/later.so" "$T/later.c" || skip_all 'a C compiler is not installed'
# in_days N COMMAND...: run, N days from now
in_days() { run env LATER="$1" LD_PRELOAD="$T/later.so" "${@:2}"; }
# last_used ENV: as the last list tells
last_used() { grep -F "/$1 " <<<"$out" | tr -s ' ' | sed -nE "s/^.* (within a day|unknown|[0-9]+ days? ago) .*/\1/p"; }
# start ENV DAYS: as if a program had read pyvenv.cfg in DAYS days
start() { touch -a -d "$2 days" "$1/pyvenv.cfg"; }

cd "$HOME" || exit
mkenv probe/.venv
"$AVENV" -q allow probe
in_days 0 "$AVENV" list
if [ "$(last_used probe)" = unknown ]; then skip_all 'the times of access are not kept here'; fi

# ---- what is a use -------------------------------------------------------------

is "$(last_used probe)" 'within a day' 'new'
in_days 40 "$AVENV" list
is "$(last_used probe)" '40 days ago' 'not used since it was made'
in_days 40 "$AVENV" list --json
like "$out" '"days_unused": 40' '--json'
# used NAME COMMAND: a time of access that is older than the file is set by each use
used() {
	find probe -exec touch -h -a -d '9 days ago' {} +
	(eval "$2") >/dev/null 2>&1
	is "$(find probe/.venv -type f -amin -60 | wc -l)" "${3:-1}" "$1"
}
cp "$(type -P true)" probe/.venv/bin/native
used 'python' 'probe/.venv/bin/python -c pass'
used 'activate' '. probe/.venv/bin/activate'
used 'a program' 'probe/.venv/bin/native'
used 'a cd' "bash --norc -ic 'eval \"\$(\"$AVENV\" hook bash)\"; cd probe'"
for command in list 'list --size' 'list --json' 'packages probe' 'doctor --all' 'freeze probe' 'path probe'; do
	used "avenv $command: not a use" "\$AVENV $command" 0
done
touch -a -d '99 days' probe/.venv/bin/native
in_days 100 "$AVENV" list
is "$(last_used probe)" '1 day ago' 'a program in bin was started'

# ---- remove --unused -------------------------------------------------------------

rm -r probe
mkenv p/{old,late,on,mine}/.venv .virtualenvs/{left,kept}
echo "$HOME/nowhere" >.virtualenvs/left/.project
echo "$HOME/p" >.virtualenvs/kept/.project
touch p/mine/.venv/notes.txt
"$AVENV" -q allow --found p >/dev/null
start p/late/.venv 70
all='.virtualenvs/kept .virtualenvs/left p/late p/mine p/old p/on'
# there: the environments that are left
there() { find . -name pyvenv.cfg | sed 's|^./||; s|/pyvenv.cfg||; s|/.venv||' | LC_ALL=C sort | xargs; }
is "$(there)" "$all" 'made'

in_days 99 "$AVENV" list
like "$out" "* left *ok: its project '*/nowhere' is gone" 'list: a project that is gone'
in_days 99 env VIRTUAL_ENV="$HOME/p/on/.venv" "$AVENV" remove --unused 90
is "$rc:$(there)" "1:$all" 'without a terminal and -y: refused'
like "$err" "*3 environments (*), unused for 90 days: not removed*-y" 'and what to type'
like "$err" "*/p/mine/.venv' holds*" 'with work of the user: refused as by remove'
# shellcheck disable=SC2088 # as it is shown
is "$(grep -oE '^~/[a-z./]+' <<<"$err" | xargs)" \
	'~/.virtualenvs/left ~/.virtualenvs/kept ~/p/old/.venv' 'the list: those first whose project is gone'
in_days 90 "$AVENV" remove -y --unused 90
is "$rc:$(there)" "0:$all" 'a use up to a day later leaves no trace: not yet'
in_days 91 env VIRTUAL_ENV="$HOME/p/on/.venv" "$AVENV" remove -y --unused 90
is "$rc:$(there)" '0:p/late p/mine p/on' 'removed, but for one that was used, one that is on and one that is refused'
in_days 91 "$AVENV" remove -y --unused 365
like "$rc:$err" '0:avenv: no other environment*365 days' 'none'
for words in '--unused' '--unused x' '--unused 0' '--unused -1' '--unused 3 p/late' ''; do
	# shellcheck disable=SC2086 # words
	run "$AVENV" remove -y $words
	is "$rc" 2 "'$words': usage"
done

# ---- where it is not known ---------------------------------------------------------

rm -rf p .virtualenvs
if apart mount -t tmpfs tmpfs /mnt 2>/dev/null; then
	for option in noatime ro; do
		# shellcheck disable=SC2016 # for that shell
		run apart env LATER=99 LD_PRELOAD="$T/later.so" bash -c '
			mount -t tmpfs tmpfs /mnt && mkdir -p /mnt/p/.venv/bin && echo "home = /usr/bin" >/mnt/p/.venv/pyvenv.cfg &&
			ln -s /usr/bin/python3 /mnt/p/.venv/bin/python && mount -o "remount,$2" /mnt || exit
			cd /mnt/p; "$1" list; cd /; VIRTUAL_ENV= "$1" -C /mnt remove -y --unused 1; "$1" -C /mnt/p remove -y --unused 1
			ls /mnt/p/.venv/pyvenv.cfg' sh "$AVENV" "$option"
		like "$rc:$out" '0:*unknown*/mnt/p/.venv/pyvenv.cfg' "$option: unknown, and never removed"
		like "$err" '*when 1 environment was last used is unknown*' "$option: and that is said"
	done
else
	skip 'mount namespaces are not possible here'
fi
done_testing

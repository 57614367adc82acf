# SPDX-License-Identifier: GPL-3.0-or-later
# avenv: completion for tcsh, evaluated as one line at each TAB in a child that tcsh starts.
# `avenv __complete` says what can be typed. It is data: sh prints it, and tcsh has it as words, so
# that a name with a blank is none.
\sh -c 'set -f; avenv=$1; set -- $COMMAND_LINE; shift;
case $COMMAND_LINE in *[[:blank:]]) set -- "$@" ""; esac;
for last; do :; done;
"$avenv" __complete tcsh "$@" | { read -r kind number;
grep -v "[[:blank:]]"; set +f;
case $kind in dirs) set -- "$last"*/;; files|command) set -- "$last"*;; *) set --; esac;
for last; do
case $last in *[[:space:]]*) continue; esac;
if [ -e "$last" ]; then printf "%s\n" "$last"; fi;
done; }' sh '@AVENV@'

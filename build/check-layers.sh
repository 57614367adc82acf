#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Layers: core -> core; shell -> core; hook.c -> core, shell; nobody -> cli.
set -u

failed=0

# layer FILE: core, shell, hook or cli
layer() {
	case $1 in
	src/core/*) echo core ;;
	src/shell/*) echo shell ;;
	src/cli/*) echo cli ;;
	src/hook.[ch]) echo hook ;;
	*) echo unknown ;;
	esac
}

allowed() {
	case $1:$2 in
	core:core | shell:core | shell:shell | hook:core | hook:shell | hook:hook | cli:*) ;;
	*) return 1 ;;
	esac
}

complain() {
	echo "$1: includes $2, $3"
	failed=1
}

# quoted FILE NAME: an include of one of ours; beside the file first, as cpp does
quoted() {
	local target=src/$2
	if [ -f "$(dirname "$1")/$2" ]; then target=$(dirname "$1")/$2; fi
	if [ ! -f "$target" ]; then
		complain "$1" "\"$2\"" "which is not in src/"
		return
	fi
	allowed "$(layer "$1")" "$(layer "$(realpath --relative-to=. "$target")")" ||
		complain "$1" "\"$2\"" "which its layer must not know"
}

# angled FILE NAME: libraries are the business of the CLI alone
angled() {
	if [ -f "src/$2" ]; then quoted "$@"; fi
	case $(layer "$1"):$2 in
	cli:*) ;;
	*:readline/* | *:bsd/* | *:archive* | *:cmocka* | *:jansson.h | *:nettle/* | *:pthread.h)
		complain "$1" "<$2>" "which only src/cli may use"
		;;
	esac
}

while IFS=: read -r file name; do
	case $name in
	'"'*) quoted "$file" "${name:1:-1}" ;;
	'<'*) angled "$file" "${name:1:-1}" ;;
	esac
done < <(grep -rHoE --include='*.[ch]' '^[[:space:]]*#[[:space:]]*include[[:space:]]*["<][^">]*[">]' src |
	sed -E 's/:[[:space:]]*#[[:space:]]*include[[:space:]]*/:/')
exit $failed

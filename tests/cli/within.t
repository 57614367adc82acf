#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# What is said in an environment is said of that one; and what was denied by name stays so.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"

mkdir -p "$T/w"
cd "$T/w" || exit

# theirs CASE NAME: p, which is an environment, or has one
theirs() {
	rm -rf p "$HOME/.local"
	if [ "$1" = self ]; then mkenv p; else mkenv "p/$2"; fi
}

# In an environment it is what is on: no other is used there, or not any more.
theirs self
mkdir p/src
mkenv mine
for how in 'use ../../mine' 'use --clear'; do
	read -ra words <<<"$how"
	run "$AVENV" -C p/src "${words[@]}"
	is "$rc:$err" "1:avenv: '$T/w/p' is an environment itself, and no other is on in it; go to the project that is to use one" \
		"$how, in an environment"
done
is "$(records):$(find . -maxdepth 1 -name .venv)" : 'use in an environment: nothing is written'

# What is denied there is that one, and nothing is lost of what is beside it.
rm -rf tools
mkenv tools
"$AVENV" -q allow tools
run "$AVENV" -C p/src deny
is "$rc:$err:$(records)" "0:avenv: '$T/w/p' is denied: it is not turned on:allow env $T/w/tools
deny env $T/w/p" 'deny, in an environment'
run "$AVENV" -C p/src forget
is "$rc:$err:$(records)" "0:avenv: forgot '$T/w/p':allow env $T/w/tools" 'forget, in an environment'
run "$AVENV" -C p/src forget
is "$rc:$(records)" "1:allow env $T/w/tools" 'forget, in an environment of which nothing is recorded'
rm -r tools

# What was denied by name stays so, and is said.
theirs one foo
mkenv p/venv
"$AVENV" -q deny p/foo
"$AVENV" -q allow p
run "$AVENV" forget p
is "$rc:$err:$(records)" "0:avenv: forgot '$T/w/p'
avenv: '$T/w/p/foo' is still denied; \"avenv forget $T/w/p/foo\" takes that back:deny env $T/w/p/foo" 'forget a project, one in it denied'
theirs one .venv
mkenv p/venv
"$AVENV" -q deny p
run "$AVENV" allow p/venv
like "$rc:$err" "0:*
avenv: '$T/w/p' stays denied, but for what is allowed there by itself" 'allow one in a project that is denied'

# ... also when it is removed: the archive may be unpacked again.
theirs one .venv
"$AVENV" -q allow p
run "$AVENV" -C p/.venv deny
is "$rc:$err" "0:avenv: '$T/w/p/.venv' is denied: it is not turned on" 'deny, in one of a project'
run "$AVENV" remove -y p/.venv
like "$rc:$err" "0:*
avenv: '$T/w/p/.venv' is still denied; \"avenv forget $T/w/p/.venv\" takes that back" 'remove: what was denied stays so'
mkenv p/.venv
run "$AVENV" -C p run true
is "$rc" 1 'remove: and so is what comes there'
rm -r p/.venv
run "$AVENV" remove -y p/.venv
is "$rc" 1 'remove: what is gone, and denied'
is "$(records)" "allow dir $T/w/p
deny env $T/w/p/.venv" 'remove: nothing of that is lost'
"$AVENV" -q forget p/.venv
mkenv p/.venv
"$AVENV" -q allow p
run "$AVENV" -C p/.venv forget
is "$rc:$err" "1:avenv: nothing is recorded of '$T/w/p/.venv'; it is allowed with '$T/w/p'" 'forget, in one of a project'

done_testing

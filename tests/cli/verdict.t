#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 31 37 38 57 62
# One verdict: whatever is against an environment, each command refuses it for the same reason, and the
# command that its message names leads on. Followed as printed, one after the other, they end with the
# command that was typed first, done.
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/create.sh"
. "$SRCDIR/tests/follow.sh"
has git || done_testing
quick_python

# The tool of a Pipfile, which makes an environment with pip: `up` is followed to its end without running pip.
"$AVENV" -q create -p "$PYTHON" "$T/model"
mkdir "$T/tools"
program "$T/tools/pipenv" '#!/bin/sh' "echo \"\$*\" >>'$T/tool_ran'" "cp -a '$T/model' .venv"
PATH=$T/tools:$PATH
by_tool() { rm p/requirements.txt && touch p/Pipfile; }

# Each of these makes p, with its environment and one reason against that.
# shellcheck disable=SC2317 # called by name
{
	sound() { env_at p/.venv && avenv -q allow p; }
	unrecorded() { env_at p/.venv; }
	denied() { env_at p/.venv && avenv -q deny p; }
	denied_above() { env_at p/.venv && avenv -q deny .; }
	covered() { env_at p/.venv && avenv -q allow --tree .; }
	brought() { env_at elsewhere && mv elsewhere p/.venv; }
	brought_into_a_tree() { brought && avenv -q allow --tree .; }
	mercurial_in_a_tree() { covered && mkdir p/.hg; }
	replaced() { sound && mv p old && cp -a old p; }
	renamed() { sound && mv p q && ln -s q p; }
	writable() { env_at p/.venv && chmod o+w p p/.venv; }
	writable_bin() { sound && chmod o+w p/.venv/bin; }
	git_tracks() { env_at p/.venv && git init -q p && git -C p add -f .venv; }
	git_tracks_since() { sound && git init -q p && git -C p add -f .venv; }
	git_inside() { env_at p/.venv && git init -q p/.venv; }
	denied_and_tracked() { git_tracks && avenv -q deny p; }
	link() { env_at e && ln -s ../e p/.venv; }
	link_in_a_writable_project() { link && chmod o+w p; }
	link_allowed() { link && avenv -q allow p; }
	elsewhere() { env_at e; }
	for_a_writable_project() { elsewhere && chmod o+w p; }
	for_a_tracked_redirect() { elsewhere && env_at f && echo ../f >p/.venv && git init -q p && git -C p add -f .venv; }
	denied_and_none() { elsewhere && avenv -q deny p; }
	writable_elsewhere() { elsewhere && chmod o+w e; }
	tracked_elsewhere() { env_at r/e && git init -q r && git -C r add -f e; }
	one_tracked_of_two() { env_at p/a && env_at p/b && git init -q p && git -C p add -f a; }
	two_in_a_writable_project() { env_at p/a && env_at p/b && chmod o+w p; }
	link_elsewhere() { link_allowed && env_at f && ln -sfn ../f p/.venv; }
	link_to_nothing() { by_tool && ln -s ../gone p/.venv; }
	python_gone() { sound && rm p/.venv/bin/python*; }
	minor_gone() { sound && mv p/.venv/lib/python3* p/.venv/lib/python3.2 && echo 'version = 3.2.1' >>p/.venv/pyvenv.cfg && ln -sfn /gone/python3.2 p/.venv/bin/python; }
	minor_gone_and_tracked() { minor_gone && git init -q p && git -C p add -f .venv && avenv -q allow --tracked p; }
	no_program_and_tracked() { python_no_program && git init -q p && git -C p add -f .venv; }
	minor_gone_of_a_tool() { by_tool && minor_gone; }
	python_no_program() { sound && rm p/.venv/bin/python* && touch p/.venv/bin/python{,3}; }
	python_gone_unrecorded() { env_at p/.venv && rm p/.venv/bin/python*; }
	venv_to_nothing() { link_to_nothing && mv p/.venv p/venv; }
	virtualenv_16() { by_tool && mkdir -p p/.venv/bin p/.venv/lib/python2.7 && touch p/.venv/bin/activate{,_this.py} p/.venv/bin/python-config; }
	python_2() { by_tool && sound && mkdir p/.venv/lib/python2.7 && echo 'version_info = 2.7.18.final.0' >>p/.venv/pyvenv.cfg; }
	parts() { by_tool && mkdir -p p/.venv/bin && touch p/.venv/bin/ls; }
	parts_writable() { parts && chmod o+w p/.venv/bin; }
}

# In the last column W is the directory of p. "done": the command of the second column succeeded in the end; "stuck": it
# is refused, and no environment is on. follow.sh reads the table.
cat >"$T/table" <<'L'
WHAT IS AGAINST IT|IS TYPED, EACH IN A FRESH PLACE|WHAT THE MESSAGES NAME FROM THERE ON, TO THE END
sound|run true, allow, recreate, repair, move ./.venv other, up -n|done
covered|run true, allow, repair, up -n|done
covered|recreate, move ./.venv other|avenv allow; done
unrecorded denied mercurial_in_a_tree replaced|run true, recreate, move ./.venv other, up -n|avenv allow; done
unrecorded denied mercurial_in_a_tree replaced|allow, repair|done
denied_and_none|use ../e|avenv allow; done
denied_and_none|up -n|avenv forget; done
denied_above|run true, recreate, move ./.venv other, up -n|avenv forget W; avenv allow; done
denied_above|allow|avenv forget W; done
denied_above|repair|done
brought brought_into_a_tree|run true, recreate, repair, move ./.venv other, up -n|avenv allow; done
brought brought_into_a_tree|allow|done
renamed|allow, recreate, repair, move ./.venv other|done
renamed|run true, up -n|avenv repair; done
writable|run true, recreate, move ./.venv other, up -n|chmod go-w W/p W/p/.venv; avenv allow; done
writable|allow, repair|avenv allow --shared; done
writable_bin|run true, recreate, move ./.venv other, up -n|chmod go-w W/p/.venv/bin; done
writable_bin|allow, repair|avenv allow --shared; done
git_tracks git_inside|run true, allow, up -n|avenv allow --tracked; done
git_tracks git_inside|repair|done
denied_and_tracked|run true, up -n|avenv allow --tracked; done
git_tracks_since|run true, repair, up -n|done
git_tracks_since|allow|avenv allow --tracked; done
git_tracks_since|recreate, move ./.venv other|git -C W/p rm -r -f -q --cached -- .venv; done
link|run true, recreate, repair, up -n|avenv allow; done
link|allow|done
link_in_a_writable_project|run true, recreate, repair, up -n|chmod go-w W/p; avenv allow; done
link_in_a_writable_project|allow|avenv allow --shared; done
link_allowed|run true, allow, recreate, repair, up -n|done
elsewhere|use ../e|done
for_a_writable_project writable_elsewhere|use ../e|ln -sfn W/e W/p/.venv && avenv allow --shared W/p/.venv; done
for_a_tracked_redirect|use ../e|ln -sfn W/e W/p/.venv && avenv allow --tracked W/p/.venv; done
tracked_elsewhere|use ../r/e|ln -sfn W/r/e W/p/.venv && avenv allow --tracked W/p/.venv; done
one_tracked_of_two|use ./a|ln -sfn W/p/a W/p/.venv && avenv allow --tracked W/p/.venv; done
two_in_a_writable_project|use ./a|ln -sfn W/p/a W/p/.venv && avenv allow --shared W/p/.venv; done
link_elsewhere|run true, up -n|avenv allow; done
link_elsewhere|allow, repair|done
link_elsewhere|recreate|avenv allow W/f; done
link_to_nothing|run true, recreate, repair|avenv allow; rm W/p/.venv; avenv up; done
link_to_nothing|allow|rm W/p/.venv; avenv up; done
link_to_nothing|remove -y .venv|avenv use --clear; stuck
link_to_nothing|up -n|avenv allow; rm W/p/.venv; done
python_gone|run true, up -n|avenv repair; done
python_gone|allow, recreate, repair, move ./.venv other|done
minor_gone|run true, repair, up -n|avenv recreate -p SERIES; done
minor_gone_and_tracked|run true, repair, up -n|git -C W/p rm -r -f -q --cached -- .venv && avenv recreate -p SERIES; done
no_program_and_tracked|run true, repair, up -n|git -C W/p rm -r -f -q --cached -- .venv && avenv recreate; done
minor_gone_of_a_tool|run true, repair|avenv create --clear -p SERIES && avenv up; done
python_no_program|run true, repair, up -n|avenv recreate; done
python_gone_unrecorded|run true, up -n|avenv allow; avenv repair; done
python_gone_unrecorded|allow|done
python_gone_unrecorded|recreate, repair|avenv allow; done
venv_to_nothing|run true, recreate, repair|avenv allow; rm W/p/venv; avenv up; done
venv_to_nothing|allow|rm W/p/venv; avenv up; done
venv_to_nothing|up -n|avenv allow; rm W/p/venv; done
virtualenv_16 python_2|run true, allow, repair, up -n|mv W/p/.venv W/p/.venv.old && avenv create -p 3 W/p/.venv; done
virtualenv_16|recreate|mv W/p/.venv W/p/.venv.old && avenv create -p 3 W/p/.venv; mv W/p/.venv.old W/p/.venv.old.old; done
python_2|recreate|mv W/p/.venv W/p/.venv.old && avenv create -p 3 W/p/.venv; avenv remove W/p/.venv.old; avenv remove -y W/p/.venv.old; done
python_2|create|mv W/p/.venv W/p/.venv.old && avenv create -p 3 W/p/.venv; avenv create --clear; done
parts parts_writable|run true, repair|mv W/p/.venv W/p/.venv.old; avenv up; done
parts parts_writable|recreate|mv W/p/.venv W/p/.venv.old; avenv up; mv W/p/.venv.old W/p/.venv.old.old; done
parts parts_writable|allow|mv W/p/.venv W/p/.venv.old; avenv up; done
parts parts_writable|up -n|mv W/p/.venv W/p/.venv.old; done
L
typed <"$T/table"
is "$(sort -u "$T/tool_ran")" install 'an up that was followed runs the tool, and nothing but its install'
ups=$(awk -F'|' '$3 ~ /avenv up;/ { ups += split($1, bars, " ") * split($2, commands, ", ") } END { print ups }' "$T/table")
is "$(wc -l <"$T/tool_ran")" "$ups" '... each of them'
done_testing

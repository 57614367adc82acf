# shellcheck shell=bash
export later=yes
# avenv and avenv status, from a fresh clone to an environment that is on
AVENV_STATE=$(state_after prompt)
export AVENV_SHELL="bash $PROTOCOL" AVENV_STATE
mkenv blog/.venv
at blog
say
say allow
say
export VIRTUAL_ENV=$PWD/.venv AVENV_ENV=$PWD/.venv PATH=$PWD/.venv/bin:$PATH
say
say -C .. status
unset VIRTUAL_ENV AVENV_ENV
rm .venv/bin/python .venv/bin/python3
say
at ..
mkenv shop/one
mkenv shop/two
at shop
say
at ..
mkenv git/.venv
"$AVENV" -q deny git
say status git
mkdir -p locked
touch locked/requirements.txt
say -C locked
mkenv "$HOME/.virtualenvs/stored" web/.venv
printf '%s\n' "$HOME/src/stored" >"$HOME/.virtualenvs/stored/.project"
mkdir stored
at stored
say
at ../web
PATH=$HOME/.virtualenvs/stored/bin:$PATH VIRTUAL_ENV=$HOME/.virtualenvs/stored say
"$AVENV" -q allow
PATH=$HOME/.virtualenvs/stored/bin:$PATH VIRTUAL_ENV=$HOME/.virtualenvs/stored say
AVENV_STATE=$(state_after prompt deactivate)
say
AVENV_STATE=$(state_after prompt off)
say
at ..
unset AVENV_SHELL AVENV_STATE
say -C web
say activate
at ..
mkenv made_by_uv/.venv locked_by_uv/.venv
echo 'uv = 0.9.1' | tee -a made_by_uv/.venv/pyvenv.cfg locked_by_uv/.venv/pyvenv.cfg >/dev/null
touch locked_by_uv/uv.lock
export AVENV_SHELL="bash $PROTOCOL" AVENV_STATE
printf '#!/bin/sh\n' >uv && chmod +x uv && PATH=$PWD:$PATH
for project in made_by_uv locked_by_uv; do
	at "$project"
	AVENV_STATE=$(state_after prompt)
	say allow
	PATH=$PWD/.venv/bin:$PATH VIRTUAL_ENV=$PWD/.venv AVENV_ENV=$PWD/.venv say
	at ..
done
at made_by_uv
touch .venv/bin/pip && chmod +x .venv/bin/pip
AVENV_STATE=$(state_after prompt)
for name in base ml; do
	PATH=$PWD/.venv/bin:/c/bin:$PATH CONDA_PREFIX=/c CONDA_DEFAULT_ENV=$name VIRTUAL_ENV=$PWD/.venv AVENV_ENV=$PWD/.venv say
done
# What is on elsewhere
on=$PWD/.venv
at ../src/web
PATH=$on/bin:$PATH VIRTUAL_ENV=$on AVENV_ENV=$on say
at ../..
for name in made_by_uv gone; do VIRTUAL_ENV=$PWD/$name/.venv AVENV_ENV=$PWD/$name/.venv say; done
PATH=$on/bin:$PATH VIRTUAL_ENV=$on say -C made_by_uv
mkdir tree
"$AVENV" -q allow --tree tree
bare tree/p/.venv
"$AVENV" -q forget tree/p
say status tree/p
# Above a ceiling
bare limited/.venv
"$AVENV" -q allow limited
mkdir limited/sub
echo a >limited/requirements.txt
at limited/sub
AVENV_CEILING=${PWD%/sub} say

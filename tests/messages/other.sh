# shellcheck shell=bash
# Words that are no environment, Python or shell; stores, trees and worktrees
unset PYENV_ROOT
PATH=$T/quick/bin:/usr/bin:/bin:$T/bin
say create -p nonsense
printf '#!/bin/sh\n' >not_python && chmod +x not_python
say create -p ./not_python
cp /bin/true python3.12
say create -p ./python3.12
PATH=$T/bin say create -p python3.99
PATH=$T/bin say create
cp /bin/true uv && cp uv conda
PATH=$PWD:/usr/bin:/bin:$T/bin say create -p 3.97
PATH=$PWD:/usr/bin:/bin:$T/bin say create -p 3.97t
AVENV_SHELL="bash $PROTOCOL" say select
SHELL=/bin/ksh say setup
(unset SHELL && say setup)
touch ../.profile ../.zshrc
"$AVENV" -q setup --everywhere bash
say setup zsh

mkenv "$HOME/.virtualenvs/stored"
mkdir stored
printf '%s\n' "$PWD/stored" >"$HOME/.virtualenvs/stored/.project"
replayed say allow stored
replayed say forget stored
replayed say allow "$HOME/.virtualenvs/stored"
mkenv tree/p/.venv
"$AVENV" -q allow --tree tree
"$AVENV" -q allow tree/p
say forget tree/p
git init -q main && git -C main commit -q --allow-empty -m x
mkenv main/.venv && "$AVENV" -q allow main
tick
git -C main worktree add -q ../work
mkenv work/.venv
say forget work
mkdir -p deleted && cd deleted && rmdir ../deleted || exit
say
cd "$HOME/src" || exit
mkdir two && mkenv two/a two/b
"$AVENV" -q allow two
AVENV_SHELL="bash $PROTOCOL" replayed say -C two create c --without-pip
at two
rm -r a b c
AVENV_SHELL="bash $PROTOCOL" say create d.old --without-pip
at ..
git init -q tracked && mkenv tracked/.venv && git -C tracked add -f .venv && rm -r tracked/.venv
replayed say -C tracked create --without-pip
replayed say -C tracked
touch tracked/requirements.txt
replayed say -C tracked up
rm tracked/requirements.txt
touch tracked/environment.yml
PATH=$PATH:$PWD replayed say -C tracked
mkdir -p unread workspace/member
printf '[' | tee unread/poetry.toml >unread/pyproject.toml
EDITOR='rm -f' say -C unread path
printf '[tool.uv.workspace]\nmembers = ["member"]\n' >workspace/pyproject.toml
printf '[project]\nname = "m"\nversion = "1"\n' >workspace/member/pyproject.toml
at workspace/member
PATH=$HOME/src:$T/quick/bin:$PATH AVENV_SHELL="bash $PROTOCOL" say create
at ../..
mkenv around_pip/sub/.venv
touch around_pip/requirements.txt
avenv -q allow around_pip/sub
at around_pip/sub
say up
at ../..

# In a shell with an environment
mkenv shop/.venv on/.venv
quicken on/.venv
program fuser '#!/bin/sh'
exec 9<on/.venv && flock 9
say -C on remove -n
PATH=$PWD:$PATH say remove -y on/.venv
exec 9<&-
mkdir bad && cp python3.12 bad/python3.97 && mkenv silent/.venv && "$AVENV" -q allow silent
sed -i "s,^home = .*,home = $PWD/bad,; s/^version = .*/version = 3.97.1/" silent/.venv/pyvenv.cfg
ln -sfn "$PWD/bad/python3.97" silent/.venv/bin/python3
say recreate silent/.venv
on=$PWD/on/.venv
at shop
VIRTUAL_ENV=$on PATH=$on/bin:$PATH AVENV_SHELL="bash $PROTOCOL" say allow
"$AVENV" -q -C ../on allow
at ../on
AVENV_ENV=$on VIRTUAL_ENV=$on PATH=$on/bin:$PATH
export AVENV_SHELL="bash $PROTOCOL" AVENV_ENV VIRTUAL_ENV
AVENV_ALIAS="alias python='/usr/bin/python3'" say
AVENV_PROMPTS=theirs say
AVENV_PROMPTS='readonly theirs' say
echo a >requirements.txt
PATH=$on/bin:$T/bin replayed say
PATH=$on/bin:$HOME/src:$T/bin say

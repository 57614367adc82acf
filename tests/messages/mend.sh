# shellcheck shell=bash
export later=yes
say create -q --without-pip -p /usr/bin/python3 p/.venv
say doctor -q p/.venv
chmod o+w p/.venv/bin
say doctor -q p/.venv
say repair p/.venv
chmod o-w p/.venv/bin
mv p/.venv p/env
say doctor -q p/env
say repair -n p/env
say repair p/env
say move p/env p/.venv
say allow -q p/env
say repair p/env
say move p/env p/.venv
say move p/.venv nowhere/x
echo "root = $PWD/p/.venv" >p/.venv/bin/mine
say move p/.venv p/env
say -C p doctor env
say forget -q p
say -C p doctor env
say -C p doctor ./env
rm -r p/env
say create -q --without-pip -p /usr/bin/python3 p/.venv
say recreate p/.venv
say recreate p/.venv
rm -r p/.venv.old p/.venv/bin/python3
say doctor -q p/.venv
say repair p/.venv
rm p/.venv/pyvenv.cfg
say freeze p/.venv

# A project that was renamed: the user's word was about the one before
bare mine/.venv
"$AVENV" -q allow mine
mv mine theirs
say repair theirs/.venv

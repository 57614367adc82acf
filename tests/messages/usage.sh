# shellcheck shell=bash
# Words that are not known, and help
say help
say run --help
say frobnicate
say rebuild
mkenv p/.venv
"$AVENV" -q allow p
say -C p add
say create --pyton 3
say status a b c
say list --json=1
say run
say hook ksh
say --json list
say --json --version
say -C nowhere status

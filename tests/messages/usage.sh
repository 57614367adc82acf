# shellcheck shell=bash
# Words that are not known, and help
say help
say create --help
say run --help
say craete
say lst
say frobnicate
say install
say venv
say create --pyton 3
say create --p 3
say status a b
say list --json=1
say run
say hook
say hook tcsh
say allow --frob
say -C nowhere status

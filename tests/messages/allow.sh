# shellcheck shell=bash
mkenv p/.venv
say allow p
say allow nowhere
say forget p
say forget p

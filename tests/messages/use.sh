# shellcheck shell=bash
# use, activate and select where no hook is loaded, as in a script
SHELL=/bin/bash
mkdir p
say -C p use nowhere
say -C p use --clear
mkenv p/one
mkenv p/two
mkenv far
say -C p use
say -C p use one
say -C p use ../far
say -q -C p use two
say -C p use --clear
say -C p activate one
say off
say select

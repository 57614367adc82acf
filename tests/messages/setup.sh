# shellcheck shell=bash
# One line in a startup file, and out again
printf 'a=1\n' >../.bashrc
printf '. ~/.bashrc\n' >../.profile
say setup -y bash
say setup -y bash
say setup -y zsh fish
say setup --undo -y
say setup --undo -y
ln -s nowhere ../.zshrc
say setup -y zsh
say setup -y tcsh

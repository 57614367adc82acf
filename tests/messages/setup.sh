# shellcheck shell=bash
# One line in a startup file, and out again
printf 'a=1\n' >../.bashrc
printf 'b=2\n' >../.bash_profile
say setup
say setup zsh fish
say setup --undo
chmod o+w ../.bashrc
say setup bash
chmod o-w ../.bashrc
chmod o+w "$T/bin"
say setup bash
chmod o-w "$T/bin"
echo "eval \"\$(avenv hook bash)\"" >../.bashrc
say setup
say activate
say setup --undo
ln -s nowhere ../.zshrc
say setup zsh
rm ../.zshrc
echo 'ZDOTDIR=~/z' >../.zshenv
say setup --undo

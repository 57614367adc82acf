# shellcheck shell=bash
export later=yes
# setup --everywhere: what it writes, and whether it is in effect in a process
mkenv p/.venv
"$AVENV" -q allow p 2>/dev/null
PATH=/usr/bin:/bin
# told NAME [VAR=VALUE...]: what doctor says of it there; it begins with the lines of status
told() {
	printf '> %s\n' "$1"
	([ $# = 1 ] || export "${@:2}" && say -C p doctor -q)
}
told 'not set up'
touch ../.profile
say setup --everywhere
say setup --everywhere bash
say setup bash
data=$HOME/.local/share/avenv
# shellcheck disable=SC2016 # for sh
value=$(env -i HOME="$HOME" sh -c '. "$HOME/.profile"; echo "$BASH_ENV"')
ours=(PATH="$data/shims:$PATH" BASH_ENV="$value")
told 'in effect' "${ours[@]}"
(export "${ours[@]}" && say -C p)
told 'an environment is on' "${ours[1]}" PATH="$PWD/p/.venv/bin:$data/shims:$PATH" VIRTUAL_ENV="$PWD/p/.venv"
told 'as in cron'
told 'in a shell: the shims stay behind the environment' AVENV_SHELL="zsh $PROTOCOL"
told 'another is first' PATH="$PATH:$data/shims" "${ours[1]}"
told 'another BASH_ENV' "${ours[0]}" BASH_ENV=/x
text=$(echo old | openssl dgst -sha256 -binary | base64 | tr +/ -_)
printf '# avenv replaces and removes this file while its hash is %s\nold\n' "${text:0:8}" >"$data/everywhere/zsh"
told 'files of another version' "${ours[@]}"
say -q setup --everywhere
told 'written anew' "${ours[@]}"
echo mine >>"$data/everywhere/zsh"
told 'a file that the user has edited' "${ours[@]}"
say setup --everywhere
mv "$data/everywhere/zsh" kept
say -q setup --everywhere
chmod o+w "$data/everywhere"
told 'a directory in which others may write' "${ours[@]}"
say setup --everywhere
chmod o-w "$data/everywhere"
ln -sf nowhere "$data/shims/python"
told 'a shim that points nowhere' "${ours[@]}"
rm "$data/shims/python"
echo mine >"$data/shims/python"
say setup --everywhere
rm "$data/shims/python"
say setup --everywhere --undo bash
say setup --undo
touch ../.zshrc
mkdir -p ../.config/fish
touch ../.config/fish/config.fish
ZDOTDIR=$HOME/. say setup --everywhere
# shellcheck disable=SC2016 # a name
HOME='/a$b' say setup --everywhere
HOME=$HOME/h
mkdir "$HOME"
# Typed in bash, for other shells
say setup --everywhere zsh fish

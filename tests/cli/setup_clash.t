#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# avenv setup: what it says of other tools that turn environments on, and how many
# environments it counts. It only reads: nothing of these files is executed.
# shellcheck disable=SC2016,SC2088,SC1003 # what startup files hold
. "${SRCDIR:?}/tests/lib.sh"
. "$SRCDIR/tests/setup.sh"

# ---- what else turns environments on ----------------------------------------

# clash NAME SHELL FILE LINE OFF: LINE in FILE is named, and OFF as what switches it off
clash() {
	home "$3" "a=1\n$4\n"
	setup --print "$2"
	is "$rc" 0 "clash: $1"
	says "avenv: '$HOME/$3', line 2: $1 turns environments on, too; to leave it to avenv: $5" "clash: $1: $4"
	setup -q --print "$2"
	is "$err" '' "clash: $1: -q says nothing of it"
}
# no_clash SHELL FILE TEXT: nothing in TEXT is one
no_clash() {
	home "$2" "$3\n"
	setup --print "$1"
	silent_on 'turns environments on' "no clash: $3"
}

clash "oh-my-zsh's python plugin" zsh .zshrc 'PYTHON_AUTO_VRUN=true' 'PYTHON_AUTO_VRUN=false'
clash "oh-my-zsh's python plugin" zsh .zshenv 'export PYTHON_AUTO_VRUN="true" # on' 'PYTHON_AUTO_VRUN=false'
no_clash zsh .zshrc '# PYTHON_AUTO_VRUN=true'
no_clash zsh .zshrc 'PYTHON_AUTO_VRUN=false\nplugins=(git python)'
no_clash zsh .zshrc 'a=1 # PYTHON_AUTO_VRUN=true'
no_clash bash .zshrc 'PYTHON_AUTO_VRUN=true'
off='DISABLE_AUTOSWITCH_VENV=1, before it is loaded'
clash zsh-autoswitch-virtualenv zsh .zshrc 'plugins=(autoswitch_virtualenv $plugins)' "$off"
clash zsh-autoswitch-virtualenv zsh .zshrc 'antigen bundle MichaelAquilina/zsh-autoswitch-virtualenv' "$off"
clash zsh-autoswitch-virtualenv zsh .zsh_plugins.txt 'MichaelAquilina/zsh-autoswitch-virtualenv' "$off"
no_clash zsh .zshrc 'DISABLE_AUTOSWITCH_VENV=1\nplugins=(autoswitch_virtualenv)'
no_clash zsh .zshrc '#plugins=(autoswitch_virtualenv)'
clash "prezto's python module" zsh .zpreztorc "zstyle ':prezto:module:python:virtualenv' auto-switch 'yes'" \
	"zstyle ':prezto:module:python:virtualenv' auto-switch no"
no_clash zsh .zpreztorc "zstyle ':prezto:module:python:virtualenv' auto-switch 'no'"
instead="'true' in place of that command"
for file in .bashrc .bash_profile .profile; do
	clash pyenv-virtualenv bash "$file" 'eval "$(pyenv virtualenv-init -)"' "$instead"
done
clash pyenv-virtualenv fish .config/fish/config.fish 'pyenv virtualenv-init - | source' "$instead"
no_clash bash .bashrc 'eval "$(pyenv init -)"  # eval "$(pyenv virtualenv-init -)"'
off='conda config --set auto_activate_base false'
clash "conda's base environment" bash .bashrc "__conda_setup=\"\$('/opt/conda/bin/conda' 'shell.bash' 'hook' 2> /dev/null)\"" "$off"
home .bashrc "\$('/opt/conda/bin/conda' 'shell.bash' 'hook')\n" .condarc 'channels: []\nauto_activate_base: false\n'
setup --print
silent_on 'turns environments on' "no clash: conda's base environment that .condarc switches off"
home .bashrc "\$('/opt/conda/bin/conda' 'shell.bash' 'hook')\n" .condarc '# auto_activate_base: false\n'
setup --print
says "conda's base environment" 'clash: a .condarc whose line is a comment'
clash "virtualfish's auto_activation" fish .config/fish/conf.d/virtualfish-loader.fish \
	'set -g VIRTUALFISH_PLUGINS compat_aliases auto_activation' 'vf delplugins auto_activation'
clash "direnv's layout" bash .config/direnv/direnvrc '  layout python3' "$instead"
no_clash bash .config/direnv/direnvrc '# layout python\nlayout_node() { :; }'
no_clash bash .config/direnv/direnvrc 'layout_poetry() {\n  :\n}\nfunction layout_uv {\n  :\n}'
for line in '_.python.venv = ".venv"' '_.python.venv.path = ".venv"' '[env._.python.venv]' 'python.uv_venv_auto = true'; do
	clash mise fish .config/mise/config.toml "$line" "a '#' before each line of that entry"
done
no_clash bash .config/mise/config.toml '# _.python.venv = ".venv"\n[settings]\npython.uv_venv_auto = false'

# as_told SHELL FILE LINE COMMAND TEXT: TEXT clashes in LINE; with 'true' in place of COMMAND
# there it does not, and it can still be read by the shell
as_told() {
	home "$2" "$5\n"
	setup --print "$1"
	says "'$HOME/$2', line $3: " "named: $5"
	says "turns environments on, too; to leave it to avenv: $instead" "and what to do: $5"
	[[ $(cat "$HOME/$2") == *"$4"* ]] || diag "$4 is not in it"
	printf '%s' "${5//"$4"/true}" | sed 's/\\n/\n/g' >"$HOME/$2"
	setup --print "$1"
	silent_on 'turns environments on' "done as told: $5"
	ok "and no syntax error: $5" "$1" -n "$HOME/$2"
}
init='eval "$(pyenv virtualenv-init -)"'
as_told bash .bashrc 2 "$init" "if command -v pyenv >/dev/null; then\n$init\nfi"
as_told bash .bashrc 1 "$init" "if which pyenv-virtualenv-init >/dev/null; then $init\nfi"
as_told bash .bashrc 2 "$init" "command -v pyenv >/dev/null &&\n\t$init\nb=1"
as_told bash .config/direnv/direnvrc 2 'layout python3' 'use_mine() {\n  layout python3\n}'

# An environment that every shell has from its startup file.
mine='. ~/.venvs/main/bin/activate'
for line in "$mine" 'source "$HOME/.venvs/main/bin/activate"' "[ -f ~/.venvs/main/bin/activate ] && $mine" \
	"if [[ -f ~/x/bin/activate ]]; then $mine; fi" "test -r ~/x/bin/activate && $mine # mine"; do
	clash 'a sourced activate script' bash .bashrc "$line" "$instead"
done
clash 'a sourced activate script' fish .config/fish/config.fish 'source ~/x/bin/activate.fish' "$instead"
as_told bash .bashrc 2 "$mine" "if [ -f ~/x/bin/activate ]; then\n    $mine\nfi"
no_clash bash .bashrc "alias v='. ~/x/bin/activate'"
no_clash bash .bashrc 'v() { . ~/x/bin/activate; }'
no_clash bash .bashrc 'v() {\n  . ~/x/bin/activate\n}'
no_clash bash .bashrc 'function v { . .venv/bin/activate; }\nls ~/x/bin/activate'
no_clash bash .bashrc '. ~/x/bin/activate.local'

# plugin NAME OFF LINE
plugin() {
	clash "oh-my-zsh's $1 plugin" zsh .zshrc "plugins=(git $1)" "$2"
	clash "oh-my-zsh's $1 plugin" zsh .zshrc "plugins+=($1)" "$2"
	home .zshrc "plugins=(\n  git # $1\n  $1\n  z\n)\n"
	setup --print zsh
	says "'$HOME/.zshrc', line 3: oh-my-zsh's $1 plugin turns" "oh-my-zsh: a list over several lines: $1"
	no_clash zsh .zshrc "plugins=(git my$1 $1-x $1.y)\n$1=(a)\nplugins=(z) $1"
	[ -z "${3-}" ] || no_clash zsh .zshrc "$3\nplugins=($1)"
}
plugin pyenv 'ZSH_PYENV_VIRTUALENV=false, before it is loaded' 'ZSH_PYENV_VIRTUALENV=false'
plugin virtualenvwrapper 'DISABLE_VENV_CD=1, before it is loaded' 'export DISABLE_VENV_CD=1'
plugin pipenv "zstyle ':omz:plugins:pipenv' auto-shell no, before it is loaded" "zstyle ':omz:plugins:pipenv' auto-shell no"
plugin poetry-env 'take it out of that list'

home c/mise/config.toml '_.python.venv = "x"\n' .config/mise/config.toml ''
VARS=(XDG_CONFIG_HOME="$HOME/c")
setup --print bash
says "'$HOME/c/mise/config.toml', line 1: mise turns" 'XDG_CONFIG_HOME'
VARS=()

settings=.config/Code/User/settings.json
vscode() {
	home "$settings" "$1"
	mkdir -p "$HOME/.vscode/extensions/ms-python.python-2026.1.0"
	setup --print bash
}
said="VS Code's Python extension turns environments on in its terminals, too; to leave it to avenv, in '$HOME/$settings': \"python.terminal.activateEnvironment\": false"
vscode '{}\n'
says "$said" 'clash: VS Code'
vscode '{ "python.terminal.activateEnvironment": true }\n'
says "$said" 'clash: VS Code, told to'
vscode '{\n  // "python.terminal.activateEnvironment": false\n}\n'
says "$said" 'clash: VS Code, told not to in a comment'
vscode '{\n  "a": "http://x", "python.terminal.activateEnvironment" : false,\n}\n'
silent_on 'VS Code' 'no clash: VS Code, told not to'
vscode '{ "python-envs.terminal.autoActivationType": "off" }\n'
silent_on 'VS Code' 'no clash: VS Code, told not to by its newer setting'
home "$settings" '{}\n'
setup --print bash
silent_on 'VS Code' 'no clash: VS Code without the extension'
mkdir -p "$HOME/.vscode/extensions/ms-python.black-formatter-2026.1.0"
setup --print bash
silent_on 'VS Code' 'no clash: VS Code with others'
home .bashrc ''
mkdir -p "$HOME/.vscode/extensions/ms-python.python-2026.1.0"
setup --print bash
says "$said" 'clash: VS Code, told nothing'

# Hostile content: no file is executed, none is waited for, nothing of it is printed.
home .zshrc '$(touch "$HOME/ran")\n`touch "$HOME/ran"`\n'
mkfifo "$HOME/.zprofile" "$HOME/.zsh_plugins.txt"
mkdir "$HOME/.zlogin"
head -c 3000000 /dev/zero >"$HOME/.zshenv"
ln -s /dev/zero "$HOME/.zimrc"
ln -s .zpreztorc "$HOME/.zpreztorc"
setup --print zsh
is "$rc" 0 'fifos, devices, loops and a huge file are passed over'
not_ok 'nothing is executed' test -e "$HOME/ran"
mkdir "$T/"$'e\e[31m'
VARS=(ZDOTDIR="$T/"$'e\e[31m')
echo PYTHON_AUTO_VRUN=true >"$T/"$'e\e[31m/.zshrc'
setup --print zsh
silent_on $'\e' 'a path that a terminal would act on is escaped'
unlike "$out" $'\e' 'on standard output, too'
VARS=()

# ---- counted ----------------------------------------------------------------

home .zshrc ''
for i in 1 2 3; do mkenv "$HOME/src/p$i/.venv"; done
mkenv "$HOME/src/deep/er/odd"
mkenv "$HOME/.virtualenvs/one"
mkenv "$HOME/mine/p/venv"
setup --print zsh
says "4 found below '$HOME/src'; 'avenv allow --found ~/src' trusts exactly these" 'counted where projects usually are'
says "1 found where other tools keep them; 'avenv list' shows them" "counted in tools' stores"
silent_on "$HOME/mine" 'not elsewhere'
setup --print --found "$HOME/mine" zsh
says "1 found below '$HOME/mine'; 'avenv allow --found ~/mine' trusts exactly these" '--found: counted there'
silent_on "$HOME/src" '--found: instead'
setup --print --found "$HOME/mine" --found "$HOME/src" zsh
says "4 found below '$HOME/src'" '--found: repeated'
not_ok 'counting records nothing' test -e "$HOME/.local"
"${CLEAN[@]}" "$AVENV" allow "$HOME/src/p1" 2>/dev/null
setup --print zsh
says "3 found below '$HOME/src'; " 'what is allowed is not counted'
run "${CLEAN[@]}" "$AVENV" allow --found "$HOME/src"
says '3 allowed, 1 allowed before, 0 left out' 'it allows exactly those'
setup --print zsh
says "4 found below '$HOME/src', all allowed already" 'all allowed'
mkdir "$HOME/it's none"
setup --print --found "$HOME/it's none" zsh
says "none found below '$HOME/it's none'" '--found: none'
mkdir -p "$HOME/far/$(printf 'd/%.0s' $(seq 40))"
setup --print --found "$HOME/far" zsh
says "none found below '$HOME/far', but not all was searched" '--found: none as far as it looked'
setup --print --found "$HOME/src" zsh
says "4 found below '$HOME/src', all allowed already" '--found: all allowed'
silent_on 'none found' '--found: all allowed is not none'
mkenv "$HOME/it's none/x"
setup --print --found "$HOME/it's none" zsh
says "'avenv allow --found '$HOME/it'\\''s none'' trusts" '--found: a name to be quoted'
setup --print --found "$HOME/nowhere" zsh
is "$rc" 1 '--found: no such directory'
says 'nowhere' '--found: no such directory: said so'
is "$(grep -c avenv: <<<"$err")" 2 '--found: no such directory: once'

done_testing

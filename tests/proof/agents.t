#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 4 8 85
# Coding agents themselves, and Vim, Neovim and Emacs, after setup --everywhere and with the settings of
# docs/agents.md: in each command python, pytest, pip, VIRTUAL_ENV and PATH are of one environment or of none. They
# run as an ordinary user with few processes, in an empty environment with a home of its own and made-up keys, where
# only the loopback interface is up. agent_api.py stands there for their APIs.
# shellcheck disable=SC2016 # for inner shells
. "${SRCDIR:?}/tests/lib.sh" || exit

# ---- the agents --------------------------------------------------------------

arch=$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
# A package of npm, and the program in it
declare -A PACKAGE=(
	[claude]="@anthropic-ai/claude-code-linux-$arch@2.1.332 claude"
	[codex]="@openai/codex@0.171.0-linux-$arch vendor/$(uname -m)-unknown-linux-musl/bin/codex"
	[gemini]='@google/gemini-cli@0.61.0 bundle/gemini.js'
	[opencode]="opencode-linux-$arch@1.18.34 bin/opencode"
	[copilot]="@github/copilot-linux-$arch@1.0.102 copilot"
)
if [ "${1-}" != apart ]; then
	unshare -Un true 2>/dev/null || skip_all 'a network of its own is not possible here'
	for agent in "${!PACKAGE[@]}"; do
		[ -e "$SRCDIR/out/deps/${PACKAGE[$agent]/ //}" ] ||
			"$SRCDIR/tests/fetch.sh" "${PACKAGE[$agent]% *}" >"$T/log" 2>&1
	done
	tap_cleanup
	is_root || set -- --map-current-user --keep-caps
	exec unshare -n "$@" "$SRCDIR/tests/proof/agents.t" apart
fi
# The loopback interface is up: SIOCSIFFLAGS, IFF_UP.
/usr/bin/python3 -Ic '
import fcntl, socket, struct
fcntl.ioctl(socket.socket(), 0x8914, struct.pack("16sh14x", b"lo", 1))' || skip_all 'no loopback interface'

# ---- the world ---------------------------------------------------------------

SRC=$HOME/src BIN=$HOME/bin FILES=$HOME/.local/share/avenv/everywhere
mkdir -p "$SRC"/{beta,plain} "$BIN" "$HOME"/.{claude,gemini,copilot,config/{fish,opencode}} "$T/deps"
touch "$HOME"/.{zshrc,zshenv} "$HOME/.config/fish/config.fish"
echo '. ~/.bashrc' >"$HOME/.profile"
echo 'case $- in *i*) ;; *) return ;; esac' >"$HOME/.bashrc"
cp "$AVENV" "$AVENV-hook" "$SRCDIR/tests/proof/agent_api.py" "$BIN"
for agent in "${!PACKAGE[@]}"; do
	read -r package file <<<"${PACKAGE[$agent]}"
	[ -e "$SRCDIR/out/deps/$package/$file" ] || continue
	# An ordinary user may not look where it lies.
	cp -rl "$SRCDIR/out/deps/$package" "$T/deps/$agent" 2>/dev/null ||
		cp -r "$SRCDIR/out/deps/$package" "$T/deps/$agent" || exit
	ln -s "$T/deps/$agent/$file" "$BIN/$agent"
done
git init -q "$SRC/alpha"
git -C "$SRC/alpha" commit -q --allow-empty -m a
git -C "$SRC/alpha" worktree add -q "$SRC/alpha/wt"
mkenv "$SRC"/{alpha,beta,alpha/wt}/.venv
for file in "$SRC"/{alpha,beta,alpha/wt}/.venv/bin/{pytest,pip}; do program "$file" '#!/bin/sh' 'echo "$0"'; done
printf 'all:\n\t@%s\n' "$BIN/whose" >"$SRC/alpha/wt/Makefile"
program "$SRC/alpha/wt/script" '#!/bin/bash' "$BIN/whose"

# The projects of python, pytest, pip, VIRTUAL_ENV and PATH: one word if they agree
whose() {
	{
		python3 -c 'import sys; print(sys.prefix)'
		pytest
		pip --version
		echo "$VIRTUAL_ENV"
		grep '\.venv' <<<"${PATH//:/$'\n'}" || echo none
	} 2>&1 | sed 's|.*/\([^/]*\)/\.venv.*|\1|; t; s/.*/none/' | uniq | paste -sd+ | sed 's/.*/is <&>/'
}

# agent NAME [OPTION...]: in this directory, with the variables of the caller
agent() {
	ulimit -u 1000
	coproc API { exec /usr/bin/python3 -I ~/bin/agent_api.py ~/commands ~/results 2>~/api.log; }
	read -r url <&"${API[0]}"
	url=http://127.0.0.1:$url
	export DO_NOT_TRACK=1 OPENAI_API_KEY=made-up
	case $1 in
	claude)
		export ANTHROPIC_BASE_URL=$url ANTHROPIC_API_KEY=made-up DISABLE_AUTOUPDATER=1
		export CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1
		set -- claude -p hello --allowedTools Bash --add-dir ~/src
		;;
	codex)
		set -- codex exec --skip-git-repo-check -c model=gpt-5 -c model_provider=m -c \
			"model_providers.m={name='m', base_url='$url/v1', wire_api='responses', env_key='OPENAI_API_KEY'}" \
			"${@:2}" hello
		;;
	gemini)
		export GEMINI_API_KEY=made-up GOOGLE_GEMINI_BASE_URL=$url
		set -- gemini --yolo --include-directories ~/src -p hello
		;;
	opencode)
		export OPENCODE_CONFIG_CONTENT="{\"provider\": {\"m\": {\"options\": {\"baseURL\": \"$url/v1\"}}}}"
		export OPENCODE_DISABLE_AUTOUPDATE=1 OPENCODE_DISABLE_MODELS_FETCH=1
		export OPENCODE_DISABLE_LSP_DOWNLOAD=1 OPENCODE_DISABLE_DEFAULT_PLUGINS=1
		set -- opencode run --auto -m m/m hello
		;;
	copilot)
		export COPILOT_PROVIDER_BASE_URL=$url/v1 COPILOT_PROVIDER_TYPE=openai COPILOT_MODEL=m
		export COPILOT_PROVIDER_API_KEY=made-up COPILOT_OFFLINE=true
		set -- copilot --no-auto-update --allow-all-tools --allow-all-paths -p hello
		;;
	vim | nvim | emacs)
		while read -r dir COMMAND; do
			cd "$dir" || return
			export COMMAND="{ $COMMAND; } >>~/results"
			if [ "$1" = emacs ]; then
				emacs -Q --batch --eval "(let ((shell-command-switch \"$2\"))
					($3 (getenv \"COMMAND\"))
					(while (get-buffer-process \"*compilation*\") (accept-process-output nil 1)))"
			else
				"$1" -es -u NONE -c "set shell=$SHELL shellcmdflag=$2" -c "!$COMMAND" -c qa!
			fi
		done <~/commands >~/log 2>&1
		return
		;;
	esac
	timeout 120 "$HOME/bin/$1" "${@:2}" >~/log 2>&1 </dev/null
}
program "$BIN/whose" '#!/bin/bash' "$(declare -f whose)" whose
program "$BIN/agent" '#!/bin/bash' "$(declare -f agent)" 'agent "$@"'
cat >"$HOME/.gemini/settings.json" <<-'END'
	{"security": {"auth": {"selectedType": "gemini-api-key"}, "folderTrust": {"enabled": false}},
	 "privacy": {"usageStatisticsEnabled": false}, "telemetry": {"enabled": false},
	 "general": {"enableAutoUpdate": false}, "model": {"name": "gemini-2.5-flash"}}
END
cat >"$HOME/.config/opencode/opencode.json" <<-'END'
	{"autoupdate": false, "share": "disabled", "permission": {"*": "allow"}, "enabled_providers": ["m"],
	 "provider": {"m": {"npm": "@ai-sdk/openai-compatible", "name": "m", "options": {"apiKey": "made-up"},
	  "models": {"m": {"name": "m", "tool_call": true}}}}}
END
chmod 755 "$T"
CLEAN=(env -i HOME="$HOME" PATH=/usr/bin:/bin LC_ALL=C.UTF-8 TERM=dumb)
# Not nobody: in the sandbox of Codex files of each other user are nobody's.
if is_root; then
	chown -hR 1:1 "$HOME"
	CLEAN=(setpriv --reuid=1 --regid=1 --clear-groups "${CLEAN[@]}")
fi
# prepare: the home directory of a user of avenv
prepare() {
	"${CLEAN[@]}" SHELL=/bin/bash "$BIN/avenv" -q setup --everywhere || return
	"${CLEAN[@]}" "$BIN/avenv" -q setup bash zsh || return
	for dir in alpha beta alpha/wt; do "${CLEAN[@]}" "$BIN/avenv" -q allow "$SRC/$dir" || return; done
}
made prepare

# ---- the table ---------------------------------------------------------------

# session START SHELL DIR AGENT [OPTION...]: what its commands print
session() {
	local words=("${CLEAN[@]}" SHELL="/bin/$2" ${GIVEN:+"$GIVEN"}) call="cd ~/src/$3; exec ~/bin/agent ${*:4}"
	cat >"$HOME/commands" <<-END
		$SRC/$3 $BIN/whose
		$SRC/$3 cd $SRC/beta && $BIN/whose
		$SRC/beta $BIN/whose
		$SRC/beta cd $SRC/plain; $BIN/whose
		$SRC/plain $BIN/whose
		$SRC/plain cd $SRC/alpha/wt && make -s; bash ./script
		$SRC/alpha/wt $BIN/whose
		$SRC/alpha/wt pushd $SRC/beta >/dev/null && $BIN/whose && popd >/dev/null && $BIN/whose
	END
	rm -f "$HOME/results"
	case $1 in
	login) "${words[@]}" "$2" -lc "$call" ;;
	prompt) "${words[@]}" "$2" -li <<<"$call" ;;
	hand) "${words[@]}" "$2" -lc "cd ~/src/$3; unset AVENV_ENV; $call" ;;
	fish) "${words[@]}" fish -c "$call" ;;
	# No shell is above it: the script counts SHLVL up to 0.
	desktop) "${words[@]}" SHLVL=-1 /bin/sh -c "$call" ;;
	esac >/dev/null 2>&1
	grep -oP '(?<=is <)[^>]*' "$HOME/results" | paste -sd' '
}
RIGHT='beta beta none none wt wt wt beta wt'
# right START SHELL DIR AGENT [OPTION...]: its commands print WANTED, or each the project of its directory
right() {
	local wanted=${WANTED-${3/plain/none} $RIGHT} title="$4 from $1, $2, in $3${5+, }${*:5}"
	has "$2" || return
	PATH=$BIN:$PATH command -v "$4" >/dev/null || ! skip "$4 is neither in out/deps nor on PATH" || return
	is "$(session "$@" 2>&1)" "$wanted" "${title//$HOME/\~}" || diag "$(tail -n 5 ~/log ~/api.log)"
}
# setting TEXT FILE: docs/agents.md has it, and FILE gets it
setting() {
	local text=${1//\/home\/you/$HOME}
	ok "docs/agents.md has: $1" grep -qF -- "$1" "$SRCDIR/docs/agents.md"
	echo "${text/%FILE/$FILES/bash}" >"$2"
}

for shell in bash zsh; do
	right login $shell alpha claude
	right login $shell plain claude
	right prompt $shell alpha claude
	right login $shell alpha codex -s danger-full-access
	right login $shell alpha gemini
	right login $shell alpha opencode
	right login $shell alpha vim -c
	right login $shell alpha nvim -c
	right login $shell alpha emacs -c compile
	# An interactive shell needs no login.
	right desktop $shell alpha vim -ic
	right desktop $shell alpha emacs -ic compile
	right desktop $shell alpha emacs -ic shell-command
done

# Claude Code
! has fish || right fish bash alpha claude
# An environment that was activated by hand stays.
WANTED='alpha alpha alpha alpha alpha alpha alpha alpha alpha alpha' right hand bash alpha claude
setting '{ "env": { "CLAUDE_ENV_FILE": "/home/you/.local/share/avenv/everywhere/agent" } }' ~/.claude/settings.json
for shell in bash zsh; do right desktop $shell plain claude; done
rm ~/.claude/settings.json
echo ": >~/own.read; . $FILES/agent" >~/own
GIVEN=CLAUDE_ENV_FILE=$HOME/own right login bash alpha claude &&
	ok "the user's own CLAUDE_ENV_FILE was read" test -e ~/own.read

# Codex, without its sandbox and in it
right desktop bash alpha codex -s danger-full-access
right login bash alpha codex -s danger-full-access -c shell_environment_policy.inherit=core \
	-c "shell_environment_policy.set.BASH_ENV=$FILES/bash"
right login bash alpha codex
setting '[ -z "${BASH_EXECUTION_STRING+x}" ] || . ~/.local/share/avenv/everywhere/bash' ~/line
cat ~/line ~/.bashrc >~/both
cat ~/both >~/.bashrc
right desktop bash alpha codex

# The other settings
setting 'BASH_ENV=FILE' ~/.gemini/.env
right desktop bash alpha gemini
setting '"shell": "/bin/zsh"' "$SRC/alpha/opencode.json"
sed -i 's/.*/{ & }/' "$SRC/alpha/opencode.json"
right desktop zsh alpha opencode
setting '{"bashEnv": true}' ~/.copilot/settings.json
right login bash alpha copilot

# A session goes on after --undo.
"${CLEAN[@]}" "$BIN/avenv" -q setup --everywhere --undo
WANTED='none none none none none none none none none none' GIVEN=CLAUDE_ENV_FILE=$FILES/agent \
	right desktop bash alpha claude
done_testing

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 8 85
# Claude Code itself, after setup --everywhere, with a stand-in of its API on the loopback interface: in each
# command python, pytest, pip, VIRTUAL_ENV and PATH are of one environment or of none. It runs as an ordinary
# user with few processes, in an empty environment with a home of its own and a made-up key.
# shellcheck disable=SC2016 # for inner shells
. "${SRCDIR:?}/tests/lib.sh" || exit

command -v npm >/dev/null || skip_all 'npm is not installed'
package=@anthropic-ai/claude-code-linux-$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
CLAUDE=$SRCDIR/out/deps/$package/claude
[ -x "$CLAUDE" ] || "$SRCDIR/tests/fetch.sh" "$package" >"$T/log" 2>&1 || skip_all 'Claude Code cannot be fetched'

# ---- the world ---------------------------------------------------------------

SRC=$HOME/src BIN=$HOME/bin
mkdir "$SRC" "$BIN" "$HOME/.claude" "$SRC"/{beta,plain}
mkdir -p "$HOME/.config/fish"
touch "$HOME"/.{bashrc,zshrc,zshenv} "$HOME/.config/fish/config.fish"
echo '. ~/.bashrc' >"$HOME/.profile"
cp "$AVENV" "$AVENV-hook" "$SRCDIR/tests/proof/agent_api.py" "$CLAUDE" "$BIN"
git init -q "$SRC/alpha"
git -C "$SRC/alpha" -c user.name=a -c user.email=a@b commit -q --allow-empty -m a
git -C "$SRC/alpha" worktree add -q "$SRC/alpha/wt"
mkenv "$SRC"/{alpha,beta,alpha/wt}/.venv
for file in "$SRC"/{alpha,beta,alpha/wt}/.venv/bin/{pytest,pip}; do
	printf '#!/bin/sh\necho "$0"\n' >"$file"
	chmod 755 "$file"
done
printf 'all:\n\t@%s\n' "$BIN/whose" >"$SRC/beta/Makefile"
printf '#!/bin/bash\n%s\n' "$BIN/whose" >"$SRC/beta/script"

# The project of each of the five: one word if they agree
cat >"$BIN/whose" <<'END'
#!/bin/bash
# of PATH: the project that it is in
of() {
	case $1 in
	*/.venv*) set -- "${1%%/.venv*}" && echo "${1##*/}" ;;
	*) echo none ;;
	esac
}
IFS=:
for dir in $PATH; do
	[ "$(of "$dir")" = none ] || on_path+=${on_path:+,}$(of "$dir")
done
words=("$(of "$(python3 -c 'import sys; print(sys.prefix)')")" "$(of "$(pytest 2>&1)")" "$(of "$(pip --version 2>&1)")"
	"$(of "$VIRTUAL_ENV")" "${on_path-none}")
case "${words[*]}" in
alpha:alpha:alpha:alpha:alpha | beta:beta:beta:beta:beta | wt:wt:wt:wt:wt | none:none:none:none:none)
	echo "${words[0]}"
	;;
*) printf 'python=%s,pytest=%s,pip=%s,VIRTUAL_ENV=%s,PATH=%s\n' "${words[@]}" ;;
esac
END
# The commands of a session, one a line
cat >"$HOME/commands" <<END
$BIN/whose
cd $SRC/beta && $BIN/whose
$BIN/whose
cd $SRC/alpha/wt
$BIN/whose
cd $SRC/plain
$BIN/whose
cd $SRC/beta
make -s; bash ./script
pushd $SRC/alpha/wt >/dev/null && $BIN/whose && popd >/dev/null && $BIN/whose
END
# Claude Code in this directory, with the variables of the caller
cat >"$BIN/session" <<END
#!/bin/bash
ulimit -u 1000
rm -f "\$HOME/results"
coproc API { exec /usr/bin/python3 -I "$BIN/agent_api.py" "\$HOME/commands" "\$HOME/results" 2>"\$HOME/api.log"; }
read -r port <&"\${API[0]}"
export ANTHROPIC_BASE_URL=http://127.0.0.1:\$port ANTHROPIC_API_KEY=made-up DISABLE_AUTOUPDATER=1
export CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1
timeout 120 "$BIN/claude" -p hello --allowedTools Bash --add-dir "$SRC" >"\$HOME/log" 2>&1 </dev/null
END
chmod 755 "$T" "$BIN"/{whose,session}
! is_root || chown -R 65534:65534 "$HOME"
CLEAN=(as_user env -i HOME="$HOME" PATH=/usr/bin:/bin LC_ALL=C.UTF-8 TERM=dumb)
# prepare: the home directory of a user of avenv
prepare() {
	"${CLEAN[@]}" SHELL=/bin/bash "$BIN/avenv" -q setup --everywhere || return
	"${CLEAN[@]}" "$BIN/avenv" -q setup bash zsh || return
	for dir in alpha beta alpha/wt; do "${CLEAN[@]}" "$BIN/avenv" -q allow "$SRC/$dir" || return; done
}
made prepare

# ---- the table ---------------------------------------------------------------

# session START SHELL DIR [VAR=VALUE...]: what its commands print
session() {
	local words=("${CLEAN[@]}" SHELL="/bin/$2" "${@:4}") command="cd $SRC/$3; $BIN/session"
	case $1 in
	login) "${words[@]}" "$2" -lc "$command" ;;
	prompt) "${words[@]}" "$2" -li <<<"$command" ;;
	hand) "${words[@]}" "$2" -lc "cd $SRC/$3; unset AVENV_ENV; $BIN/session" ;;
	fish) "${words[@]}" fish -c "$command" ;;
	desktop) "${words[@]}" /bin/sh -c "$command" ;;
	esac >/dev/null 2>&1
	/usr/bin/python3 -I - "$HOME/results" <<-'P'
		import json, sys
		texts = [json.loads(line) for line in open(sys.argv[1])]
		texts = [text if isinstance(text, str) else "".join(block.get("text", "") for block in text) for text in texts]
		print(*(texts[i].strip().replace("\n", " then ") for i in (0, 1, 2, 4, 6, 8, 9)), sep=" | ")
	P
}
# right NAME START SHELL DIR [VAR=VALUE...]
right() {
	has "$3" || return
	got=$(session "${@:2}" 2>&1)
	printf '# | %s | %s |\n' "$1, $3, in $4" "$got"
	is "$got" "${4/plain/none} | beta | beta | wt | none | beta then beta | wt then beta" "$1, $3, in $4"
}
echo '# | start | there | cd beta && | next | in a worktree | in no project | make, a script of beta | pushd, popd |'
for shell in bash zsh; do
	for dir in alpha plain; do
		right 'from a login' login $shell $dir
		right 'from a prompt' prompt $shell $dir
	done
done
! has fish || right 'from fish' fish bash alpha
is "$(session hand bash alpha)" 'alpha | alpha | alpha | alpha | alpha | alpha then alpha | alpha then alpha' \
	'an environment that was on by hand stays on'
# The line of docs/agents.md, which is in effect in a start by a desktop, too
settings=$(sed -n 's|^{ "env":.*|&|p' "$SRCDIR/docs/agents.md")
like "$settings" "CLAUDE_ENV_FILE*/home/you/" "docs/agents.md has the line"
echo "${settings//\/home\/you/$HOME}" >"$HOME/.claude/settings.json"
for shell in bash zsh; do
	right 'from a desktop, and a line in settings.json' desktop $shell alpha
	right 'from a desktop, and a line in settings.json' desktop $shell plain
done
rm "$HOME/.claude/settings.json"
# The user's own file stays, and may read avenv's.
echo 'export OWN=1' >"$HOME/own"
sed -i "1a [ \"\$OWN\" ] || exec echo no own" "$BIN/whose"
is "$(session login bash alpha CLAUDE_ENV_FILE="$HOME/own" | cut -d'|' -f1)" 'alpha ' "the user's own CLAUDE_ENV_FILE"
echo ". $HOME/.local/share/avenv/everywhere/agent" >>"$HOME/own"
right "the user's own CLAUDE_ENV_FILE reads avenv's" login bash alpha CLAUDE_ENV_FILE="$HOME/own"
sed -i 2d "$BIN/whose"
# A session goes on after --undo.
"${CLEAN[@]}" "$BIN/avenv" -q setup --everywhere --undo
undone=$(session desktop bash alpha CLAUDE_ENV_FILE="$HOME/.local/share/avenv/everywhere/agent")
is "$undone" 'none | none | none | none | none | none then none | none then none' 'after --undo'
done_testing

# shellcheck shell=sh disable=SC2016
# Written by 'avenv setup --everywhere': PATH with the shims, BASH_ENV, and CLAUDE_ENV_FILE if
# Claude Code is here. Login shells read it.
case :${PATH-}: in
*:'@DATA@'/shims:*/usr/bin:*) ;;
*:/usr/bin:*'@DATA@'/shims:*) export PATH='@DATA@'/shims:"$PATH" ;; # a login shell of macOS
*:'@DATA@'/shims:*) ;;
*) export PATH='@DATA@'/shims:"${PATH:-/usr/local/bin:/usr/bin:/bin}" ;;
esac
case ${BASH_ENV-} in
*/avenv/everywhere/bash*) ;; # of another home directory
*) export AVENV_BASH_ENV="${BASH_ENV-}" ;;
esac
export BASH_ENV='@BASH_ENV@'
case ${CLAUDE_ENV_FILE-} in
'' | */avenv/everywhere/agent)
	if [ -d ~/.claude ] || command -v claude >/dev/null; then
		export CLAUDE_ENV_FILE='@DATA@'/everywhere/agent
	fi
	;;
esac

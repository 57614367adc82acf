# shellcheck shell=sh disable=SC2016,SC3028
# Written by 'avenv setup --everywhere': PATH with the shims, BASH_ENV, and CLAUDE_ENV_FILE if
# Claude Code is here. Login shells read it.
case :${PATH-}: in
:'@DATA@'/shims:*) ;;
*:'@DATA@'/shims:*/usr/bin:*)
	# The shims come first, but a command string and a script keep the order of what started
	# them, as direnv, and what was activated by hand stays before the shims.
	case ${BASH_EXECUTION_STRING+zsh}${ZSH_VERSION+zsh}$- in
	zsh*[il]*) ;;
	zsh*) false ;;
	esac && [ "${VIRTUAL_ENV-}" = "${AVENV_ENV-}" ] && export PATH='@DATA@'/shims:"$PATH"
	;;
# In a login shell of macOS the system's directories come first.
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

#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Print what a shell evaluates: its hook, and behind that its completion.
# usage: hook.sh SHELL
set -eu

# hook_and COMPLETION SHELL: that by itself would find avenv where it is installed,
# which the hook knows better.
hook_and() {
	cat "hooks/avenv.$2"
	sed '/@AVENV@/d' "$1"
}

# Each function, with what is before it, as a word of zsh on a line of its own, as
# csh_junkie_quotes allows no newline in quotes.
zsh_words() {
	awk '
		/^[ \t]*(#|$)/ { next }
		{ gsub(/[\\\047]/, "\\\\&"); text = text $0 "\\n" }
		/^\t}/ { printf "$\047%s\047 \\\n", text; text = "" }
		END { printf "$\047%s\047\n", text }'
}

# zsh has aliases for any word, and "eval" parses a text before it runs the first
# of it: so there is nothing outside of quotes, and aliases are off when what is
# inside is parsed.
zsh_hook() {
	# Not into a pipe, which would end well where this does not.
	hook=$(hook_and completions/_avenv zsh)
	cat <<-'EOT'
		'builtin' 'typeset' '-g' _avenv_helper='@HELPER@' _avenv_cli='@AVENV@' "_avenv_aliases=${options[aliases]-on}"
		'builtin' 'unsetopt' 'aliases'
		'builtin' 'eval' \
	EOT
	{
		printf '{\n%s\n' "$hook"
		cat <<-'EOT'
			} always {
				if [[ "$_avenv_aliases" = on ]]; then builtin setopt aliases; fi
				builtin unset _avenv_aliases
			}
		EOT
	} | zsh_words
}

case $1 in
zsh) zsh_hook ;;
*) hook_and "completions/avenv.$1" "$1" ;;
esac

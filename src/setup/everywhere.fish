# Written by 'avenv setup --everywhere': config.fish reads it. A script gets the variables alone.
# The shims come first, but a command string and a script keep the order of what started them, as
# direnv, and what was activated by hand stays before the shims.
if status is-interactive; and test "$VIRTUAL_ENV" = "$AVENV_ENV"
    while set -l index (builtin contains -i -- '@DATA@'/shims $PATH)
        set -e PATH[$index]
    end
end
builtin contains -- '@DATA@'/shims $PATH; or set -gx PATH '@DATA@'/shims $PATH
string match -q '*/avenv/everywhere/bash*' -- $BASH_ENV
or set -gx AVENV_BASH_ENV $BASH_ENV
set -gx BASH_ENV '@BASH_ENV@'
switch "$CLAUDE_ENV_FILE"
    case '' '*/avenv/everywhere/agent'
        if test -d ~/.claude; or command -q claude
            set -gx CLAUDE_ENV_FILE '@DATA@'/everywhere/agent
        end
end
if not status is-interactive; and test -r /proc/$fish_pid/cmdline
    # Options, of which some have a value as the next word, and then -c
    and string match -qr \
        '\A\N*\n((-[ilnNP]*[CDdfop]|--(d|f|init|pro)[^=\n]*)\n\N*\n|-\N*\n)*-[-ilnNP]*c' -- \
        (string split0 </proc/$fish_pid/cmdline | string join \n | string collect)
    set -gu _avenv_helper '@HELPER@'
    set -gu _avenv_state ''
    function _avenv_look --on-variable PWD
        test -x "$_avenv_helper"
        and set -l code ($_avenv_helper fish 6 "$argv[1]" "$_avenv_state" "$PWD" "$VIRTUAL_ENV" \
            "$AVENV_ENV" "$PATH" "$_OLD_VIRTUAL_PATH" "$AVENV_DISABLE" 1 2>&-)
        and eval $code
    end
    _avenv_look cd
end

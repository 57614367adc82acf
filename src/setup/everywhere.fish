# Written by 'avenv setup --everywhere': config.fish reads it. A script file gets the variables alone.
contains -- '@DATA@'/shims $PATH; or set -gx PATH '@DATA@'/shims $PATH
string match -q '*/avenv/everywhere/bash' -- $BASH_ENV
or set -gx AVENV_BASH_ENV $BASH_ENV
set -gx BASH_ENV '@BASH_ENV@'
if not status is-interactive; and test -r /proc/$fish_pid/cmdline
    and string match -qr '\A\N*\n(-\N*\n)*-([ilnNP]*c|-command)' -- \
        (string split0 </proc/$fish_pid/cmdline | string join \n | string collect)
    # @HOOK@
    _avenv_look cd
end

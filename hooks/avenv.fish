# avenv: the hook for fish 3.1 and newer.
#
# Loaded by  avenv hook fish | source  or by sourcing the installed file; loading it again
# starts anew. The hook asks, the helper knows: src/hook.c says what they tell each other.
if status is-interactive
    # A parent may have exported them.
    set -gu _avenv_helper '@HELPER@'
    set -gu _avenv_cli '@AVENV@'
    for name in state name seen off word real
        set -gu _avenv_$name
    end
    set -e _avenv_yields
    set -gu _avenv_watch -o x
    set -gu _avenv_names -o -L .venv -o -L venv -o -L env -o -L .env -o -L virtualenv \
        -o -e .venv -o -e venv -o -e env -o -e .env -o -e virtualenv

    # fish before 3.6 does not compare files: the path has to be there, and a directory whose path
    # changes makes it ask.
    test / -ef / 2>/dev/null; and set -gu _avenv_ef -ef; or set -gu _avenv_ef != x -o ! -e
    string match -q -- -ef $_avenv_ef; or function _avenv_moved --on-event fish_prompt
        test -z "$_avenv_off"; and set -l real "$PWD" (builtin realpath ./. 2>/dev/null)
        test "$real[1]" = "$_avenv_real[1]" -a "$real[2]" != "$_avenv_real[2]"; and set -g _avenv_last
        set -g _avenv_real $real
    end

    # Each prompt. Nothing runs where all is as the last answer left it. `test` looks no
    # further than the first -o that holds.
    function _avenv_prompt --on-event fish_prompt
        test "$PWD/$VIRTUAL_ENV/$AVENV_ENV/$_OLD_VIRTUAL_PATH/$AVENV_DISABLE/$PATH" != "$_avenv_last" \
            $_avenv_word $_avenv_watch
        and _avenv_look prompt
    end

    # direnv and mise set PATH at the prompt, after us. The last word of a command may name an
    # environment that it makes in this directory; fish before 3.2 does not set _avenv_arg.
    function _avenv_preexec --on-event fish_preexec
        string match -q -- "*/$PATH" "$_avenv_last"; or _avenv_look prompt
        string match -qr '(?:^|\s|\./)(?<_avenv_arg>[^/\s]*'"$_avenv_off"'[^/\s]*)/*\s*$' -- "$argv[1]"
        and set -g _avenv_word -o ! -L "$_avenv_arg" -a -e "$_avenv_arg/pyvenv.cfg"
        or set -g _avenv_word
    end

    # `cd x; and python` uses x's environment.
    function _avenv_chpwd --on-variable PWD
        _avenv_look cd
    end

    # Ask the helper; $argv[1]: the event. Without an answer all is quiet until the next change.
    function _avenv_look
        set -g _avenv_watch
        set -g _avenv_word
        set -g _avenv_last "$PWD/$VIRTUAL_ENV/$AVENV_ENV/$_OLD_VIRTUAL_PATH/$AVENV_DISABLE/$PATH"
        test -x "$_avenv_helper"
        and set -l code ($_avenv_helper fish 5 "$argv[1]" "$_avenv_state" "$PWD" "$VIRTUAL_ENV" \
            "$AVENV_ENV" "$PATH" "$_OLD_VIRTUAL_PATH" "$AVENV_DISABLE" "$AVENV_QUIET" 2>&-)
        and _avenv_apply $code
    end

    function _avenv_apply
        eval $argv
        set -g _avenv_last "$PWD/$VIRTUAL_ENV/$AVENV_ENV/$_OLD_VIRTUAL_PATH/$AVENV_DISABLE/$PATH"
        test -z "$_avenv_name"; or _avenv_hide_name
        return 0
    end

    # No name where the user's prompt shows the environment. Its text is read once a shell: that
    # takes long.
    function _avenv_hide_name
        set -q _avenv_yields
        or set -gu _avenv_yields (functions fish_prompt fish_right_prompt |
            string match -ir 'virtual_?env|powerline|_tide_')
        test -z "$_avenv_yields$VIRTUAL_ENV_DISABLE_PROMPT"; or set -g _avenv_name ''
    end

    # The name stands before the prompt, where fish shows the mode of vi.
    functions -q fish_mode_prompt; or function fish_mode_prompt
    end
    functions -q _avenv_mode_prompt; or functions -c fish_mode_prompt _avenv_mode_prompt
    function fish_mode_prompt
        test -z "$_avenv_name"; or printf '(%s) ' "$_avenv_name"
        _avenv_mode_prompt
    end

    # The function `deactivate`; $argv[1]: our entry in PATH, for when the helper does not answer.
    function _avenv_deactivate
        _avenv_look deactivate; and return
        set -l at (contains -i -- $argv[1] $PATH); and set -e PATH[$at]
        set -e VIRTUAL_ENV
        set -e VIRTUAL_ENV_PROMPT
        set -e AVENV_ENV
        functions -e deactivate
        set -g _avenv_name ''
    end

    # Some commands print what this shell is to do; any may have changed what there is to find.
    function avenv -d 'Python environments that follow you'
        if string match -qr '^\n(-C\n.*\n|-.*\n)*(activate|deactivate|on|off|select)(\n|$)' \
                -- (string join \n -- '' $argv | string collect)
            _avenv_call $argv | read -lz out
            set -l code $pipestatus[1]
            string match -q ': avenv*' -- "$out"; and _avenv_apply $out; or printf '%s' "$out"
            return $code
        end
        _avenv_call $argv
        set -l code $status
        _avenv_look command
        return $code
    end

    function _avenv_call
        test -x "$_avenv_cli"; or not echo "avenv: '$_avenv_cli' is gone" >&2; or return 127
        AVENV_SHELL='fish 5' AVENV_STATE="$_avenv_state" AVENV_OLD_PATH="$_OLD_VIRTUAL_PATH" \
            AVENV_DISABLE="$AVENV_DISABLE" $_avenv_cli $argv
    end

    # The first TAB takes this away, loads the completion and answers by it.
    function _avenv_load
        functions -e _avenv_load
        test -x "$_avenv_cli"; and $_avenv_cli hook --completion fish 2>/dev/null | source
        set -l line (commandline -pc | string collect)
        complete "-C$line"
    end
    complete -c avenv -n 'functions -q _avenv_load' -f -k -a '(functions -q _avenv_load; and _avenv_load)'
end

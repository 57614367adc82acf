# avenv: the hook for fish 3.1 and newer.
#
# Loaded by  avenv hook fish | source  or by sourcing the installed file; loading it again resets
# it. The hook runs the helper and evaluates its answer: src/hook.c has the protocol.
if status is-interactive
    # A parent shell may have exported these variables.
    set -gu _avenv_helper '@HELPER@'
    set -gu _avenv_cli '@AVENV@'
    for name in state name branch shown off word real
        set -gu _avenv_$name
    end
    set -gu _avenv_last ''
    set -gu _avenv_names -o -L .venv -o -L venv -o -L env -o -L .env -o -L virtualenv \
        -o -e .venv -o -e venv -o -e env -o -e .env -o -e virtualenv

    # fish before 3.6 does not compare files: the path must exist, and a new real path of the
    # working directory makes the prompt run the helper.
    test / -ef / 2>/dev/null; and set -gu _avenv_ef -ef; or set -gu _avenv_ef != x -o ! -e
    string match -q -- -ef $_avenv_ef; or function _avenv_moved --on-event fish_prompt
        test -z "$_avenv_off"; and set -l real "$PWD" (builtin realpath ./. 2>/dev/null)
        test "$real[1]" = "$_avenv_real[1]" -a "$real[2]" != "$_avenv_real[2]"; and set -g _avenv_last ''
        set -g _avenv_real $real
    end

    # Run at each prompt. The helper does not run if nothing has changed since the last answer, which
    # set _avenv_last to the state and further tests. `test` evaluates nothing after the first -o that
    # is true.
    function _avenv_prompt --on-event fish_prompt
        test "$PWD/$VIRTUAL_ENV/$AVENV_ENV/$_OLD_VIRTUAL_PATH/$AVENV_DISABLE/$PATH" != $_avenv_last \
            $_avenv_word
        and _avenv_look prompt
    end

    # direnv and mise set PATH at the prompt, after this hook. The last word of a command may name
    # an environment that the command makes in this directory; fish before 3.2 does not set
    # _avenv_arg.
    function _avenv_preexec --on-event fish_preexec
        string match -q -- "*/$PATH" "$_avenv_last[1]"; or _avenv_look prompt
        string match -qr '(?:^|\s|\./)(?<_avenv_arg>[^/\s]*'"$_avenv_off"'[^/\s]*)/*\s*$' -- "$argv[1]"
        and set -g _avenv_word -o ! -L "$_avenv_arg" -a -e "$_avenv_arg/pyvenv.cfg"
        or set -g _avenv_word
    end

    # Run the helper; $argv[1]: the event, or VARIABLE, which the helper reads as a cd, so that
    # `cd x; and python` uses x's environment. Without an answer it is not run again before the next
    # change.
    function _avenv_look --on-variable PWD
        set -g _avenv_word
        set -g _avenv_last "$PWD/$VIRTUAL_ENV/$AVENV_ENV/$_OLD_VIRTUAL_PATH/$AVENV_DISABLE/$PATH"
        test -x "$_avenv_helper"
        and set -l code ($_avenv_helper fish 6 "$argv[1]" "$_avenv_state" "$PWD" "$VIRTUAL_ENV" \
            "$AVENV_ENV" "$PATH" "$_OLD_VIRTUAL_PATH" "$AVENV_DISABLE" "$AVENV_QUIET" 2>&-)
        and eval "$code;true"
    end

    # The name is before the prompt, at the place of the vi mode, unless the prompt shows the
    # environment. After a look the prompt's text is asked once: it shows its name or its last
    # component, but not as the directory's or the branch's. A text with neither needs no look at
    # those.
    functions -q fish_mode_prompt; or function fish_mode_prompt
    end
    functions -q _avenv_mode_prompt; or functions -c fish_mode_prompt _avenv_mode_prompt
    function fish_mode_prompt
        test -z "$_avenv_name" -o -n "$_avenv_shown"; or _avenv_judge
        test -z "$_avenv_name" -o "$_avenv_shown" = yes; or printf '(%s) ' "$_avenv_name"
        _avenv_mode_prompt
    end

    function _avenv_judge
        test -n "$VIRTUAL_ENV_DISABLE_PROMPT"; and set -g _avenv_shown yes; and return
        set -g _avenv_shown no
        set -l text (fish_prompt; functions -q fish_right_prompt; and fish_right_prompt)
        string match -qr '(?<base>[^/]*)$' -- "$VIRTUAL_ENV"
        string replace -q -- "$_avenv_name" '' $text; or string replace -q -- "$base" '' $text
        or test -z "$base"; or return
        set -l bases (string replace -r '.*/' '' -- "$_avenv_name" "$VIRTUAL_ENV" "$PWD" "$_avenv_branch" | string escape --style=regex)
        set text (string replace -ra '\e(\[[0-9;?]*[a-zA-Z]|\(B)' ' ' -- " $text " | string replace -r "(?<![\w./-])$bases[4](?![\w/-])" '')
        string match -qr "/$bases[3]" -- $text
        or set text (string replace -r "(?<![\w.-])$bases[3](?![\w.-])" '' -- $text)
        string match -qr "(?<![\w./-])($bases[1]|$bases[2])(?![\w/-])" -- $text
        and set -g _avenv_shown yes
    end

    # Some commands print code for this shell; any other may change which environment is found. A shell
    # that replays these functions has no variables.
    function avenv -d 'Python environments that follow you'
        if not set -q _avenv_cli[1]
            command avenv $argv
            return
        end
        if string match -qr '^\n(-C\n.*\n|-.*\n)*(activate|deactivate|on|off|select)(\n|$)' \
                -- (string join \n -- '' $argv | string collect)
            _avenv_call $argv | read -lz out
            set -l code $pipestatus[1]
            string match -q ': avenv*' -- "$out"; and eval "$out;true"; or printf '%s' "$out"
            return $code
        end
        _avenv_call $argv
        set -l code $status
        _avenv_look "command $argv"
        return $code
    end

    function _avenv_call
        test -x "$_avenv_cli"; or not echo "avenv: '$_avenv_cli' is gone" >&2; or return 127
        AVENV_SHELL='fish 6' AVENV_STATE="$_avenv_state" AVENV_OLD_PATH="$_OLD_VIRTUAL_PATH" \
            AVENV_DISABLE="$AVENV_DISABLE" $_avenv_cli $argv
    end

    # The first TAB removes this function, loads the completion and completes by it.
    function _avenv_load
        functions -e _avenv_load
        test -x "$_avenv_cli"; and $_avenv_cli hook --completion fish 2>/dev/null | source
        set -l line (commandline -pc | string collect)
        complete "-C$line"
    end
    complete -c avenv -n 'functions -q _avenv_load' -f -k -a '(functions -q _avenv_load; and _avenv_load)'
end

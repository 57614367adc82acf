# avenv: the hook for fish 3.1 and newer. `avenv hook fish | source` loads it, or sourcing the
# installed file. Loading it again resets it.
#
# At each prompt and after each cd this compares the variables and files on which the environment
# depends with those of the last time. If one changed, it runs the helper, avenv-hook, and
# evaluates the code that this prints. src/hook.c describes the questions and the answers.
#
# These quirks of fish shape the rest:
#
# - A prompt is a function of the user's, which a theme may replace at any time. So the name of the
#   environment is printed by fish_mode_prompt, which fish calls before it.
# - Only a call of the user's function tells what the prompt shows. That takes long, so it is called
#   once for each answer.
# - Each command takes some microseconds, the call of a function or a command substitution some ten.
#   So a short text stands here four times, and a regular expression replaces several commands.
if status is-interactive

    # ---- Variables. A parent shell may have exported some: -u takes that back ----

    # The two programs
    set -gu _avenv_helper '@HELPER@'
    set -gu _avenv_cli '@AVENV@'
    # Set by the answer: the helper's own state; the environment's name for the prompt, or nothing;
    # the same name, if the git branch is called so, too
    set -gu _avenv_state
    set -gu _avenv_name
    set -gu _avenv_branch
    # The variables at the last look
    set -gu _avenv_last ''
    # The name as it is printed, or an empty text if the prompt shows the environment by itself; no
    # element after an answer
    set -gu _avenv_judged

    # ---- The idle test ----

    function _avenv_prompt --on-event fish_prompt
        # The same text as in _avenv_look and avenv
        test "$PWD/$VIRTUAL_ENV/$AVENV_DISABLE/$PATH" = "$_avenv_last"
        and _avenv_unchanged
        or _avenv_look prompt
    end

    # direnv and mise set PATH at the prompt, after _avenv_prompt. The command that was typed there
    # has to find the right programs.
    function _avenv_preexec --on-event fish_preexec
        string match -q -- "*/$PATH" "$_avenv_last"; or _avenv_look prompt
    end

    # ---- Asking the helper ----

    # Ask because of the event $argv[1], and evaluate the answer. After a cd fish calls this with
    # VARIABLE, which the helper takes for cd: `cd x; and python` runs x's python.
    function _avenv_look --on-variable PWD
        # Look up the files on which the answer depends. Each answer defines this; until then
        # nothing has changed.
        function _avenv_unchanged
        end
        # Noted before: without an answer no prompt asks again until something changes. So one ^C is
        # enough if the helper hangs.
        set -g _avenv_last "$PWD/$VIRTUAL_ENV/$AVENV_DISABLE/$PATH"

        test -x "$_avenv_helper"
        and set -l code ($_avenv_helper fish 6 "$argv[1]" "$_avenv_state" "$PWD" "$VIRTUAL_ENV" \
            "$AVENV_ENV" "$PATH" "$_OLD_VIRTUAL_PATH" "$AVENV_DISABLE" "$AVENV_QUIET" 2>&-)
        or return
        eval "$code"

        # Noted after: a variable that the answer could not set is no change at the next prompt.
        set -g _avenv_last "$PWD/$VIRTUAL_ENV/$AVENV_DISABLE/$PATH"
        set -g _avenv_judged
    end

    # ---- The name in the prompt ----

    # Keep the user's fish_mode_prompt under another name. It may be missing. If this file was
    # loaded before, fish_mode_prompt is the one below.
    if not functions -q fish_mode_prompt
        function fish_mode_prompt
        end
    end
    if not string match -q '*_avenv_judged*' -- (functions fish_mode_prompt)
        functions -e _avenv_mode_prompt
        functions -c fish_mode_prompt _avenv_mode_prompt
    end

    function fish_mode_prompt
        set -q _avenv_judged[1]; or _avenv_judge
        echo -n "$_avenv_judged"
        _avenv_mode_prompt
    end

    function _avenv_judge
        # Set now: the user's prompt may call fish_mode_prompt, which must not come back here. Set
        # again at the end: the prompt may call cd, and an answer empties it.
        set -g _avenv_judged ''
        # No environment is on, or the user wants no name.
        test -n "$_avenv_name" -a -z "$VIRTUAL_ENV_DISABLE_PROMPT"; or return

        set -l text (fish_prompt; functions -q fish_right_prompt; and fish_right_prompt)
        # Most prompts have neither name. Three lines are matched: VIRTUAL_ENV, which ends in the
        # name of the directory, \1; the name, \2; and the prompt.
        if string match -qr '/([^/\n]+)\n(.+)\n.*(\1|\2)' -- "$VIRTUAL_ENV"\n"$_avenv_name"\n"$text"
            and _avenv_has_word "$text"
            set -g _avenv_judged ''
        else
            set -g _avenv_judged "($_avenv_name) "
        end
    end

    # Whether the text $argv[1] has one of the names as a word. A part of a file's name is no word.
    function _avenv_has_word
        # The letter at the end of a colour, as in \e[32m, is no part of a word.
        set -l text (string replace -ra '\e(\[[0-9;?]*[a-zA-Z]|\(B)' ' ' -- " $argv[1] ")
        set -l directory (string replace -r '.*/' '' -- "$VIRTUAL_ENV")
        set -l names (string escape --style=regex -- "$_avenv_name" "$directory" | string join '|')
        set -l before '(?<![\w./-])'
        set -l after '(?![\w/-])'
        # One word is taken for the branch of that name.
        if test -n "$_avenv_branch"
            set -l branch (string escape --style=regex -- "$_avenv_branch")
            set text (string replace -r "$before$branch$after" '' -- $text)
        end
        # Often the shell's directory has the same name. One word is taken for the directory,
        # unless the prompt shows that as the end of a path.
        set -l here (string replace -r '.*/' '' -- "$PWD" | string escape --style=regex)
        if not string match -qr "/$here" -- $text
            set text (string replace -r "(?<![\w.-])$here(?![\w.-])" '' -- $text)
        end
        string match -qr "$before($names)$after" -- $text
    end

    # ---- The function avenv ----

    # Run the command. Some commands print code for this shell. Any other may change which
    # environment is found. A shell that has a copy of this function without the variables runs the
    # program.
    function avenv -d 'Python environments that follow you'
        if not set -q _avenv_cli[1]
            command avenv $argv
            return
        end
        set -l code
        if _avenv_prints_code $argv
            _avenv_call $argv | read -lz out
            set code $pipestatus[1]
            if string match -q ': avenv*' -- "$out"
                eval "$out"
                set -g _avenv_last "$PWD/$VIRTUAL_ENV/$AVENV_DISABLE/$PATH"
                set -g _avenv_judged
            else
                # Help, or an error
                printf %s "$out"
            end
        else
            _avenv_call $argv
            set code $status
            _avenv_look "command $argv"
        end
        return $code
    end

    # Whether the first word that is no option is one of these commands; -C has a value.
    function _avenv_prints_code
        while string match -q -- '-*' "$argv[1]"
            test "$argv[1]" = -C; and set -e argv[1]
            set -q argv[1]; and set -e argv[1]
        end
        contains -- "$argv[1]" activate deactivate on off select
    end

    # Run the program, and tell it about this shell.
    function _avenv_call
        if not test -x "$_avenv_cli"
            echo "avenv: '$_avenv_cli' is gone" >&2
            return 127
        end
        AVENV_SHELL='fish 6' AVENV_STATE="$_avenv_state" AVENV_OLD_PATH="$_OLD_VIRTUAL_PATH" \
            AVENV_DISABLE="$AVENV_DISABLE" $_avenv_cli $argv
    end

    # ---- Completion ----

    # The first TAB removes this function, loads the completion and completes by it.
    function _avenv_load
        functions -e _avenv_load
        test -x "$_avenv_cli"; and $_avenv_cli hook --completion fish 2>/dev/null | source
        set -l line (commandline -pc | string collect)
        complete "-C$line"
    end
    complete -c avenv -n 'functions -q _avenv_load' -f -k \
        -a '(functions -q _avenv_load; and _avenv_load)'
end

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
#   environment is printed by fish_mode_prompt, which fish calls before it and themes leave alone.
# - Only a call of the user's function tells what the prompt shows. So it is called once more after
#   each answer.
# - The call of a function takes some ten microseconds. So the text that each prompt compares is
#   written out four times.
if status is-interactive

    # ---- Variables. A parent shell may have exported some: -u takes that back ----

    # The two programs
    set -gu _avenv_helper '@HELPER@'
    set -gu _avenv_cli '@AVENV@'
    # Set by the answer: the helper's own state; the environment's name for the prompt, or nothing;
    # the same name if the git branch has it, else nothing
    set -gu _avenv_state
    set -gu _avenv_name
    set -gu _avenv_branch
    # The variables at the last look
    set -gu _avenv_last ''
    # The text before the prompt: the name in parentheses, or '' if the prompt shows the environment
    # by itself. After an answer the list is empty, until the prompt was judged.
    set -gu _avenv_judged

    # ---- The idle test ----

    function _avenv_prompt --on-event fish_prompt
        # The same text as in _avenv_look and avenv
        if test "$PWD/$VIRTUAL_ENV/$AVENV_DISABLE/$PATH" != "$_avenv_last"
            _avenv_look prompt
        else if not _avenv_unchanged
            _avenv_look prompt
        end
    end

    # direnv and mise set PATH, the last part of _avenv_last, at the prompt, after _avenv_prompt. So
    # look again before the command that was typed there runs.
    function _avenv_preexec --on-event fish_preexec
        string match -q -- "*/$PATH" "$_avenv_last"; or _avenv_look prompt
    end

    # ---- Asking the helper ----

    # Ask because of the event $argv[1], and evaluate the answer. After a cd fish calls this with
    # VARIABLE, which the helper takes for cd: `cd x; and python` runs x's python.
    function _avenv_look --on-variable PWD
        # Before that the variables are noted, and no file is watched: if the helper fails, or a ^C
        # ends it, no prompt asks again until something changes. The answer defines _avenv_unchanged
        # anew, which looks up the files on which it depends.
        function _avenv_unchanged
        end
        set -g _avenv_last "$PWD/$VIRTUAL_ENV/$AVENV_DISABLE/$PATH"

        # 2>&-: the helper prints no errors.
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
        # The user's prompt may call fish_mode_prompt, which must not come back here.
        set -g _avenv_judged ''
        # No environment is on, or the user wants no name.
        test -n "$_avenv_name" -a -z "$VIRTUAL_ENV_DISABLE_PROMPT"; or return

        set -l text (fish_prompt; functions -q fish_right_prompt; and fish_right_prompt)
        # The prompt may call cd. Its answer has emptied the list.
        set -g _avenv_judged ''
        # Most prompts have neither the name nor that of the environment's directory. One regular
        # expression tells: each further command would be felt at a cd. Its text is VIRTUAL_ENV, the
        # name and the prompt, a line each. \1 is the end of VIRTUAL_ENV, \2 the name; the prompt
        # must have one of them.
        if string match -qr '/([^/\n]+)\n(.+)\n.*(\1|\2)' -- "$VIRTUAL_ENV"\n"$_avenv_name"\n"$text"
            _avenv_has_word "$text"; and return
        end
        set -g _avenv_judged "($_avenv_name) "
    end

    # Whether the text $argv[1] has one of these two names as a word. A component of a path, as in
    # ~/env/src, is no word.
    function _avenv_has_word
        # A colour, as \e[32m, ends in a letter, which is no part of a word.
        set -l text (string replace -ra '\e(\[[0-9;?]*[a-zA-Z]|\(B)' ' ' -- " $argv[1] ")
        set -l directory (string replace -r '.*/' '' -- "$VIRTUAL_ENV")
        set -l names (string escape --style=regex -- "$_avenv_name" "$directory" | string join '|')
        set -l before '(?<![\w./-])'
        set -l after '(?![\w./-])'
        # The first word that is the name of the git branch is the branch.
        if test -n "$_avenv_branch"
            set -l branch (string escape --style=regex -- "$_avenv_branch")
            set text (string replace -r "$before$branch$after" '' -- $text)
        end
        # The shell's directory may have the same name. Unless the prompt shows the directory at the
        # end of a path, the first such word is the directory.
        set -l here (string replace -r '.*/' '' -- "$PWD" | string escape --style=regex)
        if not string match -qr "/$here" -- $text
            set text (string replace -r "$before$here$after" '' -- $text)
        end
        string match -qr "$before($names)$after" -- $text
    end

    # ---- The function avenv ----

    # Run the command. Some commands print code for this shell. Any other may change which
    # environment is found. A tool may copy this function into another shell, but not the variables:
    # there it runs the program.
    function avenv -d 'Python environments that follow you'
        if not set -q _avenv_cli[1]
            command avenv $argv
            return
        end
        set -l code
        if _avenv_prints_code $argv
            _avenv_call $argv | read -lz out
            set code $pipestatus[1]
            # Code begins so. Else it is help.
            if string match -q ': avenv*' -- "$out"
                eval "$out"
                set -g _avenv_last "$PWD/$VIRTUAL_ENV/$AVENV_DISABLE/$PATH"
                set -g _avenv_judged
            else
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

    # The first TAB removes this function, loads the completion and completes by it. fish tests the
    # condition once more before it runs the arguments.
    function _avenv_load
        functions -e _avenv_load
        test -x "$_avenv_cli"; and $_avenv_cli hook --completion fish 2>/dev/null | source
        set -l line (commandline -pc | string collect)
        complete "-C$line"
    end
    complete -c avenv -n 'functions -q _avenv_load' -f -k \
        -a '(functions -q _avenv_load; and _avenv_load)'
end

# avenv: the hook for fish 3.1 and newer. `avenv hook fish | source` loads it, or sourcing the
# installed file. Loading it again resets it.
#
# At each prompt this compares the variables and files on which the environment depends with those
# of the last look. If one changed, and after each cd, it runs the helper, avenv-hook, and
# evaluates the code that avenv-hook prints. src/hook.c describes the questions and the answers.
#
# These quirks of fish shape the rest:
#
# - A prompt is a function of the user's, which a theme may replace at any time. So the name of the
#   environment is printed by fish_mode_prompt, which fish calls before it and few themes replace.
# - Only a call of the user's function tells what the prompt shows, and it may take long. So it is
#   called once more for each environment, not at each prompt.
# - direnv and mise set PATH at the prompt, after us. So we look again before a command runs.
# - A function of the user's, as each alias is one, may have the name of a builtin. So `builtin` is
#   before each name, but for those that fish lets nobody define, as `set` and `test`.
if status is-interactive

    # ---- Variables. A parent shell may have exported some: -u takes that back ----

    # The two programs
    set -gu _avenv_helper '@HELPER@'
    set -gu _avenv_cli '@AVENV@'
    # Set by the answer: the helper's state, which this file only hands back; the environment's name
    # for the prompt, or nothing; the same name if the git branch has it, too, else nothing
    set -gu _avenv_state
    set -gu _avenv_name
    set -gu _avenv_branch
    # The variables whose change makes a prompt ask, at the last look. The others that the helper is
    # told of take effect when it is asked next.
    #
    # _avenv_prompt, _avenv_preexec, _avenv_look and _avenv_apply have the same text with these
    # variables: a function for it takes a tenth of an idle prompt. `make check T=house/tree` compares
    # the four.
    set -gu _avenv_last
    # The inputs of the last judgement, whether the prompt shows the name: the name and the environment.
    # An empty list asks for another judgement.
    set -gu _avenv_judged_for
    # Its result, the text before the prompt: the name in parentheses, or nothing
    set -gu _avenv_mark

    # ---- The idle test ----

    # _avenv_unchanged looks up files. The last answer defined it, or _avenv_look.
    function _avenv_prompt --on-event fish_prompt
        test "$PWD//$VIRTUAL_ENV//$AVENV_DISABLE//$PATH" = "$_avenv_last"
        and _avenv_unchanged
        or _avenv_look prompt
    end

    # After Enter, before the command runs
    function _avenv_preexec --on-event fish_preexec
        test "$PWD//$VIRTUAL_ENV//$AVENV_DISABLE//$PATH" = "$_avenv_last"
        or _avenv_look prompt
    end

    # ---- Asking the helper ----

    # Ask because of the event $argv[1]. At each cd, prevd and `./x` too, fish calls this with VARIABLE,
    # which the helper takes for cd: so `cd x; and python` runs x's python. Return false if there was
    # no answer: then the function `deactivate`, which an answer defines, resets the variables by itself.
    function _avenv_look --on-variable PWD
        set -g _avenv_last "$PWD//$VIRTUAL_ENV//$AVENV_DISABLE//$PATH"
        # The answer defines this anew. If the helper fails, or a ^C ends it, no prompt asks again
        # until a variable changes.
        function _avenv_unchanged
            return 0
        end
        # Nothing is said if avenv was uninstalled.
        test -x "$_avenv_helper"; or return
        # `set` keeps the helper's status. 6 is SHELL_PROTOCOL: change it in _avenv_call, too.
        set -l code ($_avenv_helper fish 6 "$argv[1]" "$_avenv_state" "$PWD" "$VIRTUAL_ENV" \
            "$AVENV_ENV" "$PATH" "$_OLD_VIRTUAL_PATH" "$AVENV_DISABLE" "$AVENV_QUIET" 2>&-)
        and _avenv_apply "$code"
    end

    # Evaluate the answer $argv[1]. Then note the variables, also if the answer could not set one: only
    # a further change makes a prompt ask again.
    function _avenv_apply
        eval "$argv[1]"
        set -g _avenv_last "$PWD//$VIRTUAL_ENV//$AVENV_DISABLE//$PATH"
        # Another environment: the next prompt is judged.
        test "$_avenv_name//$VIRTUAL_ENV" = "$_avenv_judged_for"; or set -g _avenv_judged_for
        return 0
    end

    # ---- The name in the prompt ----

    # Put the name before the user's fish_mode_prompt, which is kept under another name. This runs once,
    # at the first prompt: config.fish may define fish_mode_prompt after a file in conf.d loaded us.
    function _avenv_wrap_prompt --on-event fish_prompt
        builtin functions -e _avenv_wrap_prompt
        if not builtin functions -q fish_mode_prompt
            function fish_mode_prompt
            end
        end
        # If this file was loaded before, fish_mode_prompt is the one below.
        if not string match -q '*_avenv_mark*' -- (builtin functions fish_mode_prompt)
            builtin functions -e _avenv_mode_prompt
            builtin functions -c fish_mode_prompt _avenv_mode_prompt
        end
        function fish_mode_prompt
            # `read` calls this for its question, too: $_ is then the command that runs, and at a
            # prompt "fish". `status current-command` says the same, but takes much longer.
            if test "$_" = fish
                set -q _avenv_judged_for[1]; or _avenv_judge
                builtin echo -n "$_avenv_mark"
            end
            _avenv_mode_prompt
        end
    end

    function _avenv_judge
        # The user's prompt may call fish_mode_prompt, which must not come back here.
        set -g _avenv_judged_for "$_avenv_name//$VIRTUAL_ENV"
        set -g _avenv_mark ''
        test -n "$_avenv_name"; and test -z "$VIRTUAL_ENV_DISABLE_PROMPT"
        and not _avenv_has_name
        and set -g _avenv_mark "($_avenv_name) "
    end

    # An activate.fish sets _OLD_FISH_PROMPT_OVERRIDE when it has put its own prompt around the user's,
    # and unsets it when it takes that back.
    function _avenv_judge_again --on-variable _OLD_FISH_PROMPT_OVERRIDE \
        --on-variable VIRTUAL_ENV_DISABLE_PROMPT
        set -g _avenv_judged_for
    end

    # Whether the prompt shows the environment already. A wrong yes hides the name, a wrong no shows
    # it twice. tests/shell/prompts.t has the cases.
    function _avenv_has_name
        set -l env "$VIRTUAL_ENV"
        # Draw the prompt for an environment whose name nothing else has. The functions that it
        # calls see these locals, because they are exported. bobthefish changes directory, which
        # calls _avenv_look: the empty _avenv_helper makes that do nothing.
        set -lx _avenv_helper
        set -lx VIRTUAL_ENV /avenv-name/avenv-name
        set -lx VIRTUAL_ENV_PROMPT avenv-name
        set -l text (fish_prompt)
        builtin functions -q fish_right_prompt; and set -a text (fish_right_prompt)
        # Most prompts have neither that name, nor the one of the environment's directory (\1), nor
        # the real one (\2). One regular expression tells: each further command is felt at a cd.
        string match -qr '^(?:.*/)?(.*)\n(.+)\n(?s:.*)(?:avenv-name|\1|\2)' \
            -- "$env"\n"$_avenv_name"\n"$text"
        or return 1
        string match -q '*avenv-name*' -- "$text"; and return

        # The real name, or that of the environment's directory, is in the text of venv's
        # activate.fish, and in what a theme has drawn before.
        for name in $_avenv_name (string replace -r '.*/' '' -- "$env")
            # As a word: it is no part of another, nor of a path.
            string match -qr "(?<![\w./-])\Q$name\E(?![\w./-])" -- "$text"
            # It proves nothing if the branch is called so, or a directory above.
            and not builtin contains -- $name $_avenv_branch (string split / -- "$PWD")
            and return
        end
        return 1
    end

    # ---- The function avenv ----

    # Run the command. Some print code for this shell. Any other may change which environment is
    # found. A tool's copy, which has no variables of ours, only runs the program.
    function avenv -d 'Python environments that follow you'
        if not set -q _avenv_cli[1]
            command avenv $argv
            return
        end
        set -l result
        if _avenv_prints_code $argv
            _avenv_call $argv | read -lz out
            set result $pipestatus[1]
            # Code begins so (`mark` in src/shell); else it is help, or was refused.
            if string match -q ': avenv*' -- "$out"
                _avenv_apply "$out"
            else
                builtin printf %s "$out"
                _avenv_look "command $argv"
            end
        else
            _avenv_call $argv
            set result $status
            _avenv_look "command $argv"
        end
        return $result
    end

    # Whether the first word that is no option is one of the commands that print code.
    function _avenv_prints_code
        while string match -q -- '-*' "$argv[1]"
            # -C has a value, in -qC, too.
            string match -qr -- '^-[^C]*C$' "$argv[1]"; and set -e argv[1]
            set -q argv[1]; and set -e argv[1]
        end
        builtin contains -- "$argv[1]" activate deactivate on off select
    end

    # Run the program, and tell it what this shell need not export.
    function _avenv_call
        if not test -x "$_avenv_cli"
            set -l off
            set -q VIRTUAL_ENV; and set off 'deactivate; '
            builtin echo "avenv: '$_avenv_cli' is gone; '$off""exec fish' starts a shell without it" >&2
            return 127
        end
        AVENV_SHELL='fish 6' AVENV_STATE="$_avenv_state" AVENV_OLD_PATH="$_OLD_VIRTUAL_PATH" \
            AVENV_DISABLE="$AVENV_DISABLE" $_avenv_cli $argv
    end

    # ---- Completion ----

    # The first TAB loads the completion and completes by it. It removes this function, so the
    # condition below is then false.
    function _avenv_load
        builtin functions -e _avenv_load
        test -x "$_avenv_cli"; and $_avenv_cli hook --completion fish 2>/dev/null | builtin source
        set -l line (builtin commandline -pc | string collect)
        builtin complete "-C$line"
    end
    builtin complete -c avenv -n 'builtin functions -q _avenv_load' -f -k -a '(_avenv_load)'

    # ---- Loading ----

    # `fish -i -c` has no prompt: so look before its command. That answer prints nothing.
    set -l words /proc/$fish_pid/cmdline
    if test -r $words; and string split0 <$words | string match -qr -- '^-([ilnNP]*c|-c)'
        _avenv_look cd
    end
end

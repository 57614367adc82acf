# avenv: the hook for fish 3.1 and newer.
#
# Loaded by  avenv hook fish | source  or by sourcing the installed file.
# An idle prompt runs _avenv_prompt alone, which compares with what the helper's
# last answer left: it forks nothing.
if status is-interactive
    set -g _avenv_helper '@HELPER@'
    set -g _avenv_cli '@AVENV@'
    # What a parent shell exported is not ours.
    if test "$_avenv_pid" != "$fish_pid"
        for name in pid entry project mutes told off msg learn name born word seen left later was ask by wraps drawn look
            set -e _avenv_$name
            set -g _avenv_$name ''
        end
        set -g _avenv_pid $fish_pid
        # Without its function, what is active was inherited.
        if not functions -q deactivate
            set -g _avenv_born "$VIRTUAL_ENV"
        end
    end
    # Have the next prompt ask, whatever it finds.
    function _avenv_again
        string match -qr '^\?' -- "$_avenv_seen"; or set -g _avenv_seen "?$_avenv_seen"
    end

    # Watch nothing but for changes in this shell.
    function _avenv_quiet
        set -g _avenv_watch -o ! -e /
        set -g _avenv_fresh ''
        set -g _avenv_ask ''
    end

    # What _avenv_watch may go on with: what is to be missing here, and above.
    set -g _avenv_here -o -L .venv -o -L venv -o -L env -o -L .env -o -L virtualenv -o -L .python-envs \
        -o -e .venv -o -e venv -o -e env -o -e .env -o -e virtualenv -o -e .python-envs
    set -g _avenv_above -o -L ../.venv -o -e ../.venv
    set -g _avenv_above2 -o -L ../../.venv -o -e ../../.venv

    _avenv_again
    _avenv_quiet
    set -g _avenv_fresh s

    # The last word of a command, which may name an environment.  As of fish 3.3 a
    # match names what it found; $(...) costs ten times that.
    if string match -qr '(?<_avenv_word>x)' x; and test "$_avenv_word" = x
        function _avenv_word
            string match -qr '(?s)^(?:.* )?(?<_avenv_word>[^ ]*\S)\s*$' -- "$argv[1]"
        end
    else
        function _avenv_word
            set -g _avenv_word (string match -r -- '[^ ]+$' (string trim -- "$argv[1]"))
        end
    end
    set -g _avenv_word ''

    # Whether a word with a slash is a name in this directory.
    function _avenv_inside
        string match -qr '^(\./)?[^/]+/*$' -- (string replace -- "$PWD/" '' "$argv[1]")
    end

    function _avenv_postexec --on-event fish_postexec
        set -g _avenv_word ''
        _avenv_word "$argv[1]"
        # Where nothing is to be looked up, the word has "env" in it; else it is a
        # name in this directory, as what it says of others may hang.
        if not set -q _avenv_watch[1]
            string match -q '*env*' -- "$_avenv_word"
        else if string match -q '*/*' -- "$_avenv_word"; and not _avenv_inside "$_avenv_word"
            false
        else
            test ! -L "$_avenv_word" -a -e "$_avenv_word/pyvenv.cfg"
        end
        and _avenv_again
        # Drawn last time, it is still in its place, unless this may have brought
        # another prompt; a look costs more.
        switch "$argv[1]"
            case '*prompt*' '*source*' '*theme*' '*tide*' '*fisher*' '*omf*'
                set -g _avenv_drawn ''
        end
        set -g _avenv_look "$_avenv_drawn"
        set -g _avenv_drawn ''
    end

    # Idle: nothing changed since the last answer, the active environment is
    # still there, none has come to be, here or elsewhere on the way up, and its
    # name was drawn.  One test, whose -o looks no further once a part is true.
    function _avenv_prompt --on-event fish_prompt
        test "$PWD//$VIRTUAL_ENV//$AVENV_ENV//$_OLD_VIRTUAL_PATH//$AVENV_DISABLE//$_avenv_name$_avenv_msg$_avenv_learn$_avenv_was" != "$_avenv_seen//$_avenv_look" $_avenv_watch
        and _avenv_tick
    end

    # The slow half of a prompt.
    function _avenv_tick
        if test -n "$_avenv_was"
            set -g _avenv_later "$_avenv_was"
            set -g _avenv_was ''
            _avenv_recheck
            _avenv_prompt
        else if test -n "$_avenv_msg$_avenv_learn"; and not string match -qr '^\?' -- "$_avenv_seen"
            _avenv_say
            _avenv_prompt
        else if test "$_avenv_look" != "$_avenv_name"
            set -g _avenv_look "$_avenv_name"
            _avenv_prompt
            _avenv_show
        else
            _avenv_run p
            _avenv_say
            _avenv_show
        end
    end

    # Other tools that keep PATH restore it at the prompt, after our cd and maybe
    # after our prompt: what was left goes once more, and what is on must be there.
    function _avenv_recheck
        # The user's own activation of the same one is theirs.
        if test ":$PATH" != "$_avenv_later" -a "$_avenv_left" != "$_avenv_entry" -a "$VIRTUAL_ENV" = "$AVENV_ENV"
            set -l at (contains -i -- "$_avenv_left" $PATH)
            and set -e PATH[$at]
            set -q PATH[1]; or set -e PATH
            set -g _avenv_later ":$PATH"
        end
        test -z "$_avenv_entry"; or contains -- "$_avenv_entry" $PATH; or _avenv_run ''
    end

    function _avenv_preexec --on-event fish_preexec
        if test -n "$_avenv_later"
            _avenv_recheck
            set -g _avenv_later ''
            set -g _avenv_left ''
        end
        # What is saved, or edited, is to be the user's own prompt.
        switch "$argv[1]"
            case '*funcsave*' '*funced*' '*fish_config*'
                _avenv_unwrap
        end
    end

    # Hints wait for a prompt, they never come in the middle of a line.
    function _avenv_say
        if test -n "$_avenv_msg"
            echo $_avenv_msg >&2
            set -g _avenv_msg ''
        end
        if test -n "$_avenv_learn"
            $_avenv_cli allow --learn -- $_avenv_learn
            set -g _avenv_learn ''
        end
    end

    # What a function of the user's has exported as its own comes along to whom it calls,
    # as a copy: without that, what the caller reads and writes is the session's.
    set -g _avenv_ours PATH VIRTUAL_ENV VIRTUAL_ENV_PROMPT AVENV_ENV PYTHONHOME AVENV_PYTHONHOME \
        _OLD_VIRTUAL_PATH
    function _avenv_session --no-scope-shadowing
        set -ql $_avenv_ours
        # So many are none.
        test $status = 7; and return
        for name in $_avenv_ours
            set -el $name
        end
    end

    # Ask the helper and do as it says.  $argv[1]: what happened, in letters.
    function _avenv_run
        _avenv_session
        set -l ev P
        # All this is rare, so one test stands before it.
        if test -z "$PATH" -o -n "$_OLD_VIRTUAL_PATH$_avenv_off$_avenv_msg" -o ! -x "$_avenv_helper"; or set -q PATH[29]
            set -q PATH; or set ev ''
            set -q _OLD_VIRTUAL_PATH; and set ev {$ev}o
            test -z "$_avenv_off"; or set ev {$ev}x
            test -z "$_avenv_msg"; or set ev {$ev}u
            # fish itself would tell of a helper that is gone, and of a PATH that is
            # too long for any command.  Fewer elements than that, of PATH_MAX each,
            # are short enough.
            if not test -x "$_avenv_helper"; or string match -qr '^.{60000}.{60000}' -- "$PATH"
                _avenv_quiet
                _avenv_capture
                return
            end
        end
        # 2>&- costs less than /dev/null, which has to be opened.
        if set -l code ($_avenv_helper fish 3 "$argv[1]$_avenv_fresh$_avenv_ask$ev:$AVENV_DISABLE:$AVENV_QUIET" \
                "$PWD" "$VIRTUAL_ENV" "$AVENV_ENV" "$PATH" "$_avenv_seen" "$_avenv_entry" \
                "$_avenv_project" "$_avenv_born" "$_avenv_mutes" "$_avenv_told" 2>&-)
            eval $code
        else if test "$status" -gt 128
            # Killed, or interrupted by the user: asked again next time.
            _avenv_again
            return
        else
            # No helper, or one of another time: quiet until a change.
            _avenv_quiet
        end
        # As _avenv_capture has it: a call costs as much again.
        set -g _avenv_seen "$PWD//$VIRTUAL_ENV//$AVENV_ENV//$_OLD_VIRTUAL_PATH//$AVENV_DISABLE"
    end

    function _avenv_capture
        set -g _avenv_seen "$PWD//$VIRTUAL_ENV//$AVENV_ENV//$_OLD_VIRTUAL_PATH//$AVENV_DISABLE"
    end

    # Whether that is other than it was; not what _avenv_again says.
    function _avenv_changed
        set -l seen $_avenv_seen
        _avenv_capture
        set -l now $_avenv_seen
        set -g _avenv_seen $seen
        test "$seen" != "$now" -a "$seen" != "?$now"
    end

    # The rest of $argv is all of PATH.
    function _avenv_set -a env name entry
        set -gx PATH $argv[4..-1]
        set -gx VIRTUAL_ENV $env
        set -gx VIRTUAL_ENV_PROMPT $name
        set -gx AVENV_ENV $env
        set -q PYTHONHOME; or set -q _OLD_VIRTUAL_PATH; and _avenv_home
        # Also from one of ours to another: a script may have taken it away in between.
        _avenv_define
        test -z "$_avenv_entry"; or set -g _avenv_left $_avenv_entry
        set -g _avenv_was ":$PATH"
        set -g _avenv_entry $entry
        set -g _avenv_name $name
    end

    # What must not be set beside an environment of ours.
    function _avenv_home
        set -e _OLD_VIRTUAL_PATH
        if set -q PYTHONHOME
            set -gx AVENV_PYTHONHOME $PYTHONHOME
            set -e PYTHONHOME
        end
    end

    # "nondestructive" leaves the function, as in the stock scripts.
    function _avenv_define
        function deactivate -d 'Leave the active Python environment'
            _avenv_undo
            test "$argv[1]" = nondestructive; and _avenv_define
            return 0
        end
    end

    # What somebody else turned on: its part of PATH is ours to take off.
    function _avenv_adopt
        set -g _avenv_entry ''
        test -n "$VIRTUAL_ENV"; or return
        set -g _avenv_entry "$VIRTUAL_ENV/bin"
        contains -- "$VIRTUAL_ENV/Scripts" $PATH; and set -g _avenv_entry "$VIRTUAL_ENV/Scripts"
    end

    # Another one may lie over what is on by now: that is taken off PATH, and then what
    # is there is the other's part.
    function _avenv_over
        _avenv_worn; and return
        set -l at (contains -i -- "$_avenv_entry" $PATH)
        and set -e PATH[$at]
        _avenv_adopt
    end

    # Theirs, from a parent shell: a way to leave it.  $argv: its part of PATH.
    function _avenv_lend
        set -g _avenv_entry $argv[1]
        _avenv_define
    end

    # Leave what was ours.  $argv: the new PATH; none: unset.
    function _avenv_clear
        if set -q argv[1]
            set -gx PATH $argv
        else
            set -e PATH
        end
        set -e VIRTUAL_ENV
        set -e VIRTUAL_ENV_PROMPT
        set -e AVENV_ENV
        if set -q AVENV_PYTHONHOME
            set -q PYTHONHOME; or set -gx PYTHONHOME $AVENV_PYTHONHOME
            set -e AVENV_PYTHONHOME
        end
        set -g _avenv_left "$_avenv_entry"
        set -g _avenv_was ":$PATH"
        set -g _avenv_entry ''
        set -g _avenv_name ''
        functions -e deactivate
    end

    # The user's own activation lies over ours: ours goes, theirs stays.
    function _avenv_theirs
        set -gx PATH $argv
        set -e AVENV_ENV
        # Set by hand, it brought neither a name nor a function: ours are there.
        if not set -q _OLD_VIRTUAL_PATH
            test "$VIRTUAL_ENV_PROMPT" != "$_avenv_name"; or set -e VIRTUAL_ENV_PROMPT
            _avenv_adopt
        else
            # Nor is ours to come back with what their script kept, which does not restore
            # an empty one.  What is like it in there by now is the user's.
            set -l at (contains -i -- "$_avenv_entry" $_OLD_VIRTUAL_PATH)
            and set -q _OLD_VIRTUAL_PATH[2]
            and set -e _OLD_VIRTUAL_PATH[$at]
            and not _avenv_worn
            and set -g _avenv_entry ''
        end
        set -g _avenv_name ''
    end

    # What a typed "deactivate" does, without the helper.
    function _avenv_undo
        _avenv_session
        _avenv_over
        # A parent shell's script has exported it.
        set -e _OLD_VIRTUAL_PATH
        set -l path $PATH
        set -l at (contains -i -- "$_avenv_entry" $path)
        and set -e path[$at]
        _avenv_clear $path
    end

    # The indicator, in front of the user's own prompt; what it prints is
    # never evaluated.
    function _avenv_show
        set -g _avenv_look "$_avenv_name"
        if test -z "$_avenv_name"
            return
        else if test -n "$VIRTUAL_ENV_DISABLE_PROMPT"
            set -g _avenv_by VIRTUAL_ENV_DISABLE_PROMPT
        else if functions fish_prompt | string match -q '*_avenv_name*'
            set -g _avenv_by ''
        else
            _avenv_wrap
        end
    end

    function _avenv_wrap
        _avenv_by
        test -z "$_avenv_by"; or return
        # A name of its own each time: who wrapped the last one still calls it.
        set -g _avenv_wraps {$_avenv_wraps}i
        set -l inner _avenv_fish_prompt_$_avenv_wraps
        # Where there is none, fish has its own.
        functions -q fish_prompt; and functions -c fish_prompt $inner; or return
        function fish_prompt --inherit-variable inner
            set -l ps $status $pipestatus
            # Saved all the same, and read by another shell.
            if not functions -q $inner
                functions -e fish_prompt
                source $__fish_data_dir/functions/fish_prompt.fish 2>&-
                and fish_prompt
                or printf '> '
                return
            end
            switch "$_avenv_inside$VIRTUAL_ENV_DISABLE_PROMPT/$_avenv_name"
                case /
                case '/*'
                    printf '(%s) ' "$_avenv_name"
                    set -g _avenv_drawn "$_avenv_name"
            end
            # One that others have wrapped, and we them, is called from here.
            test "$_avenv_wraps" = i; or set -lx _avenv_inside 1
            # As the user's prompt would find them.
            switch "$ps"
                case '0 0'
                    true
                case '* * * *'
                    _avenv_status $ps[2] | _avenv_status $ps[3] | _avenv_status $ps[4]
                case '* * *'
                    _avenv_status $ps[2] | _avenv_status $ps[3]
                case '*'
                    _avenv_status $ps[1]
            end
            $inner $argv
        end
    end

    # The user's own again, until the next prompt that shows an environment.
    function _avenv_unwrap
        set -l inner (functions fish_prompt | string match -r '_avenv_fish_prompt_i+')
        set -q inner[1]; and functions -q $inner[1]; or return
        functions -e fish_prompt
        functions -c $inner[1] fish_prompt
        set -g _avenv_drawn ''
    end

    # _avenv_by: who shows the environment, or why nobody is to.
    function _avenv_by
        set -g _avenv_by ''
        if functions fish_prompt | string match -q '*_tide_*'
            set -g _avenv_by tide
        else if functions fish_prompt fish_right_prompt | string match -qir 'virtual_?env|powerline'
            set -g _avenv_by fish_prompt
        end
    end

    function _avenv_status
        return $argv[1]
    end

    function _avenv_chpwd --on-variable PWD
        _avenv_run ''
    end

    # An environment that the user named: on whatever the directory gives, and
    # the user's own.  $argv: environment, its name, our part of PATH, its project.
    function _avenv_named
        _avenv_session
        # A stock activation is undone by its own script's function.
        if set -q _OLD_VIRTUAL_PATH; and functions -q deactivate
            deactivate
        end
        test -z "$_avenv_entry$VIRTUAL_ENV"; or _avenv_undo
        _avenv_set $argv[1..3] $argv[3] $PATH
        set -e AVENV_ENV
        set -g _avenv_project $argv[4]
        # Where this directory gives the same, it is ours, as if inherited.
        set -g _avenv_born $argv[1]
        _avenv_run a
        set -g _avenv_born ''
    end

    # What is on is what we put on PATH.
    function _avenv_worn
        test -n "$VIRTUAL_ENV"
        and contains -- "$_avenv_entry" "$VIRTUAL_ENV/bin" "$VIRTUAL_ENV/Scripts"
    end

    # The user's own environment was taken away by a command of ours: nobody
    # said that what the directory gives is to stay off, so none is muted.
    function _avenv_lost
        _avenv_session
        if set -q _OLD_VIRTUAL_PATH; or test "$AVENV_ENV" != "$VIRTUAL_ENV"
            if functions -q deactivate
                deactivate
                _avenv_capture
            end
        end
    end

    # A command that prints what this shell is to do, or something to be read.
    function _avenv_eval
        _avenv_command e $argv | read -lz out
        set -l st $pipestatus[1]
        if string match -q '_avenv_named *' -- "$out"
            eval $out
        else
            printf '%s' "$out"
        end
        return $st
    end

    # The command, and whether there is more than that and a -q, in what and more of
    # the caller.
    function _avenv_parse --no-scope-shadowing
        for word in $argv
            switch "$what:$word"
                case :-C
                    set what -C
                    set more 1
                case '-C:*'
                    set what ''
                case '*:-q' '*:--quiet' :--
                case allow:--list allow:-l
                    set what list
                case ':*'
                    set what "$word"
                case '*'
                    set more 1
            end
        end
    end

    # Since the last answer nothing was turned on or off but by us; or off, and the yes is
    # to that.
    function _avenv_is_ours
        test -n "$_avenv_ask" -a -z "$VIRTUAL_ENV$AVENV_ENV$_OLD_VIRTUAL_PATH"; or not _avenv_changed
    end

    # What a command changed is on, or off, for what follows on the line and for what shows
    # it at the prompt, which asks once more and says what there is to say.  Not where the
    # user turned something on or off since, or set something for it alone: that is the
    # prompt's.
    function _avenv_at_once
        switch $argv[1]
            case 0:create 0:allow 0:use 0:recreate 0:move 0:mv 0:remove 0:rm 0:deny 0:forget 0:repair
                _avenv_is_ours; or return
                # Set for that command, or by the function that it stands in: so many are not.
                set -ql HOME XDG_DATA_HOME AVENV_TRUST AVENV_NAMES AVENV_CEILING AVENV_CROSS $_avenv_ours
                test $status = 13; and _avenv_run ''
        end
    end

    # `avenv deactivate`; where there is nothing of that kind, the command says why.
    function _avenv_deactivate
        _avenv_session
        if test -n "$VIRTUAL_ENV"; and not functions -q deactivate
            # It came without one, set by hand or by avenv env; or that was taken away.
            _avenv_undo
            return 0
        else if _avenv_worn; or test -n "$_avenv_entry" -a -n "$VIRTUAL_ENV" -a -z "$_OLD_VIRTUAL_PATH"
            deactivate
        else
            _avenv_command '' $argv
        end
    end

    function avenv -d 'Python environments that follow you'
        set -l st 0
        set -l what ''
        set -l more ''
        _avenv_parse $argv
        switch "$what/$more"
            case off/
                set -g _avenv_off 1
                _avenv_run ''
            case on/
                set -g _avenv_off ''
                _avenv_run ''
                if test -n "$AVENV_DISABLE$_avenv_mutes"
                    _avenv_command '' $argv
                    set st $status
                end
            case activate/
                _avenv_session
                set -g _avenv_off ''
                _avenv_run a
                if test -z "$AVENV_ENV" -o "$AVENV_ENV" != "$VIRTUAL_ENV"
                    set -g _avenv_msg ''
                    _avenv_command '' $argv
                    set st $status
                end
            case activate/1 'select/*'
                _avenv_eval $argv
                set st $status
            case deactivate/
                _avenv_deactivate $argv
                set st $status
            case '*'
                set more ''
                test -n "$VIRTUAL_ENV"; and test -e "$VIRTUAL_ENV/pyvenv.cfg"; and set more 1
                _avenv_command my $argv
                set st $status
                test -n "$more"; and not test -e "$VIRTUAL_ENV/pyvenv.cfg"; and _avenv_lost
                # 3: the user's yes to what an earlier "deactivate" was of outlives that, as does
                # what was made in its place, maybe by a new name; a later one it does not.
                set -l yes w
                test -z "$VIRTUAL_ENV"; or set yes ''
                switch "$st:$what"
                    case 3:allow 3:use
                        set st 0
                        set -g _avenv_ask $yes
                    case 3:create 3:move 3:mv 3:recreate
                        set st 0
                        set -g _avenv_ask n$yes
                end
                _avenv_at_once "$st:$what"
                _avenv_again
        end
        # What waits to be said may have been answered: then the next prompt asks.
        string match -qr '^\?' -- "$_avenv_seen"; or _avenv_say
        return $st
    end

    # The command itself, told what only this shell knows.  $argv[1]: e, where what
    # it prints is evaluated; m and y, where a status of 3 is understood.
    function _avenv_command
        set -lx AVENV_HOOK "fish 3 $argv[1]"
        set -q _OLD_VIRTUAL_PATH; and set AVENV_HOOK {$AVENV_HOOK}o
        test -z "$_avenv_off"; or set AVENV_HOOK {$AVENV_HOOK}x
        set AVENV_HOOK "$AVENV_HOOK:$AVENV_DISABLE"
        set -lx AVENV_HOOK_SEEN "$_avenv_seen"
        set -lx AVENV_HOOK_ENTRY "$_avenv_entry"
        set -lx AVENV_HOOK_PROJECT "$_avenv_project"
        set -lx AVENV_HOOK_BORN "$_avenv_born"
        set -lx AVENV_HOOK_MUTES "$_avenv_mutes"
        set -lx AVENV_HOOK_PROMPT "$_avenv_by"
        if not test -x "$_avenv_cli"
            echo "avenv: '$_avenv_cli' is gone; start a new shell, or install avenv again" >&2
            return 127
        end
        $_avenv_cli $argv[2..-1]
    end
end

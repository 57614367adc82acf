# SPDX-License-Identifier: GPL-3.0-or-later
# avenv: completion for fish 3.1 and newer.
#
# Autoloaded from a directory of completions, or printed by "avenv hook --completion fish"
# at the first TAB: what is loaded by then stays, and with it what the user has added.

if status is-interactive; and not functions -q _avenv_complete
    test -n "$_avenv_cli"; or set -g _avenv_cli '@AVENV@'
    # The options behind which a word is their value.
    set -g _avenv_valued -p -r -c -e --python --requirement --constraint --exclude --prompt --found --env \
        --shell --sort --diff --files --wait
    # Take the line apart, as far as the cursor: in _avenv_dir where -C leads, in
    # _avenv_words the command and its words, in _avenv_token what is being typed.
    # Each condition below asks for it.
    function _avenv_read
        set -l line (commandline -pc)
        test "$_avenv_line" = (builtin count $line)" $line"; and return
        set -g _avenv_line (builtin count $line)" $line"
        set -g _avenv_token (commandline -ct | string collect)
        set -g _avenv_dir ''
        set -g _avenv_words
        # Not "commandline -o", where a word of several lines is several words.
        commandline -pc | string collect | read -lazt words
        test -z "$_avenv_token"; or set -e words[-1]
        set -e words[1]
        while set -q words[1]
            switch $words[1]
                case -C
                    set -l dir (string replace -r -- '^~(?=/|$)' "$HOME" "$words[2]" | string collect)
                    string match -q '/*' -- "$dir"; or test -z "$_avenv_dir"; or set dir "$_avenv_dir/$dir"
                    set _avenv_dir "$dir"
                    set -e words[1]
                case --
                    set -e words[1]
                    break
                case '-*'
                case '*'
                    break
            end
            set -e words[1]
        end
        set _avenv_words $words
    end

    # Whether the command is one of $argv; none: whether it is still to come.
    function _avenv_at
        _avenv_read
        if set -q argv[1]
            builtin contains -- "$_avenv_words[1]" $argv
        else
            not set -q _avenv_words[1]
        end
    end

    # The command, and the number of arguments it has so far.
    function _avenv_place
        _avenv_read
        set -l words $_avenv_words[2..-1]
        set -l count 0
        while set -q words[1]
            switch $words[1]
                case $_avenv_valued
                    set -e words[2]
                case '-*'
                case '*'
                    set count (builtin math $count + 1)
            end
            set -e words[1]
        end
        builtin echo "$_avenv_words[1] $count"
    end

    # Options end where the command of "run" begins.
    function _avenv_options
        not _avenv_at run; or test (_avenv_place) = 'run 0'
    end

    # The values of one kind but for those that are there, with what the program says
    # of each; whether one begins with what is typed.  $argv: the kind and its environment.
    function _avenv_values
        set -l cli $_avenv_cli
        test -z "$_avenv_dir"; or set cli $cli -C $_avenv_dir
        set -l token (string replace -r -- '^(--[a-z]+=|-[a-zA-Z])' '' "$_avenv_token" | string collect)
        set -l typed (string unescape -- "$token" | string collect)
        command $cli __complete --for fish --prefix "$typed" --given=$_avenv_words[2..-1] $argv 2>/dev/null | string split0
        return $pipestatus[1]
    end

    # Files, as seen from where -C leads to; behind the tab nothing, as else each
    # would have the help of its option.
    function _avenv_files
        set -l token (string replace -r -- '^(--[a-z]+=|-[a-zA-Z])' '' "$_avenv_token" | string collect)
        set -l dir ''
        if test -n "$_avenv_dir"; and not string match -qr '^[/~$]' -- "$token"
            set dir "$_avenv_dir/"
            set token (string escape -- "$dir")"$token"
        end
        set -l files (complete "-C_avenv_no_command $token" | string collect)
        string replace -ra -- '(?m)^(?:'(string escape --style=regex -- "$dir" | string collect)')?(.+)$' '$1\t' "$files"
    end

    function _avenv_directories
        _avenv_files | string match '*/'\t
    end

    # The files that pip would be given, and then the others.
    function _avenv_requirements
        set -l files (_avenv_files)
        string match -r -- '.*\.(?:txt|in)\t$' $files
        string match -rv -- '\.(?:txt|in)\t$' $files
    end

    function _avenv_env
        _avenv_values env; or _avenv_directories
    end

    # What is installed in the environment that is named.
    function _avenv_packages
        set -l words $_avenv_words[2..-1]
        set -l env
        while set -q words[1]
            switch $words[1]
                case $_avenv_valued
                    set -e words[2]
                case '-*'
                case '*'
                    set env $words[1]
            end
            set -e words[1]
        end
        _avenv_values package $env
    end

    # The command of "run" and its arguments.
    function _avenv_program
        set -l words $_avenv_words[2..-1]
        set -l token "$_avenv_token"
        set -l env
        while set -q words[1]
            switch $words[1]
                case -e --env
                    set env $words[2]
                    set -e words[2]
                case '--env=*'
                    set env (string replace -- --env= '' $words[1])
                case '-e*'
                    set env (string replace -- -e '' $words[1])
                case --
                    set -e words[1]
                    break
                case '-*'
                case '*'
                    break
            end
            set -e words[1]
        end
        if set -q words[1]
            set words (string escape -- $words)
            complete "-C$words $token"
        else
            _avenv_values command $env; or complete "-C$token"
        end
    end

    function _avenv_arguments
        switch (_avenv_place)
            case 'hook 0' 'init 0' 'setup *'
                _avenv_values shell
            case 'use 0' 'activate 0' 'move 0' 'mv 0' 'packages 0' 'freeze 0' 'repair 0' 'env 0' 'path 0' 'doctor *' 'recreate 0' 'remove *' 'rm *'
                _avenv_env
            case 'move 1' 'mv 1' 'status 0' 'allow *' 'deny *' 'create *'
                _avenv_directories
            case 'forget *'
                _avenv_values record; or _avenv_directories
            case 'run *'
                _avenv_program
            case 'help 0' ' 0'
                _avenv_commands
        end
    end

    function _avenv_commands
        builtin printf '%s\t%s\n' \
            setup 'Have your shell load avenv, by one line in its startup file' \
            hook 'Print the code that makes bash, zsh or fish follow' \
            init 'Print the code that makes bash, zsh or fish follow' \
            allow "Turn on this project's environment, or DIR's, from now on" \
            deny 'Never turn on an environment of this project, or in DIR' \
            forget "Take back what 'allow' or 'deny' recorded" \
            status 'Explain what is on and why, or why not' \
            list 'List the environments that are known' \
            ls 'List the environments that are known' \
            pythons 'List the interpreters that environments can be made with' \
            create "Make an environment, '.venv' where no DIR is named, with pip in it" \
            use "Make ENV this project's environment" \
            move 'Move an environment, with every path that is baked into it' \
            mv 'Move an environment, with every path that is baked into it' \
            packages 'List what is installed in an environment' \
            freeze "Print what is installed, as 'pip freeze' does" \
            doctor 'Say what is wrong with environments, and what mends it' \
            repair 'Mend an environment that was moved or copied, or lost its Python' \
            recreate 'Make an environment anew, with the same packages' \
            remove 'Remove environments, and what leads to them' \
            rm 'Remove environments, and what leads to them' \
            activate "Turn this directory's environment on in this shell, or ENV" \
            deactivate 'Turn it off until you leave its project' \
            select 'Pick an environment from a list and turn it on' \
            off 'Switch avenv off in this shell' \
            on 'Switch avenv on again' \
            run 'Run one command inside an environment; no hook is needed' \
            env 'Print what turning an environment on would set' \
            path 'Print the path of an environment' \
            help 'Tell how avenv, or one command of it, is used'
    end

    # What there is to say of the options of commands that are about an environment.
    function _avenv_of_environments
        complete -c avenv -n '_avenv_at create' -s p -l python -x -a '(_avenv_values python; or _avenv_files)' -d "Python to use: 3.12, a path, pyenv's name"
        complete -c avenv -n '_avenv_at create' -s r -l requirement -x -k -a '(_avenv_requirements)' -d 'install what FILE lists; may be repeated, as may -c'
        complete -c avenv -n '_avenv_at create' -s c -l constraint -x -k -a '(_avenv_requirements)' -d 'with -r: pip constraints file'
        complete -c avenv -n '_avenv_at create' -l clear -d 'replace the one that is there by an empty one'
        complete -c avenv -n '_avenv_at create' -l upgrade -d 'only follow a Python that was upgraded in place'
        complete -c avenv -n '_avenv_at create' -l upgrade-deps -d 'upgrade pip (and setuptools) from the index'
        complete -c avenv -n '_avenv_at create' -l prompt -x -d "name in the prompt; '.': this directory's"
        complete -c avenv -n '_avenv_at create' -l system-site-packages -d 'packages of the Python itself can be imported'
        complete -c avenv -n '_avenv_at create' -l copies -d 'copy the interpreter'
        complete -c avenv -n '_avenv_at create' -l symlinks -d 'link to the interpreter (the default)'
        complete -c avenv -n '_avenv_at create' -l without-pip -d 'do not install pip'
        complete -c avenv -n '_avenv_at create' -l without-scm-ignore-files -d 'do not write .gitignore'
        complete -c avenv -n '_avenv_at create' -l tracked -d 'even if git tracks it'
        complete -c avenv -n '_avenv_at use' -l clear -d 'remove the redirect that an earlier use wrote'
        complete -c avenv -n '_avenv_at packages' -l tree -d 'what requires what'
        complete -c avenv -n '_avenv_at packages' -l verify -d 'compare all files with RECORD'
        complete -c avenv -n '_avenv_at freeze' -l all -d 'also pip, and what else pip leaves out'
        complete -c avenv -n '_avenv_at freeze' -s l -l local -d 'nothing that the environment has from the system'
        complete -c avenv -n '_avenv_at freeze' -l exclude -x -a '(_avenv_packages)' -d 'not this one; may be repeated'
        complete -c avenv -n '_avenv_at freeze' -l exclude-editable -d 'no editable'
        complete -c avenv -n '_avenv_at freeze' -l portable -d 'versions for what names directories of this machine'
        complete -c avenv -n '_avenv_at doctor' -l all -d 'every known environment'
        complete -c avenv -n '_avenv_at repair' -s n -l dry-run -d 'say what is wrong, and change nothing'
        complete -c avenv -n '_avenv_at recreate' -s p -l python -x -a '(_avenv_values python; or _avenv_files)' -d 'Python to use, not the one that it was made of'
        complete -c avenv -n '_avenv_at recreate' -s r -l requirement -x -k -a '(_avenv_requirements)' -d 'install what FILE lists instead; may be repeated'
        complete -c avenv -n '_avenv_at recreate' -l undo -d 'exchange it with its backup, as often as you like'
        complete -c avenv -n '_avenv_at recreate' -l discard -d 'remove its backup'
        complete -c avenv -n '_avenv_at remove rm' -s y -l yes -d 'do not ask'
    end

    # What there is to say of the options takes fish a millisecond, too much for each start: it is told at
    # the first TAB, which then asks again, and from there on gets nothing here.
    function _avenv_complete
        function _avenv_complete
        end
        complete -c avenv -f -a '(_avenv_arguments)'
        complete -c avenv -n _avenv_at -s C -x -a '(_avenv_directories)' -d 'as if in DIR'
        complete -c avenv -n _avenv_at -s V -l version -d 'print the version'
        complete -c avenv -n _avenv_at -s h -d 'print this'
        complete -c avenv -n _avenv_options -s q -l quiet -d 'say only what went wrong'
        complete -c avenv -n _avenv_options -l help -d 'print this'
        complete -c avenv -n '_avenv_at setup' -l undo -d "take the line out again, of every shell's file where no SHELL is named"
        complete -c avenv -n '_avenv_at allow' -l tree -d 'what is below DIR as well, now and later'
        complete -c avenv -n '_avenv_at allow' -l found -d 'each environment below DIR that is there now'
        complete -c avenv -n '_avenv_at allow' -l shared -d 'others may write there, as is then shown'
        complete -c avenv -n '_avenv_at allow' -l tracked -d 'though git tracks the environment'
        complete -c avenv -n '_avenv_at allow' -s l -l list -d 'print the records'
        complete -c avenv -n '_avenv_at allow' -l json -d 'with --list: as JSON'
        complete -c avenv -n '_avenv_at forget' -l gone -d 'all records of what is no longer there'
        _avenv_of_environments
        complete -c avenv -n '_avenv_at hook init' -l completion -d 'print the completion, loaded at the first TAB'
        complete -c avenv -n '_avenv_at select' -l print -d 'print the path of the choice and turn nothing on'
        complete -c avenv -n '_avenv_at list ls' -l names -d 'only what each is called, one a line'
        complete -c avenv -n '_avenv_at list ls' -s 0 -l null -d 'the same, each ended by a NUL byte'
        complete -c avenv -n '_avenv_at list ls' -l sort -x -a '(_avenv_values key)' -d 'by name, path, python, packages or size'
        complete -c avenv -n '_avenv_at list ls' -l size -d 'measure what each takes on the disk'
        complete -c avenv -n 'test (_avenv_place) = "run 0"' -s e -l env -x -a '(_avenv_env)' -d "this environment, not the directory's"
        complete -c avenv -n '_avenv_at env' -l shell -x -a '(_avenv_values shell)' -d 'for bash, zsh or fish (default: the login shell)'
        complete -c avenv -n '_avenv_at status list ls pythons packages doctor env' -l json -d 'as JSON'
        complete -c avenv -n _avenv_at -l json -d 'as JSON'
        set -l line (commandline -pc | string collect)
        complete "-C$line"
    end

    # What fish made of the manual: only once that is loaded can it go.
    if test -e "$__fish_user_data_dir/generated_completions/avenv.fish" -o \
            -e "$__fish_cache_dir/generated_completions/avenv.fish"
        complete -C 'avenv --' >/dev/null
        complete -c avenv -e
    end
    complete -c avenv -f -k -a '(_avenv_complete)'
end

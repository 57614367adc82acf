# SPDX-License-Identifier: GPL-3.0-or-later
# avenv: completion for fish 3.1 and newer.
# `avenv __complete` says what can be typed. It is data, which fish quotes.
function _avenv_complete
    test -x '@AVENV@'; or return
    set -l words (builtin commandline -opc)[2..-1]
    set -l token (builtin commandline -ct | string collect)
    set -l typed (string unescape -- "$token" | string collect)
    set -l out ('@AVENV@' __complete fish $words "$typed" 2>/dev/null)
    set -q out[2]; and builtin printf '%s\n' $out[2..-1]
    switch "$out[1]"
        case 'command*'
            set words (string escape -- $words[(string replace 'command ' '' -- $out[1])..-1])
            if set -q words[1]
                builtin complete "-C $words $token"
                return
            end
            # The program itself is no function and no builtin.
            for line in (builtin complete "-C $token")
                set -l name (string split -m 1 \t -- "$line")[1]
                string match -q '*/*' -- "$name"; or command -sq -- "$name"; and builtin printf '%s\n' "$line"
            end
        case 'files*'
            builtin complete "-C _avenv_no_command $token"
        case 'dirs*'
            builtin complete "-C _avenv_no_command $token" | string match -r '.*/(?=\t|$)'
    end
end
# Whatever fish made of the manual goes.
builtin complete -c avenv -e
builtin complete -c avenv -f -k -a '(_avenv_complete)'

# SPDX-License-Identifier: GPL-3.0-or-later
# avenv: completion for xonsh.
# `avenv __complete` says what can be typed. It is data, which xonsh quotes.
from xonsh.built_ins import XSH
from xonsh.completers.tools import RichCompletion, contextual_command_completer


@contextual_command_completer
def _avenv_complete(context):
    import subprocess
    words = [arg.value for arg in context.args[:context.arg_index]]
    if words[:1] != ['avenv']:
        return None
    done = subprocess.run(['@AVENV@', '__complete', 'xonsh', *words[1:], context.prefix],
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    kind, *lines = done.stdout.decode(errors='replace').splitlines()
    rows = [line.partition('\t') for line in lines]
    found = {RichCompletion(word, description=text, append_space=True) for word, _, text in rows}
    return found or (set() if kind.startswith('none') else None)


XSH.completers['avenv'] = _avenv_complete
XSH.completers.move_to_end('avenv', last=False)

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
    try:
        done = subprocess.run(['@AVENV@', '__complete', 'xonsh', *words[1:], context.prefix], env=XSH.env.detype(),
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return None
    kind, *lines = done.stdout.decode(errors='replace').split('\n')
    rows = [line.partition('\t') for line in lines if line]
    if not rows and kind.startswith('none'):
        # No other completer either
        raise StopIteration
    return {RichCompletion(word, description=text, append_space=True) for word, _, text in rows}


# The hook's own completer calls this one; xonsh may be going through the list.
if 'avenv' not in XSH.completers:
    XSH.completers['avenv'] = _avenv_complete
    XSH.completers.move_to_end('avenv', last=False)

# avenv: the hook for xonsh.
#
# Loaded by  execx($(avenv hook xonsh))  or by sourcing the installed file; loading it again resets
# it. The hook runs the helper and evaluates its answer: src/hook.c has the protocol.
class _Avenv:
    import os, re, subprocess, sys
    helper, cli = '@HELPER@', '@AVENV@'
    _avenv_state = _avenv_name = ''
    last, changed, completion = None, bool, {}

    def __init__(self, xsh):
        from xonsh.completers.tools import contextual_command_completer
        from xonsh.events import events
        self.xsh, self.env = xsh, xsh.env
        for event, handler in getattr(xsh.ctx.get('_avenv'), 'handlers', ()):
            event.discard(handler)
        self.handlers = ((events.on_pre_prompt_format, lambda **_: self.at_prompt()),
                         (events.on_chdir, lambda **_: self.look('cd')))
        for event, handler in self.handlers:
            event(handler)
        self.alias('avenv', self.avenv)
        self.env['PROMPT_FIELDS']['avenv_name'] = lambda: self._avenv_name and f'({self._avenv_name}) '
        xsh.completers['avenv'] = contextual_command_completer(lambda context: self.complete(context))
        xsh.completers.move_to_end('avenv', last=False)

    def alias(self, name, function):
        from xonsh.tools import unthreadable
        self.xsh.aliases[name] = unthreadable(
            lambda args, stdin=None, stdout=None, stderr=None: function(args, stdin, stdout, stderr))

    # The first TAB loads the completion.
    def complete(self, context):
        if context.args and context.args[0].value == 'avenv':
            if not self.completion and self.os.access(self.cli, self.os.X_OK):
                code = self.run(self.cli, 'hook', '--completion', 'xonsh', stdout=self.subprocess.PIPE).stdout
                exec(code, self.completion)
            return self.completion and self.completion['_avenv_complete'].__wrapped__(context)

    # All that changes the answer.
    def now(self):
        return tuple(map(self.env.detype().get, ('PWD', 'VIRTUAL_ENV', 'AVENV_ENV', 'AVENV_DISABLE', 'PATH')))

    def run(self, *words, env={}, **more):
        return self.subprocess.run(words, env={**self.env.detype(), **env}, **more)

    # Run the helper. Without an answer it is not run again before the next change.
    def look(self, event):
        self.changed, self.last = bool, self.now()
        try:
            done = self.run(self.helper, 'xonsh', '6', event, self._avenv_state, self.env['PWD'], '',
                            stdout=self.subprocess.PIPE, stderr=self.subprocess.DEVNULL)
            return not done.returncode and self.apply(done.stdout)
        except (OSError, KeyboardInterrupt):
            return False

    def apply(self, code):
        exec(code.decode(errors='surrogateescape'), {'_avenv': self, 'path': self.os.path})
        self.last = self.now()
        prompt = self.env.get('PROMPT')
        if isinstance(prompt, str) and not self.re.search(r'{avenv_name|{env_name|VIRTUAL_ENV', prompt):
            self.env['PROMPT'] = '{avenv_name}' + prompt
        return True

    # The helper does not run if nothing has changed since the last answer.
    def at_prompt(self):
        try:
            if self.now() != self.last or self.changed():
                self.look('prompt')
        except OSError:
            pass

    # `deactivate`, for an entry in PATH, which is removed if the helper does not answer.
    def define(self, entry):
        def deactivate(*_):
            if not self.look('deactivate'):
                self.env['PATH'] = [each for each in self.env['PATH'] if each != entry]
                for name in ('VIRTUAL_ENV', 'VIRTUAL_ENV_PROMPT', 'AVENV_ENV'):
                    self.env.pop(name, None)
                self._avenv_name = ''
                del self.xsh.aliases['deactivate']
        self.alias('deactivate', deactivate)

    # Some commands print code for this shell; any other may change which environment is found.
    def avenv(self, args, stdin, stdout, stderr):
        how = {'env': {'AVENV_SHELL': 'xonsh 6', 'AVENV_STATE': self._avenv_state, 'AVENV_OLD_PATH': ''},
               'stdin': stdin, 'stderr': stderr}
        if not self.os.access(self.cli, self.os.X_OK):
            print(f"avenv: '{self.cli}' is gone", file=stderr or self.sys.stderr)
            return 127
        if self.re.match('\n((-C\n|-[^C\n])[^\n]*\n)*((de)?activate|on|off|select)\n', '\n'.join(['', *args, ''])):
            done = self.run(self.cli, *args, stdout=self.subprocess.PIPE, **how)
            if done.stdout.startswith(b'# avenv'):
                self.apply(done.stdout)
            else:
                (stdout or self.sys.stdout).write(done.stdout.decode(errors='replace'))
        else:
            done = self.run(self.cli, *args, stdout=stdout, **how)
            self.look('command')
        return done.returncode


if __xonsh__.env.get('XONSH_INTERACTIVE'):
    __xonsh__.ctx['_avenv'] = _Avenv(__xonsh__)

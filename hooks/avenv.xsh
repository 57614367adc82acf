# avenv: the hook for xonsh 0.25 and newer. execx($(avenv hook xonsh)) loads it, or sourcing the
# installed file. Loading it again resets it.
#
# At each prompt this compares the variables and files on which the environment depends with those
# of the last look. If one changed, and after each cd, it runs the helper, avenv-hook, and
# evaluates the code that avenv-hook prints. src/hook.c describes the questions and the answers.
#
# These quirks of xonsh shape the rest:
#
# - The names at the top of this file land in the user's session. So there is one, the class _Avenv,
#   which imports within functions and keeps its modules as attributes. Its one object is _avenv.
# - An alias runs in a thread, without the user's terminal. So ours are `unthreadable`.
# - The user may set $PROMPT at any time. So it is looked at before each prompt.
class _Avenv:
    import os, re, subprocess, sys

    # ---- Variables ----

    # The two programs
    _avenv_helper = '@HELPER@'
    _avenv_cli = '@AVENV@'
    # Set by the answer: the helper's own state; the environment's name for the prompt, or nothing
    _avenv_state = ''
    _avenv_name = ''
    # The variables on which the environment depends, at the last look
    _avenv_last = None
    # The namespace of the completion, loaded by the first TAB
    completion = {}

    # ---- The idle test ----

    def prompt(self):
        if self.now() != self._avenv_last or not self.unchanged():
            self.look('prompt')
        self.show()

    def now(self):
        names = ('PWD', 'VIRTUAL_ENV', 'AVENV_DISABLE', 'PATH')
        return tuple(map(self.env.detype().get, names))

    def unchanged(self):
        try:
            return self._avenv_unchanged()
        except OSError:
            # getmtime or samefile failed: that counts as unchanged.
            return True

    # ---- Asking the helper ----

    def run(self, *words, env={}, **more):
        return self.subprocess.run(words, env={**self.env.detype(), **env}, **more)

    # Ask because of EVENT. Return whether there was an answer. The answer sets _avenv_unchanged,
    # which looks up the files on which it depends. First the variables are noted, and no file is
    # looked up: if the helper fails, or a ^C ends it, no prompt asks again until something
    # changes. 6 is SHELL_PROTOCOL. The '' stands for _OLD_VIRTUAL_PATH, as no stock activate script
    # is for xonsh.
    def look(self, event):
        self._avenv_unchanged = lambda: True
        self._avenv_last = self.now()
        try:
            done = self.run(
                self._avenv_helper, 'xonsh', '6', event, self._avenv_state, self.env['PWD'], '',
                stdout=self.subprocess.PIPE, stderr=self.subprocess.DEVNULL)
        except (OSError, KeyboardInterrupt):
            return False
        if done.returncode == 0:
            self.apply(done.stdout)
        return done.returncode == 0

    # Evaluate an answer, bytes of UTF-8, and note what the variables are now. An answer uses `path`
    # and, of `_avenv`, env, sys, xsh, run, look, define_deactivate, and the names of the table in
    # src/README.md.
    def apply(self, code):
        exec(code, {'_avenv': self, 'path': self.os.path})
        self._avenv_last = self.now()

    # Define `deactivate` for ENTRIES of PATH, joined by a colon. Without an answer it removes these
    # and the variables.
    def define_deactivate(self, entries):
        def deactivate(*_):
            if not self.look('deactivate'):
                self.env['PATH'] = [d for d in self.env['PATH'] if d not in entries.split(':')]
                for name in ('VIRTUAL_ENV', 'VIRTUAL_ENV_PROMPT', 'AVENV_ENV'):
                    self.env.pop(name, None)
                self._avenv_name = ''
                del self.xsh.aliases['deactivate']
        self.alias('deactivate', deactivate)

    # ---- The name in the prompt ----

    # Put a field with the name before PROMPT, unless PROMPT has a field or variable for it, as
    # xonsh's own has {env_name}. A PROMPT that is a function of the user's stays as it is.
    def show(self):
        prompt = self.env.get('PROMPT')
        if isinstance(prompt, str):
            if not self.re.search(r'\{(avenv|env)_name|VIRTUAL_ENV', prompt):
                self.env['PROMPT'] = '{avenv_name}' + prompt

    # The text of the field. The user may want no name.
    def field(self):
        if not self._avenv_name or self.env.get('VIRTUAL_ENV_DISABLE_PROMPT'):
            return ''
        return f'({self._avenv_name}) '

    # ---- The alias avenv ----

    # Some commands print code for this shell. Any other may change which environment is found.
    def avenv(self, args, stdin, stdout, stderr):
        if not self.os.access(self._avenv_cli, self.os.X_OK):
            print(f"avenv: '{self._avenv_cli}' is gone; 'xexec xonsh' starts a shell without it",
                  file=stderr or self.sys.stderr)
            return 127
        prints_code = self.prints_code(args)
        done = self.run(
            self._avenv_cli, *args, stdin=stdin, stderr=stderr,
            stdout=self.subprocess.PIPE if prints_code else stdout,
            env={'AVENV_SHELL': 'xonsh 6', 'AVENV_STATE': self._avenv_state})
        if not prints_code:
            self.look('command')
        elif done.stdout.startswith(b'# avenv'):
            self.apply(done.stdout)
        else:
            # It is help.
            (stdout or self.sys.stdout).write(done.stdout.decode(errors='replace'))
        return done.returncode

    # Whether the first word that is no option is one of these; -C has a value, in -qC too.
    def prints_code(self, args):
        while args and args[0].startswith('-'):
            args = args[2:] if args[0].partition('C')[1:] == ('C', '') else args[1:]
        return bool(args) and args[0] in ('activate', 'deactivate', 'on', 'off', 'select')

    # Define the alias NAME. `called` is around FUNCTION, as xonsh counts its parameters, and
    # unthreadable sets an attribute, which a bound method refuses.
    def alias(self, name, function):
        from xonsh.tools import unthreadable

        def called(args, stdin=None, stdout=None, stderr=None):
            return function(args, stdin, stdout, stderr)
        self.xsh.aliases[name] = unthreadable(called)

    # ---- Completion ----

    # The first TAB loads the completion.
    def complete(self, context):
        if not context.args or context.args[0].value != 'avenv':
            return None
        loaded = '_avenv_complete' in self.completion
        if not loaded and self.os.access(self._avenv_cli, self.os.X_OK):
            done = self.run(
                self._avenv_cli, 'hook', '--completion', 'xonsh', stdout=self.subprocess.PIPE)
            exec(done.stdout, self.completion)
        # Both completers are decorated: call the function within.
        found = self.completion.get('_avenv_complete')
        return found and found.__wrapped__(context)

    # ---- cd, and loading ----

    def __init__(self, xsh):
        from xonsh import __version__
        if tuple(map(int, __version__.split('.')[:2])) < (0, 25):
            print(f'avenv: the hook needs xonsh 0.25, and this is {__version__}',
                  file=self.sys.stderr)
            return
        from xonsh.completers.tools import contextual_command_completer
        from xonsh.events import events
        self.xsh, self.env = xsh, xsh.env
        # This file may have been loaded before.
        for event, handler in getattr(xsh.ctx.get('_avenv'), 'handlers', ()):
            event.discard(handler)
        self.handlers = ((events.on_pre_prompt_format, lambda **_: self.prompt()),
                         (events.on_chdir, lambda **_: self.look('cd')))
        for event, handler in self.handlers:
            event(handler)
        self.alias('avenv', self.avenv)
        self.env['PROMPT_FIELDS']['avenv_name'] = self.field
        # The decorator sets an attribute on the function. A bound method refuses that.
        completer = contextual_command_completer(lambda context: self.complete(context))
        xsh.completers['avenv'] = completer
        xsh.completers.move_to_end('avenv', last=False)


if __xonsh__.env.get('XONSH_INTERACTIVE'):
    __xonsh__.ctx['_avenv'] = _Avenv(__xonsh__)

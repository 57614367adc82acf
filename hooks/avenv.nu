# avenv: the hook for nushell 0.115 and newer. `avenv setup` adds a pre_prompt hook to the startup
# file, which runs this code once, at the first prompt. Loading it again resets the state, but the
# prompt keeps the commands that were loaded first.
#
# At each prompt this compares the variables and files on which the environment depends with those
# of the last look. If one changed, and after each cd, it runs the helper, avenv-hook, and carries
# out its answer. src/hook.c describes the questions and the answers.
#
# These quirks of nushell shape the rest:
#
# - It evaluates no code that a program prints. So an answer is records, which _avenv_apply knows.
# - A command can change nothing but $env, and only if `def --env` defines it. So the variables are
#   fields of the record $env._avenv. nushell exports no records.
# - A command cannot define or remove another one. So `deactivate` is always there.
# - The output of a command is that of its last part. So `avenv` ends in the program, and leaves the
#   look to the next prompt.

# ---- Variables ----

# The two programs
const _avenv_helper = '@HELPER@'
const _avenv_cli = '@AVENV@'
# The fields of $env._avenv, which is made at the end of this file:
# _avenv_state, _avenv_name: set by the answer: the helper's own state, the name for the prompt
# _avenv_last: the variables on which the environment depends, at the last look; null after a
#   command of avenv's, [] at first
# files: set by the answer: paths that must be absent, or present, or directories and no links
#   (own); again: the next prompt looks in any case

# ---- The idle test ----

def --env _avenv_prompt [] {
  if $env._avenv._avenv_last == null { _avenv_look command }
  # What a command's look has to say is said at this prompt, too.
  if (_avenv_now) != $env._avenv._avenv_last or not (_avenv_unchanged) {
    _avenv_look prompt
  }
  _avenv_show
}

def _avenv_now [] {
  [$env.PWD $env.VIRTUAL_ENV? $env.AVENV_DISABLE? $env.PATH?]
}

# Look up the files on which the last answer depends.
def _avenv_unchanged [] {
  let files = $env._avenv.files
  if $files.again { return false }
  # If a path cannot be looked up, the environment stays on.
  try {
    (($files.absent | path type | all { $in == null })
      and ($files.present | path exists | all { $in })
      and ($files.own | path type | all { $in == dir }))
  } catch { true }
}

# ---- Asking the helper ----

# Ask because of the event. First the variables are noted, and no file is looked up: if the
# helper fails, or a ^C ends it, no prompt asks again until something changes. 6 is SHELL_PROTOCOL.
# The '' stands for _OLD_VIRTUAL_PATH, as venv makes no activate script for nushell.
def --env _avenv_look [event: string] {
  # The prompt may show the status of the user's command.
  let code = $env.LAST_EXIT_CODE?
  $env._avenv.files = {again: false, absent: [], present: [], own: []}
  $env._avenv._avenv_last = (_avenv_now)
  try {
    let out = (^$_avenv_helper nu 6 $event $env._avenv._avenv_state $env.PWD '' | complete)
    if $out.exit_code == 0 { _avenv_apply $out.stdout }
  }
  $env.LAST_EXIT_CODE = $code
}

# Carry out an answer, and note what the variables are now. It is parsed whole first: if that fails,
# nothing is done; `avenv` shows the error, a look hides it.
def --env _avenv_apply [answer: string] {
  for step in ($"[\n($answer)]" | from nuon) {
    match $step {
      {set: $name, to: $value} => { load-env {$name: $value} }
      {unset: $name} => { hide-env -i $name }
      {keep: $name, to: $value} => { $env._avenv = ($env._avenv | upsert $name $value) }
      {say: $text} => { print -e $"avenv: ($text)" }
      {tree: $path, then: $event} => {
        let done = (^$_avenv_cli allow '--seen' '--' $path | complete)
        if $done.exit_code == 0 { _avenv_look $event }
      }
      {check: _} => { try { ^$_avenv_cli check '--hint' } }
      # {avenv: code}, by which `avenv` knows an answer
      _ => {}
    }
  }
  $env._avenv._avenv_last = (_avenv_now)
}

# With no environment on, `deactivate` means another program. An answer unsets VIRTUAL_ENV, or sets
# another; without one this removes the entries in PATH and the variables.
def --env --wrapped deactivate [...words] {
  let was = $env.VIRTUAL_ENV?
  if $was != null { _avenv_look deactivate } else { ^deactivate ...$words }
  if $was != null and $env.VIRTUAL_ENV? == $was {
    let bin = ($env.VIRTUAL_ENV | path join bin)
    let path = ($env.PATH? | default [])
    $env.PATH = ($path | where { $in != $bin and ($in | path basename) != avenv-no-pip })
    hide-env -i VIRTUAL_ENV VIRTUAL_ENV_PROMPT AVENV_ENV
    $env._avenv._avenv_name = ''
  }
}

# ---- The name in the prompt ----

# Put the name before the user's prompt, which is text or a closure.
def --env _avenv_show [] {
  let own = $env.PROMPT_COMMAND?
  let closure = ($own | describe) == 'closure'
  if $own == null or ($closure and (view source $own) =~ '_avenv_name') { return }
  $env.PROMPT_COMMAND = {|| (_avenv_name) + (if $closure { do $own | default '' } else { $own }) }
}

def _avenv_name [] {
  let name = $env._avenv._avenv_name
  let unwanted = ($env.VIRTUAL_ENV_DISABLE_PROMPT? | is-not-empty)
  if $name == '' or $unwanted { '' } else { '(' + $name + ') ' }
}

# ---- The command avenv ----

# Some commands print an answer for this shell. Any other may change which environment is found: the
# next prompt looks. The program completes its words.
@complete external
def --env --wrapped avenv [...words] {
  let input = $in
  if not ($_avenv_cli | path exists) {
    error make {msg: $"avenv: '($_avenv_cli)' is gone; 'exec nu' starts a shell without it"}
  }
  let about = {AVENV_SHELL: 'nu 6', AVENV_STATE: $env._avenv._avenv_state}
  if (_avenv_prints_code $words) {
    let out = (with-env $about { ^$_avenv_cli ...$words })
    # An answer begins so. Else it is help.
    if $out starts-with '{avenv: code}' { _avenv_apply $out } else { $out }
  } else {
    $env._avenv._avenv_last = null
    # With null as its input the program would have no terminal.
    if $input == null {
      with-env $about { ^$_avenv_cli ...$words }
    } else {
      $input | with-env $about { ^$_avenv_cli ...$words }
    }
  }
}

# Whether the first word that is no option is one of these; -C has a value, in -qC too.
def _avenv_prints_code [words: list] {
  mut words = $words
  while ($words | is-not-empty) and ($words.0 | into string) starts-with '-' {
    $words = ($words | skip (if ($words.0 | into string) =~ '^-[^C]*C$' { 2 } else { 1 }))
  }
  ($words | is-not-empty) and $words.0 in [activate deactivate on off select]
}

# ---- cd, and loading ----

if $nu.is-interactive {
  if '_avenv' not-in $env {
    $env.config.hooks.pre_prompt = ($env.config.hooks.pre_prompt | prepend {|| _avenv_prompt})
    # `cd x; python` runs x's python. A `def` in this block would end with it. So a hook, whose code
    # is text, redefines the builtin `cd`, once. If the user has another one, only the prompt looks.
    $env.config.hooks.pre_execution = ($env.config.hooks.pre_execution | append {
      condition: {|| (which cd).0.type == built-in}
      code: 'alias _avenv_own_cd = cd
        def --env cd [--physical (-P), path?: directory] {
          if $path == null { _avenv_own_cd } else { _avenv_own_cd --physical=$physical $path }
          _avenv_look cd
        }'
    })
  }
  $env._avenv = {_avenv_state: '', _avenv_name: '', _avenv_last: []}
  _avenv_prompt
}

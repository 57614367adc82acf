# avenv: the hook for nushell 0.115 and newer.
#
# A hook of the startup file has this text as its code, which runs at the first prompt; loading it
# again resets it. The helper's answer is records, which the hook carries out: src/hook.c has the
# protocol.
const _avenv_helper = '@HELPER@'
const _avenv_cli = '@AVENV@'

# All that changes the answer
def _avenv_now [] {
  [$env.PWD $env.VIRTUAL_ENV? $env.AVENV_ENV? $env.AVENV_DISABLE? $env.PATH?]
}

def _avenv_changed [] {
  let watch = $env._avenv.watch
  # A path that cannot be looked up
  try {
    ($watch.again or ($watch.absent | path type | any { $in != null }) or not ($watch.present | path exists | all { $in })
      or ($watch.own | path type | any { $in != dir }))
  } catch { false }
}

# Carry out an answer, or a part that cannot be read: nothing of it.
def --env _avenv_apply [answer: string] {
  for step in ($"[\n($answer)]" | from nuon) {
    match $step {
      {set: $name, to: $value} => { load-env {$name: $value} }
      {unset: $name} => { hide-env -i $name }
      {keep: $name, to: $value} => { $env._avenv = ($env._avenv | upsert $name $value) }
      {say: $text} => { print -e $"avenv: ($text)" }
      {tree: $path} => {
        if (^$_avenv_cli allow '--seen' '--' $path | complete).exit_code == 0 { _avenv_look recorded }
      }
      {check: _} => { try { ^$_avenv_cli check '--hint' } }
    }
  }
  $env._avenv.last = (_avenv_now)
}

# Run the helper. Without an answer it is not run again before the next change.
def --env _avenv_look [event: string] {
  let code = $env.LAST_EXIT_CODE?
  $env._avenv.watch = {again: false, absent: [], present: [], own: []}
  $env._avenv.last = (_avenv_now)
  try {
    let out = (^$_avenv_helper nu 6 $event $env._avenv._avenv_state $env.PWD '' | complete)
    if $out.exit_code == 0 { _avenv_apply $out.stdout }
  }
  $env.LAST_EXIT_CODE = $code
}

# nushell cannot define it while an environment is on, and elsewhere it is no command of avenv's.
def --env deactivate [] {
  if 'VIRTUAL_ENV' in $env { _avenv_look deactivate } else { ^deactivate }
  # Without an answer
  if 'VIRTUAL_ENV' in $env {
    $env.PATH = ($env.PATH | where { $in != $env._avenv.entry })
    hide-env -i VIRTUAL_ENV VIRTUAL_ENV_PROMPT AVENV_ENV
    $env._avenv._avenv_name = ''
  }
}

# Some commands print an answer for this shell; any other may change which environment is found.
@complete external
def --env --wrapped avenv [...words] {
  let input = $in
  let given = {AVENV_SHELL: 'nu 6', AVENV_STATE: $env._avenv._avenv_state}
  if ("\n" + ($words | str join "\n") + "\n") =~ '^\n((-C\n|-[^C\n])[^\n]*\n)*((de)?activate|on|off|select)\n' {
    let out = (with-env $given { ^$_avenv_cli ...$words })
    if $out starts-with '{avenv: 5}' { _avenv_apply $out } else { print -n $out }
  } else {
    # The next prompt looks: only the last command's output is this one's.
    $env._avenv.last = null
    if $input == null { with-env $given { ^$_avenv_cli ...$words } } else { $input | with-env $given { ^$_avenv_cli ...$words } }
  }
}

# Run at each prompt. The helper does not run if nothing has changed since the last answer.
def --env _avenv_prompt [] {
  if $env._avenv.last == null and $env._avenv._avenv_state != '' { _avenv_look command }
  if (_avenv_now) != $env._avenv.last or (_avenv_changed) { _avenv_look prompt }
  let own = $env.PROMPT_COMMAND?
  let closure = ($own | describe) == closure
  if $own == null or ($closure and (view source $own) =~ _avenv_name) { return }
  $env.PROMPT_COMMAND = {|| (_avenv_name) + (if $closure { do $own } else { $own }) }
}

# The name is before the prompt.
def _avenv_name [] {
  let name = ($env._avenv._avenv_name? | default '')
  if $name == '' or 'VIRTUAL_ENV_DISABLE_PROMPT' in $env { '' } else { $"\(($name)) " }
}

if $nu.is-interactive {
  if '_avenv' not-in $env {
    $env.config.hooks.pre_prompt = ([{|| _avenv_prompt}] | append $env.config.hooks.pre_prompt)
    # Let `cd x; python` use x's environment. Beside another `cd` than nushell's the prompt looks.
    $env.config.hooks.pre_execution = ($env.config.hooks.pre_execution | append {
      condition: {|| (which cd).0.type == built-in}
      code: 'alias _avenv_cd = cd
        def --env cd [--physical (-P), path?: directory] {
          if $path == null { _avenv_cd } else { _avenv_cd --physical=$physical $path }
          _avenv_look cd
        }'
    })
  }
  # No record is exported.
  $env._avenv = {_avenv_state: '', last: null}
  _avenv_prompt
}

# avenv: the hook for elvish 0.19 and newer.
#
# Loaded by  eval (avenv hook elvish | slurp)  or by evaluating the installed file; loading it again
# resets it. The hook runs the helper and evaluates its answer: src/hook.c has the protocol.
use re
use str
var helper = '@HELPER@'
var cli = '@AVENV@'
var state last off~ look~ = '' '' { } { }
var watch~ = { put $false }

fn value {|name| if (has-env $name) { get-env $name } else { put '' } }

# One string has all that changes the answer.
fn now {
  str:join // [$pwd (value VIRTUAL_ENV) (value AVENV_ENV) (value AVENV_DISABLE) (value PATH) (to-string (has-env PATH))]
}

# An answer sees nothing else of the hook.
fn apply {|code|
  var keep~ = {|name value| if (eq $name _avenv_state) { set state = $value } }
  var keep-watch~ = {|f| set watch~ = $f }
  eval &ns=(ns [&edit:=$edit: &_avenv_cli=(external $cli) &_avenv_look~=$look~ &_avenv_off~=$off~
      &_avenv_set~=$keep~ &_avenv_watch~=$keep-watch~]) $code
  set last = (now)
}

# Run the helper. Without an answer it is not run again before the next change.
fn try-look {|event|
  set watch~ = { put $false }
  set last = (now)
  try {
    apply ((external $helper) elvish 6 $event $state $pwd '' 2>/dev/null | slurp)
    put $true
  } catch {
    put $false
  }
}

set look~ = {|event| try-look $event | nop (one) }

# `deactivate`, for an entry in PATH. It is removed if the helper does not answer.
set off~ = {|entry|
  put {|@_|
    if (not (try-look deactivate)) {
      set paths = [(each {|dir| if (not-eq $dir $entry) { put $dir } } $paths)]
      each $unset-env~ [VIRTUAL_ENV VIRTUAL_ENV_PROMPT AVENV_ENV]
      edit:add-var deactivate~ (external deactivate)
    }
  }
}

fn call {|@words|
  set-env AVENV_SHELL 'elvish 6'
  set-env AVENV_STATE $state
  try {
    (external $cli) $@words
  } finally {
    each $unset-env~ [AVENV_SHELL AVENV_STATE]
  }
}

# Some commands print code for this shell; any other may change which environment is found.
fn avenv {|@words|
  if (re:match '^\n((-C\n|-[^C\n])[^\n]*\n)*((de)?activate|on|off|select)\n' "\n"(str:join "\n" $words)"\n") {
    var out = (call $@words | slurp)
    if (str:has-prefix $out '# avenv') { apply $out } else { print $out }
  } else {
    try { call $@words } finally { look command }
  }
}

# Run at each prompt. The helper does not run if nothing has changed since the last answer.
fn avenv-prompt {
  if (or (not-eq (now) $last) (watch)) { look prompt }
}

# The functions in LIST that are not of this hook, loaded before
fn others {|list|
  each {|f| if (not (and (has-key $f body) (str:contains $f[body] avenv-))) { put $f } } $list
}

fn avenv-cd { look cd }
set edit:before-readline = [(others $edit:before-readline) { avenv-prompt }]
set after-chdir = [(others $after-chdir) {|_| avenv-cd }]
edit:add-vars [&avenv~=$avenv~ &deactivate~=(external deactivate)]

# The name is before the prompt.
var own = $edit:prompt
if (not (and (has-key $own body) (str:contains $own[body] VIRTUAL_ENV_PROMPT))) {
  set edit:prompt = {
    if (and (has-env VIRTUAL_ENV_PROMPT) (not (has-env VIRTUAL_ENV_DISABLE_PROMPT))) {
      print '('(get-env VIRTUAL_ENV_PROMPT)') '
    }
    $own
  }
}

# The first TAB loads the completion.
set edit:completion:arg-completer[avenv] = {|@words|
  eval ((external $cli) hook --completion elvish | slurp)
  $edit:completion:arg-completer[avenv] $@words
}

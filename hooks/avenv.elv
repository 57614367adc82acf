# avenv: the hook for elvish 0.19 and newer. eval (avenv hook elvish | slurp) loads it, or
# evaluating the installed file. Loading it again resets it.
#
# At each prompt this compares the variables and files on which the environment depends with those
# of the last look. If one changed, and after each cd, it runs the helper, avenv-hook, and
# evaluates the code that avenv-hook prints. src/hook.c describes the questions and the answers.
#
# These quirks of elvish shape the rest:
#
# - The names of this file are its own, and an answer has a namespace of its own. So an answer gets
#   functions that set our variables, and edit:add-var adds a name to the user's.
# - A function is a variable whose name ends in ~. Code may call only one that is declared above it.
#   So try-look~ is declared by `var` and set by `set`, further below.
# - A function cannot be removed from the prompt's namespace. So `deactivate` becomes the external
#   command of that name when an environment is turned off.
use path
use re
use str

# ---- Variables ----

# The two programs
var _avenv_helper = '@HELPER@'
var _avenv_cli = '@AVENV@'
# Set by the answer: the helper's own state
var _avenv_state = ''
# The variables on which the environment depends, at the last look
var _avenv_last = ''

# The value of the environment variable, or nothing
fn env-or-empty {|name| if (has-env $name) { get-env $name } else { put '' } }

# ---- The idle test ----

fn _avenv_now {
  str:join // [
    $pwd (env-or-empty VIRTUAL_ENV) (env-or-empty AVENV_DISABLE) (env-or-empty PATH)
    (to-string (has-env PATH))
  ]
}

# Look up the files on which the last answer depends. Each answer sets this anew.
var _avenv_unchanged~ = { put $true }

# Set below: it and _avenv_apply call each other.
var try-look~ = {|event| put $false }

fn _avenv_look {|event| nop (try-look $event) }

fn _avenv_prompt {
  if (or (not-eq (_avenv_now) $_avenv_last) (not (_avenv_unchanged))) {
    _avenv_look prompt
  }
}

# ---- Asking the helper ----

# Return the function `deactivate` for ENTRIES of PATH, joined by a colon. Without an answer it
# removes these and the variables.
fn _avenv_deactivate {|entries|
  var ours = [(str:split : $entries)]
  put {|@_|
    if (not (try-look deactivate)) {
      set paths = [(each {|dir| if (not (has-value $ours $dir)) { put $dir } } $paths)]
      each $unset-env~ [VIRTUAL_ENV VIRTUAL_ENV_PROMPT AVENV_ENV]
      edit:add-var deactivate~ (external deactivate)
    }
  }
}

# Evaluate an answer, and note what the variables are now. An answer has these names only, and
# prints to stderr: try-look would return what it prints to stdout.
fn _avenv_apply {|code|
  var _avenv_define~ = {|function| set _avenv_unchanged~ = $function }
  # An answer sets more variables: this file needs one of them.
  var _avenv_set~ = {|name value| if (eq $name _avenv_state) { set _avenv_state = $value } }
  eval $code &ns=(ns [
      &edit:=$edit: &_avenv_cli=(external $_avenv_cli) &_avenv_set~=$_avenv_set~
      &_avenv_define~=$_avenv_define~ &_avenv_deactivate~=$_avenv_deactivate~
      &_avenv_look~=$_avenv_look~
  ])
  set _avenv_last = (_avenv_now)
}

# Ask because of EVENT. Return whether an answer was carried out. First the variables are noted, and
# no file is looked up: if the helper fails, or a ^C ends it, no prompt asks again until something
# changes. 6 is SHELL_PROTOCOL. The '' stands for _OLD_VIRTUAL_PATH, as no stock activate script is
# for elvish.
set try-look~ = {|event|
  set _avenv_unchanged~ = { put $true }
  set _avenv_last = (_avenv_now)
  try {
    _avenv_apply (
      (external $_avenv_helper) elvish 6 $event $_avenv_state $pwd '' 2>/dev/null | slurp)
    put $true
  } catch {
    put $false
  }
}

# ---- The name in the prompt ----

# Put the name before the user's prompt, unless this file was loaded before. The prompt of an
# earlier loading would not see a variable of this one. So the name is VIRTUAL_ENV_PROMPT, which an
# answer sets.
var user-prompt = $edit:prompt
if (not (and (has-key $user-prompt body) (str:contains $user-prompt[body] VIRTUAL_ENV_PROMPT))) {
  set edit:prompt = {
    if (and (has-env VIRTUAL_ENV_PROMPT) (eq (env-or-empty VIRTUAL_ENV_DISABLE_PROMPT) '')) {
      put '('(get-env VIRTUAL_ENV_PROMPT)') '
    }
    $user-prompt
  }
}

# ---- The function avenv ----

# Run the program, and tell it about this shell.
fn call {|@words|
  if (not (path:is-regular &follow-symlink $_avenv_cli)) {
    fail "avenv: '"$_avenv_cli"' is gone; 'exec elvish' starts a shell without it"
  }
  set-env AVENV_SHELL 'elvish 6'
  set-env AVENV_STATE $_avenv_state
  try {
    (external $_avenv_cli) $@words
  } finally {
    each $unset-env~ [AVENV_SHELL AVENV_STATE]
  }
}

# Whether the first word that is no option is one of these; -C has a value, in -qC too.
fn prints-code {|@words|
  while (and (not-eq $words []) (str:has-prefix $words[0] -)) {
    if (and (re:match '^-[^C]*C$' $words[0]) (> (count $words) 1)) { set words = $words[1..] }
    set words = $words[1..]
  }
  and (not-eq $words []) (has-value [activate deactivate on off select] $words[0])
}

# Some commands print code for this shell. Any other may change which environment is found.
fn avenv {|@words|
  if (prints-code $@words) {
    var out = (call $@words | slurp)
    # Code begins so. Else it is help.
    if (str:has-prefix $out '# avenv') { _avenv_apply $out } else { print $out }
  } else {
    try { call $@words } finally { _avenv_look command }
  }
}
edit:add-var avenv~ $avenv~
# The `deactivate` of an earlier loading goes. While an environment of avenv's is on, the first
# answer defines it anew.
if (not (has-env AVENV_ENV)) { edit:add-var deactivate~ (external deactivate) }

# ---- Completion ----

# The first TAB replaces this function by the completion.
set edit:completion:arg-completer[avenv] = {|@words|
  eval ((external $_avenv_cli) hook --completion elvish | slurp)
  $edit:completion:arg-completer[avenv] $@words
}

# ---- cd, and loading ----

# The functions in LIST but those of this file, if it was loaded before
fn without-ours {|list|
  each {|f| if (not (and (has-key $f body) (str:contains $f[body] _avenv_))) { put $f } } $list
}
set edit:before-readline = [(without-ours $edit:before-readline) { _avenv_prompt }]
set after-chdir = [(without-ours $after-chdir) {|_| _avenv_look cd }]

# SPDX-License-Identifier: GPL-3.0-or-later
# avenv: completion for nushell 0.115 and newer, an external completer before the user's own.
# `avenv __complete` says what can be typed. It is data, which is quoted where nushell needs it.
def _avenv_complete [words: list<string>] {
  let lines = (try { run-external '@AVENV@' __complete nu ...$words e> /dev/null | lines } catch { [] })
  if ($lines | length) < 2 and ($lines.0? | default none) !~ '^none' { return null }
  $lines | skip 1 | each {|line|
    let parts = ($line | split row "\t")
    let word = $parts.0
    {value: (if $word =~ '^[\w./@%+=-]+$' { $word } else { $word | to json }), description: ($parts.1? | default '')}
  }
}

do --env {
  let own = $env.config.completions.external.completer
  $env.config.completions.external.completer = {|spans|
    if $spans.0 == avenv { _avenv_complete ($spans | skip 1) } else if $own != null { do $own $spans }
  }
}

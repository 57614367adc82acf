# SPDX-License-Identifier: GPL-3.0-or-later
# avenv: completion for nushell 0.115 and newer, an external completer before the user's own.
# `avenv __complete` says what can be typed. It is data, which is quoted where nushell needs it.
def _avenv_complete [words: list<string>] {
  let lines = (try { run-external '@AVENV@' __complete nu ...$words e> /dev/null | lines } catch { [none] })
  let kind = $lines.0
  let found = if ($lines | length) > 1 or $kind starts-with none {
    $lines | skip 1 | split column "\t" value description
  } else {
    let files = (try { ls -a ($"($words | last)*" | into glob) } catch { [] })
    # ls shows a control character in its own way.
    let there = $files | where {|f| ($kind !~ ^dirs or $f.type == dir) and ($f.name | path exists) }
    $there | each {|f| {value: ($f.name + (if $f.type == dir { '/' } else { '' }))} }
  }
  $found | update value {|c| if $c.value =~ '^[\w./@%+=-]+$' { $c.value } else { $c.value | to json } }
}

do --env {
  let own = $env.config.completions.external.completer
  $env.config.completions.external.completer = {|spans|
    if $spans.0 == avenv { _avenv_complete ($spans | skip 1) } else if $own != null { do $own $spans }
  }
}

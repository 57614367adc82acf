# SPDX-License-Identifier: GPL-3.0-or-later
# avenv: completion for elvish 0.19 and newer.
# `avenv __complete` says what can be typed. It is data, which elvish quotes.
use str
set edit:completion:arg-completer[avenv] = {|@words|
  var kind @lines = ((external '@AVENV@') __complete elvish (all $words[1..]) 2>/dev/null | from-lines)
  for line $lines {
    var word @text = (str:split "\t" $line)
    var after = (if (str:has-suffix $word /) { put '' } else { put ' ' })
    edit:complex-candidate $word &code-suffix=$after &display=(str:join '  ' [$word $@text])
  }
  if (str:has-prefix $kind none) { return }
  if (eq $lines []) { edit:complete-filename $words[-1] }
}

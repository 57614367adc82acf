# SPDX-License-Identifier: GPL-3.0-or-later
"""What differs from shell to shell in what is typed: stories are written in bash's words."""

import os
import re

EXISTS = "type deactivate >/dev/null 2>&1 && echo yes"
QUOTES = ("'", '"')
WORD = r"""(?:"[^"]*"|'[^']*'|[^\s;&|"'])*"""


def quote(kind, text):
    """One word of KIND's language that stands for TEXT, whatever bytes it has."""
    raw = os.fsencode(text)
    plain = all(32 <= c < 127 for c in raw)
    if kind == "fish":
        if plain:
            return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
        return "".join(f"\\X{c:02x}" for c in raw)
    if kind == "tcsh":
        return "$'" + "".join(c if ord(c) > 127 or c.isalnum() or c in "/._-" else f"\\{ord(c):03o}" for c in text) + "'"
    if kind == "xonsh":
        return "@('" + "".join(c if c.isascii() and c.isalnum() or c in "/._- " else f"\\U{ord(c):08x}" for c in text) + "')"
    if kind == "nu":
        return '"' + "".join(c if c.isalnum() or c in "/._-" else f"\\u{{{ord(c):x}}}" for c in text) + '"'
    if kind == "elvish":
        return '"' + "".join(chr(c) if 32 <= c < 127 and c not in b'"\\$' else f"\\x{c:02x}" for c in raw) + '"'
    if plain:
        return "'" + text.replace("'", "'\\''") + "'"
    return "$'" + "".join(f"\\{c:03o}" for c in raw) + "'"


def assigned(template):
    """A replacement for `export A=B C=D`."""
    return lambda found: "; ".join(template.format(name, value or "''")
                                   for name, value in re.findall(rf"(\w+)=({WORD})", found[1]))


def elvish_export(found):
    """`export A="$B/c"` in elvish, where a variable in a word is a command's output."""
    def word(value):
        quoted = value[:1] == '"' and "$" in value
        if quoted and value.count('"') == 2 and value[-1] == '"':
            value = value.strip('"')
        parts = re.split(r"""("[^"]*"|'[^']*')""", value)
        parts[::2] = (re.sub(r"\$\{?(\w+)\}?", r"(get-env \1)", part) for part in parts[::2])
        return "".join(parts) or "''"
    return "; ".join(f"set-env {name} {word(value)}" for name, value in re.findall(rf"(\w+)=({WORD})", found[1]))


def xonsh_export(found):
    """`export A="$B/c"` in xonsh, where _x() replaces variables in a string."""
    def word(value):
        parts = re.split(r"""(@\('[^']*'\)|"[^"]*"|'[^']*')""", value)
        return " + ".join(part[1:] if part[:1] == "@" else f"_x({part if part[:1] in QUOTES else repr(part)})"
                          for part in parts if part) or "''"
    return "; ".join(f"${name} = {word(value)}" for name, value in re.findall(rf"(\w+)=({WORD})", found[1]))


def nu_export(found):
    """`export A="$B/c"` in nushell; a PATH that is unset or empty has no element."""
    def word(value):
        parts = (re.sub(r"\$\{?(\w+)\}?", r'" ($env.\1? | append [] | str join ":") "', part.strip('"'))
                 if part[:1] != "'" else part[1:-1] for part in re.findall(r"""'[^']*'|"[^"]*"|[^'"]+""", value))
        return '(["' + "".join(parts) + '"] | str join)'
    return "; ".join(f"$env.{name} = {word(value)}" + " | split row -r ':(?=.)'" * (name == "PATH" and value != "")
                     if name != "PATH" or value else "$env.PATH = []"
                     for name, value in re.findall(rf"(\w+)=({WORD})", found[1]))


# For each shell patterns and what stands in their place, in turn
REWRITES = {
    "nu": (
        (re.escape(EXISTS), "if VIRTUAL_ENV in $env and (which deactivate).0.type == custom { ^echo yes }"),
        (rf"export ((?:\w+={WORD} ?)+)", nu_export),
        (r'echo "\[\$VIRTUAL_ENV\]"', "sh -c 'echo \"[$VIRTUAL_ENV]\"'"), (r"^(true|:)(?=\s|$)[^;|]*", "null"),
        (r" && ", "; "),
        (r"([^;|&]*)\|\| (echo \w+)", r"try { \1 } catch { \2 }"), (r"2>(?=/dev/null)", "e> "),
        (r"(^|[;{] *)\$SHELL", r"\1^$env.SHELL"), (r"(^|[^.])\$SHELL", r"\1$env.SHELL"),
        (r"\$\?", "$env.LAST_EXIT_CODE"), (r"\$seen", "$env.seen"),
        (r"""("[^"]*"|'[^']*')|(^|[;|{] ?)(?=(?:ls|rm|cp|mv|mkdir|touch|echo)\b)""",
         lambda found: found[1] or found[2] + "^"), (r"(?<![-=e0-9]) ?>(?=[~\w/])", " o> "),
    ),
    "xonsh": (
        (re.escape(EXISTS), "if 'deactivate' in aliases: print('yes')"),
        (rf"export ((?:\w+={WORD} ?)+)", xonsh_export),
        (r'echo "\[\$VIRTUAL_ENV\]"', "sh -c 'echo \"[$VIRTUAL_ENV]\"'"), (r"^(true|:|: .*)$", ""),
        # `cd .` is no change there: a command of avenv's makes it look.
        (r"(^|; )cd \.$", r"\1avenv list >/dev/null 2>/dev/null"),
        (r"\bsource (\S+)$", r"source -e \1"),
        (r"^\$SHELL", "@($SHELL)"), (r"command -v marker", "which marker >/dev/null 2>/dev/null"),
    ),
    "elvish": (
        (re.escape(EXISTS), "if (not-eq $deactivate~ (external deactivate)) { echo yes }"),
        (rf"export ((?:\w+={WORD} ?)+)", elvish_export), (r"\bpwd\b", "echo $pwd"),
        (r'echo "\[\$VIRTUAL_ENV\]"', "sh -c 'echo \"[$VIRTUAL_ENV]\"'"), (r"^(true|:)\b|^:", "nop"),
        (r"^\$SHELL", "(external $E:SHELL)"), (r"\$SHELL", "$E:SHELL"),
        (r" && ", "; "), (r"([^;|&]*)\|\| (echo \w+)", r"try { \1 } catch { \2 }"),
        (r"\bsource (\S+)", r"eval (slurp < \1)"),
    ),
    "fish": ((r"bin/activate", "bin/activate.fish"), (r"\$\?", "$status"), (r"\bunset (?=[A-Z])", "set -e ")),
    "tcsh": (
        (re.escape(EXISTS), "alias deactivate|grep -q . && echo yes"),
        (r"bin/activate", "bin/activate.csh"), (r"\$\?", "$status"),
        (rf"export ((?:\w+={WORD} ?)+)", assigned("setenv {} {}")),
        (r'echo "\[\$VIRTUAL_ENV\]"', "sh -c 'echo \"[$VIRTUAL_ENV]\"'"),
        (r" 2>/dev/null", " >& /dev/null"),
        (r"\$([A-Z_]+)(?=:)", r"${\1}"), (r"^true$", ":"),
        (r"\bpwd\b", "echo $cwd"),
        (r"command -v marker", "which marker >& /dev/null"),
    ),
}


def spoken(kind, command):
    """COMMAND in KIND's language."""
    for pattern, instead in REWRITES.get(kind, ()):
        command = re.sub(pattern, instead, command)
    return command

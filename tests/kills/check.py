# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules after a strike: each object old or new, nothing lost or granted, one clear line."""

import os
import re
from collections import Counter
from dataclasses import dataclass
from typing import Callable

from world import RECORDS, Ran, World, difference

UGLY = re.compile(
    rb"Sanitizer|runtime error|[Aa]ssert|\(null\)|: Success$|Traceback|terminate called|"
    rb"stack smashing|corrupted|malloc\(|Fatal", re.MULTILINE)
LINES_MAX = 3
# The new environment waits here to be exchanged with the old one, which comes to lie here.
STAGED = re.compile(r"/\.avenv-backup-")


@dataclass
class Told:
    """A struck run, and what is known of the run that nobody struck."""
    case: object
    world: World
    strike: object
    before: dict
    after: dict
    # what is on where, before and after
    on: tuple
    calm: Ran
    struck: Ran
    touched: bool
    again: Callable

    @property
    def was_killed(self):
        return self.struck.code < 0 or self.struck.code > 128

    @property
    def is_mute(self):
        """The message itself could not be written."""
        place = self.strike.place
        return (self.strike.kind == "ENOSPC+" or
                place.name == "write" and place.args.startswith("2,"))


def quoted(text):
    return repr(text.decode(errors="replace")[:500])


def new_lines(told):
    """The lines on stderr that an undisturbed run does not say."""
    said, usual = Counter(told.struck.err.splitlines()), Counter(told.calm.err.splitlines())
    return list((said - usual).elements())


def message_problems(told):
    err, code = told.struck.err, told.struck.code
    if UGLY.search(err):
        yield f"it says {quoted(err)}"
    if code not in (0, 1) and not (told.was_killed and told.strike.is_signal):
        yield f"exit status {code}: {quoted(err)}"
    if told.case.helper:
        if err:
            yield f"the helper says {quoted(err)}"
        return
    if code == 1 and told.calm.code == 0 and not told.is_mute:
        if not any(line.startswith(b"avenv: ") for line in err.splitlines()):
            yield f"it fails without a line of avenv's: {quoted(err)}"
    if len(new_lines(told)) > LINES_MAX * told.case.things:
        yield f"it says {len(new_lines(told))} lines: {quoted(err)}"


# ---- writers ---------------------------------------------------------------------


def records_by_path(state):
    """{path: the lines about it}: a new line takes the place of the old one of its path."""
    by_path = {}
    for line in state.get(RECORDS, ("", b""))[1].splitlines():
        if not line.startswith(b"#"):
            by_path.setdefault(line.split(b" ")[2], []).append(line)
    return by_path


def objects(told, state):
    """{object: its contents}: environments, records, and each file or link besides."""
    tops = [] if told.case.in_place else sorted(
        name[:-len("pyvenv.cfg")] for name in told.before.keys() | told.after.keys()
        if name.endswith("/pyvenv.cfg"))
    found = {("record", path): lines for path, lines in records_by_path(state).items()}
    for name, entry in state.items():
        if name != RECORDS:
            top = next((top for top in tops if (name + "/").startswith(top)), name)
            found.setdefault(top, {})[name] = entry
    return found


def half_problems(told, state):
    """A state between old and new: each object is old or new, and nothing is on besides."""
    old, new, now = (objects(told, at) for at in (told.before, told.after, state))
    is_staged = {name: now[name] for name in now if not STAGED.search(str(name))} == old
    for name in sorted(old.keys() | new.keys() | now.keys(), key=str):
        is_staging = is_staged and STAGED.search(str(name))
        if name not in old and (is_staging or is_denial(now.get(name))):
            continue
        was = named_before(told.case, name, old)
        if now.get(name) not in (old.get(name), new.get(name), was):
            yield f"{name} is neither old nor new: {quoted(repr(now.get(name)).encode())}"
    for place, on in told.world.turned_on().items():
        if on and on not in (on_then.get(place) for on_then in told.on):
            yield f"in {place} is on: {quoted(on)}"


def named_before(case, name, old):
    """What was at NAME before it was renamed, under its new name."""
    if not case.moves or not str(name).startswith(case.moves[1]):
        return None
    before = case.moves[0] + name[len(case.moves[1]):]
    return {name: old[before][before]} if before in old else None


def is_denial(lines):
    """A new denial grants nothing: what is moved is denied before it is there."""
    return isinstance(lines, list) and all(line.startswith(b"deny ") for line in lines)


def is_let_be(told, state):
    """All is done, but for redirects and links that may not be looked at."""
    now, new = objects(told, state), objects(told, told.after)
    changed = [name for name in now.keys() | new.keys() if now.get(name) != new.get(name)]
    is_look = told.strike.kind == "EACCES" and not told.strike.place.changes
    return told.case.led_to and is_look and all(str(name).endswith("/.venv") for name in changed)


def is_unrecorded(told, state):
    """All is done, but for a record: a look for a clone's .git failed, and that is said."""
    old = {RECORDS: told.before.get(RECORDS)}
    is_clone_look = '/.git"' in told.strike.place.args and told.strike.error
    return is_clone_look and new_lines(told) and state == {**told.after, **old}


def writer_problems(told):
    state = told.world.state() if told.touched else told.before
    if told.struck.code == 0 and state != told.after:
        if is_let_be(told, state) or is_unrecorded(told, state):
            return
        yield f"it says done, but: {difference(told.after, state)}"
    if state not in (told.before, told.after):
        in_parts = told.case.things > 1 or told.case.in_place
        if told.strike.error and not told.strike.lasting and not in_parts:
            yield f"refused once, it is neither old nor new: {difference(told.before, state)}"
        yield from half_problems(told, state)
    if state == told.after and not told.world.leftovers():
        return
    ran = told.again(told.case.argv)
    second = told.world.state()
    for command in told.case.finish:
        if ran.code or second != told.after or told.world.leftovers():
            ran = told.again(command)
            second = told.world.state()
    if ran.code and state != told.after:
        yield f"said again, it exits {ran.code}: {quoted(ran.err)}"
    elif second != told.after:
        yield f"said again, it leads to: {difference(told.after, second)}"
    left = told.world.leftovers()
    if left:
        yield f"said again, it leaves {left}"


# ---- the helper ------------------------------------------------------------------

# A function of the hook says the words that it is called with.
EVALUATE = 'eval "$1" || exit\necho "$PATH:${VIRTUAL_ENV-}"'
SYSTEM = {"/bin", "/usr/bin"}


def evaluated(told, answer):
    """The directories that ANSWER puts on PATH, in a shell; and why it could not be evaluated."""
    stubs = "".join(f'{word}() {{ echo "$*"; }}\n' for word in sorted(set(re.findall(r"\b_avenv_\w+", answer))))
    home = "HOME=" + os.environ["KILLS_SCRATCH"]
    ran = told.world.run(("env", home, "/bin/bash", "-uc", stubs + EVALUATE, "bash", answer))
    why = f"exit status {ran.code}: {quoted(ran.err)}" if ran.code or ran.err else ""
    return set(re.findall(r"/[^\s:]*/bin\b", ran.out.decode(errors="replace"))) - SYSTEM, why


def helper_problems(told):
    place, answer = told.strike.place, told.struck.out.decode(errors="surrogateescape")
    if told.touched:
        yield "it changes something"
    if told.struck.code:
        return
    if place.name.startswith("write") and told.strike.error not in (None, "EINTR"):
        yield "its answer could not be written, and it exits 0"
    if told.struck.out == told.calm.out:
        return
    allowed, _ = evaluated(told, told.calm.out.decode(errors="surrogateescape"))
    # A directory on no record that may not be listed has no environment: the one above counts.
    if told.case.above and told.strike.kind == "EACCES" and "O_DIRECTORY" in place.args:
        allowed.add(f"{told.world.w}/{told.case.above}/bin")
    entries, why = evaluated(told, answer)
    if why:
        yield f"its answer is not whole: {why}"
    if entries - allowed:
        yield f"on PATH comes {sorted(entries - allowed)}: {answer[:400]!r}"


def problems(told):
    """All that does not hold."""
    yield from message_problems(told)
    yield from (helper_problems if told.case.helper else writer_problems)(told)

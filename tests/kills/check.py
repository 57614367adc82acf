# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules after a strike: each object old or new, nothing lost or granted, one clear line."""

import errno
import os
import re
from collections import Counter

from world import AVENV, RECORDS, difference

UGLY = re.compile(
    rb"Sanitizer|runtime error|[Aa]ssert|\(null\)|: Success$|Traceback|terminate called|"
    rb"stack smashing|corrupted|malloc\(|Fatal", re.MULTILINE)
LINES_MAX = 3
# The new environment has the name of the kept one until the two are exchanged.
STAGED = re.compile(r"/\.venv\.old/")


def quoted(text):
    return repr(text.decode(errors="replace")[:500])


def new_lines(trial):
    """The lines on stderr that an undisturbed run does not say."""
    return list((Counter(trial.ran.err.splitlines()) - Counter(trial.calm.err.splitlines())).elements())


def is_mute(strike):
    """The message itself could not be written."""
    return strike.kind == "ENOSPC+" or strike.place.name == "write" and strike.place.args.startswith("2,")


def message_problems(trial):
    err, code = trial.ran.err, trial.ran.code
    if UGLY.search(err) or trial.case.helper and err:
        yield f"it says {quoted(err)}"
    if code not in (0, 1) and (trial.strike.error or 0 <= code <= 128):
        yield f"exit status {code}: {quoted(err)}"
    if not trial.case.helper and code == 1 and not is_mute(trial.strike):
        if not re.search(rb"^avenv: ", err, re.MULTILINE):
            yield f"it fails without a line of avenv's: {quoted(err)}"
    if len(new_lines(trial)) > LINES_MAX * trial.case.things:
        yield f"it says {len(new_lines(trial))} lines: {quoted(err)}"


# ---- writers ---------------------------------------------------------------------


def records_by_path(state):
    """{path: the lines about it}: a new line takes the place of the old one of its path."""
    by_path = {}
    for line in state.get(RECORDS, ("", b""))[1].splitlines():
        if not line.startswith(b"#"):
            by_path.setdefault(line.split(b" ")[2], []).append(line)
    return by_path


def objects(trial, state):
    """{object: its contents}: environments, records, and each file or link besides."""
    tops = [] if trial.case.in_place else sorted(
        name[:-len("pyvenv.cfg")] for name in trial.before.keys() | trial.after.keys()
        if name.endswith("/pyvenv.cfg"))
    found = {("record", path): lines for path, lines in records_by_path(state).items()}
    for name, entry in state.items():
        if name != RECORDS:
            top = next((top for top in tops if (name + "/").startswith(top)), name)
            found.setdefault(top, {})[name] = entry
    return found


def without_links(trial, state):
    """STATE; and after a look that failed without the links for programs, which this look decides."""
    links = trial.case.links
    if not links or not trial.strike.error or trial.strike.place.changes:
        return state
    return {name: entry for name, entry in state.items() if not name.startswith(links)}


def refused_problems(trial, state):
    """After an error: the message has that one, no directory is left empty, and no other version is blamed."""
    other = {os.strerror(code) for code in errno.errorcode} - {os.strerror(getattr(errno, trial.strike.error))}
    for line in new_lines(trial):
        if line.decode(errors="replace").rsplit(": ", 1)[-1] in other:
            yield f"the error was {trial.strike.error}, and it says {quoted(line)}"
    def is_empty(name, entries):
        return entries[name][0].startswith("d") and not any(entry.startswith(f"{name}/") for entry in entries)
    # Where removing fails as well, a stage stays, too.
    if trial.ran.code and not trial.strike.place.name.startswith(("rmdir", "unlink")) and trial.strike.kind not in ("EROFS+", "EMFILE+"):
        for name in (state.keys() & trial.after.keys()) - trial.before.keys():
            if is_empty(name, state) and not is_empty(name, trial.after):
                yield f"it leaves the empty directory {name}"
    if trial.case.links and b"another version" in trial.world.run((AVENV, "status")).err:
        yield "then another version is said to have written the files"


def half_problems(trial, state):
    """A state between old and new: each object is old or new, and nothing is on besides."""
    old, new, now = (objects(trial, without_links(trial, at)) for at in (trial.before, trial.after, state))
    is_staged = {name: now[name] for name in now if not STAGED.search(str(name))} == old
    for name in sorted(old.keys() | new.keys() | now.keys(), key=str):
        is_staging = is_staged and STAGED.search(str(name))
        if name not in old and (is_staging or is_no_grant(now.get(name))):
            continue
        was = named_before(trial.case, name, old)
        if now.get(name) not in (old.get(name), new.get(name), was):
            yield f"{name} is neither old nor new: {quoted(repr(now.get(name)).encode())}"
    for place, on in trial.world.turned_on().items():
        if on and on not in (on_then.get(place) for on_then in trial.on):
            yield f"in {place} is on: {quoted(on)}"


def named_before(case, name, old):
    """What was at NAME before it was renamed, under its new name."""
    if not case.moves or not str(name).startswith(case.moves[1]):
        return None
    before = case.moves[0] + name[len(case.moves[1]):]
    return {name: old[before][before]} if before in old else None


def is_no_grant(lines):
    """What is moved is denied before it is there."""
    return isinstance(lines, list) and all(line.startswith(b"deny ") for line in lines)


def is_said(trial):
    """A look failed, and the command says more than in an undisturbed run."""
    return trial.strike.error and not trial.strike.place.changes and new_lines(trial)


def is_unrecorded(trial, state):
    """All is done, but for a record."""
    old = {RECORDS: trial.before.get(RECORDS)}
    return trial.before != state == {**trial.after, **old}


def writer_problems(trial):
    state = trial.world.state() if trial.touched else trial.before
    if trial.ran.code == 0 and without_links(trial, state) != without_links(trial, trial.after):
        if is_said(trial) and is_unrecorded(trial, state):
            return
        yield f"it says done, but: {difference(trial.after, state)}"
    if trial.ran.code == 0 and trial.case.removes and trial.world.leftovers():
        yield f"it says done, but leaves {trial.world.leftovers()}"
    if trial.strike.error:
        yield from refused_problems(trial, state)
    if state not in (trial.before, trial.after):
        in_parts = trial.case.things > 1 or trial.case.in_place
        if trial.strike.error and not trial.strike.lasting and not in_parts:
            yield f"refused once, it is neither old nor new: {difference(trial.before, state)}"
        yield from half_problems(trial, state)
    back, wanted = trial.case.back, trial.before if trial.case.back else trial.after
    if state == wanted and not trial.world.leftovers():
        return
    ran = trial.run(argv=(AVENV, *back.split()) if back else None)
    second = trial.world.state()
    for command in trial.case.finish:
        if ran.code or second != wanted or trial.world.leftovers():
            ran = trial.run(argv=(AVENV, *command.split()))
            second = trial.world.state()
    if ran.code and state != wanted:
        yield f"said again, it exits {ran.code}: {quoted(ran.err)}"
    elif second != wanted:
        yield f"said again, it leads to: {difference(trial.after, second)}"
    if trial.world.leftovers():
        # The old file of records goes when they are replaced next, and where all is done already nothing replaces them.
        for word in ("deny", "forget"):
            trial.run(argv=(AVENV, word, "."))
    left = trial.world.leftovers()
    if left:
        yield f"said again, it leaves {left}"


# ---- the helper ------------------------------------------------------------------

# A function of the hook says the words that it is called with.
EVALUATE = 'eval "$1" || exit\necho "$PATH:${VIRTUAL_ENV-}"'
SYSTEM = {"/bin", "/usr/bin"}


def evaluated(trial, answer):
    """The directories that ANSWER puts on PATH, in a shell; and why it could not be evaluated."""
    stubs = "".join(f'{word}() {{ echo "$*"; }}\n' for word in sorted(set(re.findall(r"\b_avenv_\w+", answer))))
    home = "HOME=" + os.environ["KILLS_SCRATCH"]
    ran = trial.world.run(("env", home, "/bin/bash", "-uc", stubs + EVALUATE, "bash", answer))
    why = f"exit status {ran.code}: {quoted(ran.err)}" if ran.code or ran.err else ""
    return set(re.findall(r"/[^\s:]*/bin\b", ran.out.decode(errors="replace"))) - SYSTEM, why


def helper_problems(trial):
    place, answer = trial.strike.place, trial.ran.out.decode(errors="surrogateescape")
    if trial.touched:
        yield "it changes something"
    if trial.ran.code:
        return
    if place.name.startswith("write") and trial.strike.error not in (None, "EINTR"):
        yield "its answer could not be written, and it exits 0"
    if trial.ran.out == trial.calm.out:
        return
    allowed, _ = evaluated(trial, trial.calm.out.decode(errors="surrogateescape"))
    # Nothing is where one cannot look: the environment above counts, which has a record of its own.
    if trial.case.above:
        allowed.add(f"{trial.world.w}/{trial.case.above}/bin")
    entries, why = evaluated(trial, answer)
    if why:
        yield f"its answer is not whole: {why}"
    if entries - allowed:
        yield f"on PATH comes {sorted(entries - allowed)}: {answer[:400]!r}"


def problems(trial):
    """All that does not hold."""
    yield from message_problems(trial)
    yield from (helper_problems if trial.case.helper else writer_problems)(trial)

# SPDX-License-Identifier: GPL-3.0-or-later
"""What has to hold after a fault: old state or new state, nothing lost, nothing granted, one clear message."""

import os
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Callable

from world import World, difference

# What no user should see, whatever happened.
UGLY = re.compile(rb"Sanitizer|runtime error|[Aa]ssert|\(null\)|: Success$|Traceback|terminate called|stack smashing|"
                  rb"corrupted|malloc\(|Fatal", re.MULTILINE)
# What a report says where something is not as it should be.
TROUBLE = re.compile(rb"cannot|could not|broken|gone|not allowed|no record|denied|error|memory|Interrupted|Too many|"
                     rb"nothing|unknown|left out|damaged|wrong|missing|no python|not known|not used", re.IGNORECASE)
# Calls that are made again where a signal came between.
GOES_ON = re.compile(r"p?read(64|v)?|p?write(64|v)?|copy_file_range|sendfile|flock|wait4|waitid|p?poll|p?select6?")
SIGNALS = {"SIGINT": -2, "SIGTERM": -15}
# More than this is not one message.
LINES_MAX = 3
# What a command that failed may say besides the one line of what failed, and why.
BESIDE = re.compile(rb"avenv: (" + rb"|".join((
    # As nothing can be taken back any more, somebody has to do it by hand.
    rb"cannot remove '[^']*': .*; '[^']*' removes what is left$",
    # A move that stopped between the two: what is there twice would pass for moved.
    rb"'[^']*' stays where it was as well; ",
    # Why there is not half of it, as it was to be made anew; and what to type where its own Python does not start.
    rb"'[^']*' stays as it was$",
    rb"'[^']*' was made of that; '-p PYTHON' makes it anew ",
    # What else there is to type, where it is not all there to be made anew; and what is not known of what stays behind.
    rb"nothing was changed; ",
    rb"what belongs to nothing that is installed, and stays in the backup alone, may be more: ",
    # An interpreter does without what it cannot be asked, and may fail over what comes next.
    rb"cannot look at '/usr/bin/[^']*': ",
)) + rb")")
SUBJECT = re.compile(rb"'([^']*)'")


@dataclass
class Told:
    """A run that was struck, and how it goes undisturbed."""
    case: object
    world: World
    fault: object
    before: dict
    after: dict
    calm: object
    struck: object
    # anything at all was changed
    touched: bool
    again: Callable


def new_lines(told):
    """What was said on standard error that is not said undisturbed, or not as often."""
    return list((Counter(told.struck.err.splitlines()) - Counter(told.calm.err.splitlines())).elements())


def is_of_each(heads):
    """Each of the lines HEADS names something else."""
    subjects = [found.group(1) for found in map(SUBJECT.search, heads) if found]
    return len(set(subjects)) == len(heads)


def is_one_message(told, lines):
    """
    Of what failed there is one line, and what to do about it; where all fails from then on, one of each thing, as where
    it does without something. None is said twice.
    """
    heads = [line for line in lines if line.startswith(b"avenv: ")]
    failed = [line for line in heads if not BESIDE.match(line)]
    several = not told.struck.code or (
        (told.case.each or told.case.reads) and told.fault.kind.endswith("from here on"))
    if len(set(heads)) < len(heads) or len(failed) > 1 and not (several and is_of_each(failed)):
        return False
    return len(lines) <= LINES_MAX or told.case.each and is_of_each(heads) and len(lines) <= LINES_MAX * len(heads)


def is_message(fault):
    """What is struck is the message itself, or among all that is written from then on."""
    place = fault.place
    return place.name == "write" and place.args.startswith("2,") or fault.kind == "ENOSPC from here on"


def message_problems(told):
    if is_message(told.fault):
        return
    text = told.struck.err + (b"" if told.case.helper else told.struck.out)
    ugly = UGLY.search(told.struck.err)
    if ugly:
        yield f"it says {ugly.group().decode()!r}: {text.decode(errors='replace')[:400]}"
    if told.case.helper:
        if told.struck.err:
            yield f"the helper says {told.struck.err.decode(errors='replace')!r}"
        return
    lines = new_lines(told)
    if told.case.typed is None:
        for line in lines:
            if not line.startswith((b"avenv: ", b"  ", b"To do it by hand, ")):
                yield f"it says {line.decode(errors='replace')!r}"
    if told.struck.err and not told.struck.err.endswith(b"\n") and told.case.typed is None:
        yield f"it stops in the middle: {told.struck.err[-80:]!r}"
    if not is_one_message(told, lines):
        yield f"it says {len(lines)} lines: {told.struck.err.decode(errors='replace')[:600]}"


def reports_trouble(told):
    """It prints of something that is not as it should be, and did not undisturbed."""
    calm = told.calm.out.splitlines()
    return any(TROUBLE.search(line) for line in told.struck.out.splitlines() if line not in calm)


def status_problems(told, state):
    code, kind = told.struck.code, told.fault.kind
    if kind in SIGNALS and code in (SIGNALS[kind], 128 - SIGNALS[kind]):
        return
    if code not in (0, 1):
        yield f"exit status {code}: {told.struck.err.decode(errors='replace')[:400]}"
    reported = told.case.reports and reports_trouble(told)
    said = told.struck.err.strip() or reported
    if code == 1 and told.calm.code != 1 and not said and not told.case.silent and kind not in SIGNALS:
        if not is_message(told.fault):
            yield "it fails without a word"
    # Which of several is not done is said in a line of each.
    closed = told.case.each and kind == "EACCES"  # what others keep closed is passed over
    unasked = (told.case.silent or told.case.lightly) and state == told.before
    passed_over = told.case.each and reports_trouble(told)
    if code == 0 and state != told.after and not (unasked or closed or passed_over or is_alone(told, state)):
        yield f"done, it says, but: {difference(told.after, state)}"
    # While somebody types fewer lines are all that is said, but none that is new.
    fewer = told.case.silent and set(told.struck.out.splitlines()) <= set(told.calm.out.splitlines())
    if code == 0 and told.struck.out != told.calm.out and not (new_lines(told) or reported or fewer):
        yield f"done, it says, without a word, but prints {told.struck.out.decode(errors='replace')[:500]!r}"


STORE = "home/.local/share/avenv/trust"
PROJECT = b"allow dir "


def records(state):
    return set(state.get(STORE, ("", b""))[1].splitlines())


def records_by_path(state):
    """What is on record of each path: where one line takes another's place, there is one of them and not neither."""
    by_path = {}
    for line in records(state):
        by_path.setdefault(line.rsplit(b" ", 1)[-1], set()).add(line)
    return by_path


def is_part(told, state):
    """Each of several things is as before or as after, and so is all that is on record of a path."""
    # A disk that nothing is written to makes no file either; here it does, of which strace knows no name, and no chmod.
    modeless = told.fault.kind == "EROFS from here on"

    def entry(states, name):
        mode, content = states.get(name, (None, None))
        return (mode if mode is None or not modeless else mode[0]), content

    before, after, now = (records_by_path(states) for states in (told.before, told.after, state))
    return all(now.get(path) in (before.get(path), after.get(path)) for path in now | before | after) and all(
        entry(state, name) in (entry(told.before, name), entry(told.after, name)) for name in
        (state.keys() | told.before.keys() | told.after.keys()) - {STORE})


def records_alone(told):
    """
    What may be on record instead of a project that nothing was on record of before: the one environment in it that is
    made, or is there alone. As {record of the environment: that of its project}.
    """
    def inside(state, top):
        return {found[1] for found in (re.fullmatch(rf"{re.escape(top)}/([^/]+)/pyvenv\.cfg", name) for name in state)
                if found}

    alone = {}
    before = records_by_path(told.before)
    for line in records(told.after) - records(told.before):
        path = line.rsplit(b" ", 1)[-1]
        if not line.startswith(PROJECT) or path in before:
            continue
        top = os.fsdecode(path).replace("@/", "", 1)
        envs = inside(told.after, top)
        envs = envs - inside(told.before, top) or envs
        if len(envs) == 1:
            alone[line.replace(PROJECT, b"allow env ", 1) + b"/" + os.fsencode(*envs)] = line
    return alone


def is_alone(told, state):
    """
    What may be a clone, or have another beside it, for all that can be told, gets a record of its own: instead of the
    new one of its project, or beside it. Or a clone gets neither, and is told so. All else is as after.
    """
    place = told.fault.place
    untold = place.name in ("statx", "getdents64") or "O_DIRECTORY" in place.args
    clone = '/.git"' in place.args
    less, more = records(told.after) - records(state), records(state) - records(told.after)
    own = records_alone(told)
    alone = (clone or untold) and more <= own.keys() and less <= {own[line] for line in more}
    neither = clone and not more and less <= set(own.values()) and (
        b": cannot tell whether git tracks " in told.struck.err)
    return (alone or neither) and {**state, STORE: None} == {**told.after, STORE: None}


def is_unrecorded(told, state):
    """All is done but for the record."""
    return {**state, STORE: None} == {**told.after, STORE: None} and records(state) == records(told.before)


def is_passed_over(told):
    """It did without something."""
    words = told.case.passes_over
    return words and not told.struck.code and (told.fault.kind == "EACCES" or re.search(words, told.struck.err))


def state_problems(told):
    case, world = told.case, told.world
    if is_passed_over(told) and not (case.reads and told.touched):
        return
    if not told.touched:
        state = told.before
    else:
        state = world.state()
    yield from status_problems(told, state)
    if not told.touched or is_alone(told, state):
        return
    # Killed between two of these, or where nothing can be taken back any more: the next run finishes.
    part = case.each or told.fault.kind in SIGNALS or told.fault.kind.endswith("from here on")
    half = part and is_part(told, state) or case.mends and told.struck.code and is_unrecorded(told, state)
    if state not in (told.before, told.after) and not half:
        yield f"neither old nor new; against old: {difference(told.before, state)}; new: {difference(told.after, state)}"
    if case.reads:
        yield f"it changed something: {difference(told.before, state)}"
        return
    if not (case.once and half):
        yield from second_run_problems(told, state)


def second_run_problems(told, state):
    """Said once more: done, and nothing is left over."""
    case, world = told.case, told.world
    if state == told.after and not world.leftovers():
        return
    unrecorded = state != told.after and is_unrecorded(told, state)
    ran = told.again(case.mends if unrecorded else ())
    if ran.code and case.settles and b"from the last time" in ran.err:
        ran = told.again(case.settles)
    second = world.state()
    if state != told.after and ran.code:
        yield f"a second run: exit status {ran.code}: {ran.err.decode(errors='replace')[:400]}"
    if second != told.after and not (case.toggles and state == told.after):
        yield f"a second run leads to: {difference(told.after, second)}"
    if world.leftovers():
        yield f"left over after a second run: {world.leftovers()}"


# ---- the helper ------------------------------------------------------------------

# Runs an answer where only words of the hook's are functions; it may set their variables and call them. What they are
# given is said as well: what is put on PATH is among it.
SHELL = r"""
PATH=/usr/bin:/bin
before=$PATH
_avenv_set() { echo "set $*"; }
_avenv_clear() { echo "clear $*"; }
_avenv_theirs() { echo "theirs $*"; }
_avenv_lend() { echo "lend $*"; }
eval "$1" || exit 3
[ -n "${_avenv_present-}${_avenv_here-}" ] || exit 5
if [ -n "${_avenv_more-}" ]; then
	_avenv_more
	[ "$?" -le 1 ] || exit 6
fi
[ "$PATH" = "$before" ] && [ -z "${VIRTUAL_ENV+set}" ] || exit 4
[ -z "${_avenv_learn-}" ] || echo "learn $_avenv_learn"
[ -z "${_avenv_msg-}" ] || echo "msg $_avenv_msg"
"""

# The same for fish, whose PATH is a list: it is said as bash has it, and where bash has it.
FISH_SHELL = r"""
set before "$PATH"
function _avenv_set
    echo set $argv[1..2] (string join : -- $argv[4..-1]) $argv[3]
end
function _avenv_clear
    echo clear (string join : -- $argv)
end
function _avenv_theirs
    echo theirs (string join : -- $argv)
end
function _avenv_lend
    echo lend (string join : -- $argv)
end
eval $argv[1]; or exit 3
set -q _avenv_watch; or exit 5
test -e / $_avenv_watch
test $status -le 1; or exit 6
test "$PATH" = "$before"; and not set -q VIRTUAL_ENV; or exit 4
test -z "$_avenv_learn"; or echo learn $_avenv_learn
test -z "$_avenv_msg"; or echo msg $_avenv_msg
"""
# Where there is no fish, nor one that can do without its startup files, what it would be told is read.
FISH = shutil.which("fish")
FISH_WORD = re.compile(r"(?:^|;)(_avenv_[^;]*|set -g _avenv_(?:learn|msg) [^;]*)")


@lru_cache(None)
def has_fish():
    return FISH and not subprocess.run([FISH, "--no-config", "-c", "true"], capture_output=True, check=False,
                                       env={"HOME": os.environ["FAULTS_SCRATCH"]}).returncode


@lru_cache(None)
def evaluated(answer, fish=False):
    """What ANSWER does in a shell: its words, or why it cannot be evaluated."""
    if fish and not has_fish():
        return [word.replace("set -g _avenv_", "") for word in FISH_WORD.findall(answer)], None
    shell = [FISH, "--no-config", "-c", FISH_SHELL] if fish else ["/bin/bash", "-uc", SHELL, "bash"]
    done = subprocess.run([*shell, answer], capture_output=True, text=True, check=False, errors="surrogateescape",
                          env={"PATH": "/usr/bin:/bin", "HOME": os.environ["FAULTS_SCRATCH"], "LC_ALL": "C.UTF-8"})
    if done.returncode or done.stderr:
        return None, f"exit status {done.returncode}: {done.stderr}"
    return done.stdout.splitlines(), None


def goes_on(told):
    """Whether what is struck is to be made again. What a command prints is stdio's, which gives up."""
    place = told.fault.place
    printed = place.name == "write" and place.args.startswith(("1,", "2,")) and not told.case.helper
    return told.fault.kind == "EINTR" and GOES_ON.fullmatch(place.name) and not printed


def interrupted_problems(told):
    """All is as if it had not been."""
    calm, struck = told.calm, told.struck
    if (struck.code, struck.out) != (calm.code, calm.out):
        yield f"interrupted, exit status {struck.code}, not {calm.code}, or it prints something else"
    if new_lines(told):
        yield f"interrupted, it says {struck.err.decode(errors='replace')[:400]}"


def may_change(told):
    """What the helper may have a shell do that it does not undisturbed: the whole words, with what is to be on PATH."""
    case, top = told.case, told.world.w
    words = ["clear /usr/bin:/bin"] if case.active else []
    # What is in a directory that may not be listed, and on no record, is not looked for: then the one above is found.
    if case.above and told.fault.kind == "EACCES" and "O_DIRECTORY" in told.fault.place.args:
        entry = f"{top}/{case.above}/bin"
        name = os.path.basename(os.path.dirname(case.above))
        words.append(f"set {top}/{case.above} {name} {entry}:/usr/bin:/bin {entry}")
    return words


def helper_problems(told):
    if told.touched:
        yield "it changed something"
    if told.struck.code == 1:
        return
    if told.struck.code:
        yield f"exit status {told.struck.code}"
        return
    answer, calm = told.struck.out, told.calm.out
    if answer == calm:
        return
    fish = "fish" in told.case.name
    words, why = evaluated(answer.decode(errors="surrogateescape"), fish)
    usual, _ = evaluated(calm.decode(errors="surrogateescape"), fish)
    expected = [*(usual or []), *may_change(told)]
    changes = [word for word in words or [] if word not in expected and not word.startswith("msg ")]
    if changes:
        yield f"it does something else: {changes}"
    if why:
        yield f"its answer is not whole: {why}"
    # What may not even be looked at is somebody else's: then nothing is on, in silence.
    elif words != usual and not any(word.startswith("msg") for word in words) and told.fault.kind != "EACCES":
        yield f"another answer without a word: {answer.decode(errors='replace')[:300]!r}"


def problems(told):
    if re.match(told.case.known, f"{told.fault.place.name} {told.fault.kind}"):
        return []
    found = list(message_problems(told))
    if goes_on(told):
        found.extend(interrupted_problems(told))
    found.extend(helper_problems(told) if told.case.helper else state_problems(told))
    return found

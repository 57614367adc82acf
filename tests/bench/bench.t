#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The benchmark itself: its cheap parts run, what is missed is said, no budget gets lost, and
# docs/bench.svg and the figures in README.md are those of docs/bench.json. What time anything
# takes is not looked at.
. "${SRCDIR:?}/tests/lib.sh"

bench=$SRCDIR/tests/bench

# python TEXT: it has the benchmark's modules
python() {
	run python3 -B -c "import sys; sys.path.insert(0, '$bench')
$1"
}

run "$bench/bench" nowhere
is "$rc" 1 'an unknown part is refused'
like "$err" "no part 'nowhere': there are idle cd start" 'and those that there are are named'

run env ROUNDS=1 "$bench/bench" idle start complete
is "$((rc > 1)) $err" '0 ' 'the cheap parts run to their end, whatever they take'
for part in idle start complete; do like "$out" "$part (" "$part has its rows"; done
# shellcheck disable=SC2016 # a name
like "$out" '$(static true)' 'a program is the floor'
like "$out" '<= 0.1' 'a budget is judged'
unlike "$out" 'no row:' 'and none is without a row'

python 'import tools
tools.PLACES = "/nowhere"
from measure import Bench
from projects import projects_of
from table import line
bench = Bench(1)
for row in projects_of(bench).absences("idle"): print(line(row))
bench.close()'
like "$out" "mise*missing: 'make bench-deps'" 'a peer that is not here is a row'

# run_with PYTHON PART: a run of PART where PYTHON has changed something
run_with() {
	ROUNDS=1 python "import runpy
import measure, parts.$2 as part
$1
sys.argv = ['bench', '$2']
runpy.run_path('$bench/bench', run_name='__main__')"
}

run_with 'measure.harness.binary = {"bash": measure.harness.binary("bash")}.get' complete
like "$out"$'\n' $'\n  zsh *missing: not installed\n  fish *missing: not installed\n' 'a shell that is not here is a row'
unlike "$out" 'no row:' 'which stands for its budgets'
run_with 'part.COUNT = 20' list
is "$rc" 1 'a budget whose row has another name by now fails'
like "$out" $'\nno row: list 1,000 environments avenv list, budget <= 100000 us' 'and is said'

python 'from budgets import BUDGETS
for key, budget in BUDGETS.items():
    print(*key, sep=", ", end=": ")
    print(", ".join(f"{shell} {each}" for shell, each in budget.items()) if isinstance(budget, dict) else budget)'
is "$out" 'idle, in a project, avenv: bash <= 0.1, zsh <= 0.1, fish <= 0.2
idle, 7 levels below it, avenv: bash <= 0.1, zsh <= 0.1, fish <= 0.2
idle, in none, 7 levels deep, avenv: bash <= 0.1, zsh <= 0.1, fish <= 0.2
cd, transition, avenv: bash <= 1.6, zsh <= 1.7, fish <= 2
create, an environment with pip, python -m venv: >= 50
create, an environment with pip, virtualenv, warm: >= 1
packages, freeze, 100 packages, pip freeze: >= 50
packages, packages, 100 packages, pip list: >= 50
packages, freeze, 500 packages, avenv freeze: <= 5.5
packages, packages, 500 packages, avenv packages: <= 5.5
list, 1,000 environments, avenv list: <= 100000 us
complete, TAB: an environment of 1,000, avenv: bash <= 10000 us, zsh <= 10000 us, fish <= 10000 us
complete, TAB: a command, avenv: bash <= 10000 us, zsh <= 10000 us, fish <= 10000 us
complete, its text read at the start, avenv: bash <= 1000 us, zsh <= 1000 us, fish <= 1000 us' 'the budgets are those that were promised'

python 'import results
from budgets import budget_of, unapplied
rows = results.read()["rows"]
print(*(key for key, _ in unapplied(rows)))
for row in rows:
    budget = budget_of(*(row[name] for name in ("part", "what", "who", "shell")))
    if "missing" not in row and row["part"] != "growth":
        wanted = (str(budget), budget.holds(row)) if budget else (None, None)
        if (row.get("budget"), row.get("held")) != wanted: print(row)'
is "$out$err" '' 'docs/bench.json is held to the same'

python 'import copy, results
rows = results.read()["rows"]
print(sorted(row["shell"] for row in rows if row["who"] == "empty function"), results.impossible(rows))
changed = copy.deepcopy(rows)
row = next(row for row in changed if (row["part"], row["who"], row["shell"]) == ("idle", "avenv", "fish"))
row["us"] = 0.5
print(results.impossible(changed) == [row])'
is "$out$err" "['bash', 'fish', 'zsh'] []
True" 'none of its rows took less than an empty function, and one that did would be told'

python 'from measure import Bench, middle, ratio
times, floor = [100, 900, None, 400], [800, 90, 1, 50]
print(middle([9, 1, 4, 2, 100]), middle([8, 1, 2, 100]), ratio(times, floor))
row = Bench.row("part", "what", "who", [9000, 1000, 4000, 2000, 100000], floor=[1000, 500, 8000, 4000, 1000])
print(row["us"], row["least"], row["ratio"], row["n"])'
is "$out" '4 5.0 8.0
4.0 1.0 2.0 5' 'the middle one of the times, the least, and the middle one of the ratios of each round'

python 'from measure import Bench
slow, fast = [200.0] * 5, [100.0] * 5
for row in (Bench.row("cd", "transition", "avenv", slow, "bash", fast, "true"),
            Bench.row("create", "an environment with pip", "python -m venv", slow, floor=fast, to="avenv create"),
            Bench.row("cd", "transition", "avenv", fast, "bash", fast[:], "true")):
    print(row["budget"], row["held"])'
is "$out" '<= 1.6 False
>= 50 False
<= 1.6 True' 'budgets that are missed and held are told apart'

python 'from measure import Bench
class Still(Bench):
    def __init__(self):
        self.count = 4
cells = {"a": lambda: 1.7, "true": lambda: 1.0, "other": lambda: 1.0}
times = Still().rounds(cells, [("cd", "transition", "avenv", "bash", "a", "true")])
print({name: (len(each), each.count(None)) for name, each in times.items()})'
is "$out" "{'a': (16, 0), 'true': (16, 0), 'other': (16, 12)}" 'what is near its budget is measured again, with its floor'

python 'from parts.growth import shape
curves = {"a line": {1: 1000, 1000: 1400, 10000: 5000}, "lost in a start": {1: 1000, 1000: 1000, 10000: 1450},
          "noise before a line": {1: 1000, 1000: 1050, 10000: 3500}, "squares": {1: 1000, 1000: 1500, 10000: 50000},
          "a first one disturbed": {1: 1690, 10: 1340, 100: 1250, 1000: 1550, 10000: 5090},
          "squares, the first disturbed": {1: 1690, 10: 1340, 100: 1250, 1000: 1550, 10000: 20000},
          "squares, soon": {1: 10, 100: 110, 1000: 10000}}
for name, points in curves.items(): print(name, shape(list(points.items()), None)[1])
print(shape([(10, 5), (64, 9), (1000, 9)], 64), shape([(10, 5), (64, 9), (1000, 20)], 64))'
is "$out" 'a line True
lost in a start True
noise before a line True
squares False
a first one disturbed True
squares, the first disturbed False
squares, soon False
(0, True) (0, False)' 'what grows as a line, what faster and what no more'

# What removes a directory does so once, unless it is made again.
if can_trace; then
	python 'import os
from measure import Bench
from parts.growth import Growing, curve_rows
bench = Bench(1)
g = Growing(bench)
worlds = {x: g.home() for x in (1, 2, 3)}
curve = g.curve("who", "unit", worlds, lambda home: ["/bin/rmdir", home + "/new"],
                before=lambda env: os.mkdir(env["HOME"] + "/new"))
for x, point in curve.points.items(): curve.times[x] = [point()]
print(*(row["calls"] is not None for row in curve_rows(bench, curve, g.trace)))
bench.close()'
	is "$out$err" 'True True True True' 'what is traced begins as what is timed does'
else
	skip 'strace may not trace here'
fi

python 'from draw import Rows, budgets
def row(part, what, who, held, budget="<= 2", **more):
    return {"part": part, "what": what, "who": who, "shell": None, "ratio": None, "to": None,
            "held": held, "budget": budget, **more}
rows = [row("idle", "in none", "avenv", False, "<= 0.1", shell="bash", ratio=0.1234, to="true"),
        row("cd", "enter", "avenv", True, shell="bash", ratio=1, to="true"),
        row("idle", "in none", "avenv", False, "<= 0.2", shell="fish", ratio=3, to="true"),
        row("list", "1,000", "avenv list", False, "<= 100000 us", least=123456, ratio=3, to="find"),
        row("growth", "a record", "each", False, "linear"), row("list", "1,000", "other", None) | {"missing": "why"}]
over = row("list", "1,000", "avenv list", True, "<= 100000 us", least=91000, us=107000)
near = row("complete", "TAB", "avenv", True, "<= 10000 us", shell="zsh", least=9000, us=9900)
for each in rows, rows[1:2] * 2, [over, near, over | {"shell": "fish", "us": 104000}]: print(budgets(Rows({"rows": each})).replace("; ", ";\n"))'
# shellcheck disable=SC2016 # names
is "$out$err" 'Of 5 budgets this run missed 4: idle, in none (× `true`): bash 0.123 (not <= 0.1), fish 3 (not <= 0.2);
list, 1,000: `avenv list` 123 ms (not <= 100000 us);
growth, a record: (not linear).
All 2 budgets are held in this run.
All 3 budgets are held in this run. Ratios are medians;
what has a limit in time is held by its least, and is over it by its median in: list, 1,000: 107 ms;
list, 1,000: fish 104 ms.' 'README.md says which budgets the run missed, or that it missed none'

run "$bench/draw.py" --check
is "$rc $out$err" '0 ' 'the picture and the figures in README.md are those of docs/bench.json'

done_testing

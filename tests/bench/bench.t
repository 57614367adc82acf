#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The benchmark itself: its cheap parts run, what is missed is said, and docs/bench.svg and the
# figures in README.md are those of docs/bench.json. What time anything takes is not looked at.
. "$SRCDIR/tests/lib.sh"

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

python 'import tools
tools.PLACES = "/nowhere"
from measure import Bench
from projects import projects_of
from table import line
bench = Bench(1)
for row in projects_of(bench).absences("idle"): print(line(row))
bench.close()'
like "$out" "mise*missing: 'make bench-deps'" 'a peer that is not here is a row'

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
print({name: len(times) for name, times in Still().rounds(cells, [("cd", "transition", "avenv", "bash", "a", "true")]).items()})'
is "$out" "{'a': 16, 'true': 16, 'other': 4}" 'what is near its budget is measured again, with its floor'

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

run "$bench/draw.py" --check
is "$rc $out$err" '0 ' 'the picture and the figures in README.md are those of docs/bench.json'

done_testing

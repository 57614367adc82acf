# SPDX-License-Identifier: GPL-3.0-or-later
"""The budgets of `make bench`: the ratios and the times that a release must not miss. Counts (forks,
system calls, sizes) are held by tests/hook."""

NEAR = 0.3  # of a budget: so much above it can still be the others on this machine


class Budget:
    """At most, or at least, so much: of a ratio, or in microseconds, of which the least counts,
    as a time alone says nothing where others use the machine as well."""

    def __init__(self, limit, least=False, us=False):
        self.limit, self.least, self.us = limit, least, us

    def __str__(self):
        return f"{'>=' if self.least else '<='} {self.limit:g}" + (" us" if self.us else "")

    def holds(self, row):
        value = row["least"] if self.us else row["ratio"]
        return value >= self.limit if self.least else value <= self.limit

    def is_near(self, row):
        """Missed, but by so little that more rounds may show otherwise."""
        value = row["least"] if self.us else row["ratio"]
        return not self.holds(row) and abs(value - self.limit) <= NEAR * self.limit


# of each shell
IDLE = {"bash": Budget(0.10), "zsh": Budget(0.10), "fish": Budget(0.20)}
TRANSITION = {"bash": Budget(1.6), "zsh": Budget(1.7), "fish": Budget(2.0)}
TAB = dict.fromkeys(IDLE, Budget(10_000, us=True))
READ = dict.fromkeys(IDLE, Budget(1_000, us=True))

# (part, what, who): the budget, or that of each shell
BUDGETS = {
    ("idle", "in a project", "avenv"): IDLE,
    ("idle", "7 levels below it", "avenv"): IDLE,
    ("idle", "in none, 7 levels deep", "avenv"): IDLE,
    ("cd", "transition", "avenv"): TRANSITION,
    ("create", "an environment with pip", "python -m venv"): Budget(50, least=True),
    ("create", "an environment with pip", "virtualenv, warm"): Budget(1, least=True),
    ("packages", "freeze, 100 packages", "pip freeze"): Budget(50, least=True),
    ("packages", "packages, 100 packages", "pip list"): Budget(50, least=True),
    # A distribution costs no more among 500 than among 100.
    ("packages", "freeze, 500 packages", "avenv freeze"): Budget(5.5),
    ("packages", "packages, 500 packages", "avenv packages"): Budget(5.5),
    ("list", "1,000 environments", "avenv list"): Budget(100_000, us=True),
    ("complete", "TAB: an environment of 1,000", "avenv"): TAB,
    ("complete", "TAB: a command", "avenv"): TAB,
    ("complete", "its text read at the start", "avenv"): READ,
}


def budget_of(part, what, who, shell=None):
    budget = BUDGETS.get((part, what, who))
    return budget.get(shell) if isinstance(budget, dict) else budget


def budgets():
    """All of them, as ((part, what, who, shell), budget)."""
    for key, budget in BUDGETS.items():
        for shell, each in budget.items() if isinstance(budget, dict) else [(None, budget)]:
            yield (*key, shell), each


def unapplied(rows, parts=()):
    """Those of PARTS, of all parts where none is named, that no one of ROWS was held to, and of which
    none says what is missing: what is measured there has another name by now."""
    names = "part", "what", "who", "shell"
    held = {tuple(row[name] for name in names) for row in rows if "budget" in row}
    missing = [[row[name] for name in names] for row in rows if "missing" in row]
    for key, budget in budgets():
        absent = any(all(a in (None, b) for a, b in zip(each, key)) for each in missing)
        if (not parts or key[0] in parts) and key not in held and not absent:
            yield key, budget

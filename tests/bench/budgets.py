# SPDX-License-Identifier: GPL-3.0-or-later
"""The budgets of `make bench`: ratios and times that a release must not miss. tests/hook holds
the counts of forks, system calls and bytes."""

NEAR = 0.3  # a miss by less than this part of a budget may be due to other programs


class Budget:
    """A limit, from above or from below, for a ratio or for microseconds. Of microseconds the least
    counts, since other programs only add to them."""

    def __init__(self, limit, least=False, us=False):
        self.limit, self.least, self.us = limit, least, us

    def __str__(self):
        return f"{'>=' if self.least else '<='} {self.limit:g}" + (" us" if self.us else "")

    def holds(self, row):
        value = row["least"] if self.us else row["ratio"]
        return value >= self.limit if self.least else value <= self.limit

    def is_near(self, row):
        """Missed by so little that more rounds may hold it."""
        value = row["least"] if self.us else row["ratio"]
        return not self.holds(row) and abs(value - self.limit) <= NEAR * self.limit


# Those of each shell
IDLE = {"bash": Budget(0.10), "zsh": Budget(0.10), "fish": Budget(0.20)}
CD = {"bash": Budget(1.5), "zsh": Budget(1.55), "fish": Budget(2.2)}
TURN = {"bash": Budget(1.7), "zsh": Budget(1.75), "fish": Budget(2.5)}
EVAL = dict.fromkeys(IDLE, Budget(0.5))
SOURCE = dict.fromkeys(IDLE, Budget(0.25))
TAB = dict.fromkeys(IDLE, Budget(10_000, us=True))
READ = dict.fromkeys(IDLE, Budget(1_000, us=True))

# (part, what, who): the budget, or that of each shell
BUDGETS = {
    ("idle", "in a project", "avenv"): IDLE,
    ("idle", "7 levels below it", "avenv"): IDLE,
    ("idle", "in none, 7 levels deep", "avenv"): IDLE,
    ("idle", "the user's own $(true)", "avenv"): {"bash": Budget(1.03)},
    ("cd", "cd alone, in and out", "avenv"): CD,
    ("cd", "cd alone, switch", "avenv"): CD,
    ("cd", "in and out", "avenv"): TURN,
    ("cd", "switch", "avenv"): TURN,
    ("start", "added to a bare shell", "avenv"): EVAL,
    ("start", "added to a bare shell", "avenv, its file sourced"): SOURCE,
    # On tmpfs: ahead of uv with its wheels at hand; below 3.12 at most 1.1 times what that takes
    ("create", "an environment with pip", "uv venv --seed"): Budget(1.01, least=True),
    ("create", "an environment with pip", "python -m venv"): Budget(100, least=True),
    ("create", "one with setuptools too", "uv venv --seed"): Budget(0.909, least=True),
    ("create", "one with setuptools too", "python -m venv"): Budget(60, least=True),
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
    """Each budget as ((part, what, who, shell), budget)."""
    for key, budget in BUDGETS.items():
        for shell, each in budget.items() if isinstance(budget, dict) else [(None, budget)]:
            yield (*key, shell), each


def unapplied(rows, parts=()):
    """The budgets of PARTS, or of all parts, that no row of ROWS has, present or missing: the row
    was renamed."""
    names = "part", "what", "who", "shell"
    held = {tuple(row[name] for name in names) for row in rows if "budget" in row}
    missing = [[row[name] for name in names] for row in rows if "missing" in row]
    for key, budget in budgets():
        absent = any(all(a in (None, b) for a, b in zip(each, key)) for each in missing)
        if (not parts or key[0] in parts) and key not in held and not absent:
            yield key, budget

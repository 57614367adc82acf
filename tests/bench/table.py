# SPDX-License-Identifier: GPL-3.0-or-later
"""Rows of the benchmark as a table on the terminal."""


def span(us):
    """Microseconds for people."""
    for unit, size in (("s", 1e6), ("ms", 1e3)):
        if us >= size:
            return f"{us / size:.3g} {unit}"
    return f"{us:.3g} µs"


def line(row):
    if "missing" in row:
        return f"  {row['shell'] or '':<5} {row['what'] or '':<30} {row['who'] or '':<24} missing: {row['missing']}"
    ratio = "" if row["ratio"] is None else f"{row['ratio']:>9.3g} × {row['to']}"
    budget = "" if "budget" not in row else f"  {'held' if row['held'] else 'MISSED'} {row['budget']}"
    return f"  {row['shell'] or '':<5} {row['what']:<30} {row['who']:<24} {span(row['us']):>8}{ratio}{budget}".rstrip()


def show(part, rows, seconds):
    print(f"{part} ({seconds:.0f} s)")
    for row in rows:
        print(line(row))
    print(flush=True)

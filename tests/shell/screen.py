# SPDX-License-Identifier: GPL-3.0-or-later
"""What a terminal shows of the bytes that it gets: each character stands where the cursor is, over what was there."""

import re
import unicodedata

# So wide that no line of a test is broken
COLUMNS = 1000
# A sequence that moves the cursor or erases (its numbers and its letter), one that shows nothing, a control character, a
# character
TOKEN = re.compile(r"\x1b\[([0-9;?<=>]*)[ -/]*([@-~])|\x1b[\]P^_][^\a\x1b]*(?:\a|\x1b\\)?|\x1b[()%#].|\x1b.|([\r\n\b\t])|[\x00-\x1f\x7f]|([^\x00-\x1f\x7f])", re.S)


def screen(text):
    """(the lines of a terminal that starts empty and gets TEXT, the number of the cursor's)"""
    rows, y, x = [[]], 0, 0
    for args, final, control, char in TOKEN.findall(text):
        count = int(args.split(";")[0] or 0) if re.fullmatch(r"[\d;]*", args) else 0
        if char and unicodedata.category(char) in ("Mn", "Cf"):
            # It belongs to the character before.
            rows[y][max(x - 1, 0):x] = ["".join(rows[y][max(x - 1, 0):x]) + char]
        elif char:
            wide = unicodedata.east_asian_width(char) in "WF"
            if x + wide >= COLUMNS:
                y, x = y + 1, 0
                rows += [[] for _ in range(y + 1 - len(rows))]
            rows[y] += " " * (x - len(rows[y]))
            rows[y][x:x + 1 + wide] = [char, ""][:1 + wide]
            x += 1 + wide
        elif control:
            y, x = {"\r": (y, 0), "\n": (y + 1, x), "\b": (y, max(x - 1, 0)), "\t": (y, x // 8 * 8 + 8)}[control]
        elif final in "ABCDEFG" and final:
            step = max(count, 1)
            y = max(y + {"A": -step, "B": step, "E": step, "F": -step}.get(final, 0), 0)
            x = {"C": x + step, "D": max(x - step, 0), "E": 0, "F": 0, "G": step - 1}.get(final, x)
        elif final == "J" and count == 0:
            del rows[y + 1:], rows[y][x:]
        elif final in ("J", "K") and count == 2:
            rows[slice(0, None) if final == "J" else slice(y, y + 1)] = [[]]
        elif final == "K":
            rows[y][slice(x, None) if count == 0 else slice(0, x + 1)] = [] if count == 0 else " " * (x + 1)
        elif final == "H":
            # Only a shell that clears its terminal puts the cursor somewhere.
            y, x = (count or 1) - 1, int(args.split(";")[1]) - 1 if ";" in args else 0
        rows += [[] for _ in range(y + 1 - len(rows))]
    return ["".join(row) for row in rows], y

# SPDX-License-Identifier: GPL-3.0-or-later
"""Two projects with an environment for each tool; in each shell a session with the tool loaded,
and a session with nothing loaded."""

from functools import lru_cache

import tools
from measure import Stuck

BARE = "nothing loaded"
OURS = tools.Avenv.name, tools.FirstEdition.name
DEEP = "1/2/3/4/5/6/7"


class Projects:
    """Below HOME: TOOL/p and TOOL/q, and none, where no project is."""

    def __init__(self, bench):
        self.bench = bench
        self.none = bench.world.dir("home/none")
        bench.world.dir("home/none/" + DEEP)
        bench.world.dir("home/none/other")
        self.tools = {}
        self.absent = {}
        self.known = {}
        for kind in (tools.Avenv, tools.FirstEdition, *tools.PEERS):
            if kind.program():
                self.tools[kind.name] = self._prepared(kind)
            else:
                self.absent[kind.name] = kind

    def _prepared(self, kind):
        tool = kind(self.bench.world)
        for name in ("p", "q"):
            project = self.project(kind.name, name)
            self.bench.world.dir(f"{project}/{DEEP}")
            tool.make(project)
            tool.configure(project)
        return tool

    def project(self, who, name="p"):
        """A project of WHO; a shell with nothing loaded visits avenv's."""
        folder = "avenv" if who == BARE else who.replace(" ", "-")
        return f"{self.bench.world.home}/{folder}/{name}"

    def absences(self, part):
        for name, kind in self.absent.items():
            yield self.bench.missing(part, name, kind.wants)

    def sessions(self, shell):
        """A dict of who: Session, the bare shell among them."""
        if shell not in self.known:
            self.known[shell] = {BARE: self.bench.session(shell)}
            for name, tool in self.tools.items():
                if shell in tool.lines:
                    self.known[shell][name] = self._session(shell, tool)
        return self.known[shell]

    def _session(self, shell, tool):
        session = self.bench.session(shell, line=tool.lines[shell], env=tool.variables())
        for place, on in ((self.project(tool.name), True), (self.none, False)):
            session.do(f"turn {place}")
            if bool(session.value("$VIRTUAL_ENV")) != on:
                state = "not on" if on else "on"
                raise Stuck(f"{tool.name} in {shell}: the environment is {state} in '{place}'")
        return session


@lru_cache(maxsize=None)
def projects_of(bench):
    """One for all parts of a run."""
    return Projects(bench)

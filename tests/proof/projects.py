# SPDX-License-Identifier: GPL-3.0-or-later
"""What proof/oracle.t and proof/up.t share: the real tools, each in an environment of its own, and the
sources of real projects, which are sdists from pip's registry."""

import fcntl
import json
import os
import re
import subprocess
import sys
from pathlib import Path

AVENV = os.environ["AVENV_BUILD_DIR"] + "/avenv"
DEPS = Path(os.environ["SRCDIR"], "out/deps")
# The registry of pip, for tools that would ask another one
SIMPLE = subprocess.run([sys.executable, "-c", "from pip._internal.models.index import PyPI; print(PyPI.simple_url)"],
                        capture_output=True, text=True, check=False).stdout.strip()
# Newer ones of some dependencies break these tools.
# uv is asked about versions beside the newest packaging.
TOOLS = {"uv": ["uv", "packaging"], "poetry": ["poetry"], "pipenv": ["pipenv"], "hatch": ["hatch"],
         "pdm": ["pdm==2.29.4", "hishel<2"], "poetry-1.8": ["poetry==1.8.5"]}
ENVIRON = {name: text for name, text in os.environ.items() if name not in {"VIRTUAL_ENV", "PIP_FIND_LINKS"}}
ENVIRON |= {"POETRY_VIRTUALENVS_IN_PROJECT": "true", "PIPENV_VENV_IN_PROJECT": "1", "PIPENV_VERBOSITY": "-1", "PDM_CHECK_UPDATE": "0",
            "UV_PYTHON": sys.executable, "NO_COLOR": "1", "COLUMNS": "1000", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
HTTPX = ["-e .[brotli,cli,http2,socks,zstd]", "pytest==8.3.4", "trio==0.27.0", 'trustme; platform_python_implementation != "PyPy"',
         "uvicorn>=0.30"]
PIPFILE = f"""[[source]]
url = "{SIMPLE}"
name = "simple"
verify_ssl = true
[packages]
requests = {{extras = ["socks"], version = "*"}}
flask = "*"
[dev-packages]
pytest = "*"
"""
POETRY = f"""
[[tool.poetry.source]]
name = "simple"
url = "{SIMPLE}/"
priority = "primary"
"""
ONLY = os.environ.get("ONLY")
count = failed = 0


def wanted(*names):
    return not ONLY or any(name in ONLY.split(",") for name in names)


def tap(good, title, *why):
    global count, failed
    count += 1
    failed += not good
    print(f"{'ok' if good else 'not ok'} {count} - {title}", *(f"# {line}" for line in why if not good), sep="\n", flush=True)
    return good


def finish():
    print(f"1..{count}" if count else "1..0 # SKIP no project could be fetched")
    sys.exit(failed > 0)


def fetch(tool):
    """The tool, in an environment of its own."""
    there, program = DEPS / f"tool-{tool}", tool.partition("-")[0]
    DEPS.mkdir(parents=True, exist_ok=True)
    with open(DEPS / f"tool-{tool}.lock", "w", encoding="utf-8") as lock:
        # Another part of the proof may be fetching it.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (there / "bin" / program).exists():
            subprocess.run([sys.executable, "-m", "venv", there], check=True)
            subprocess.run([there / "bin/pip", "install", "-q", *TOOLS[tool]], env=ENVIRON, check=False)
    return (there / "bin" / program).exists()


def unpack(project, where, files):
    """The directory in WHERE, a new one, with the sources of PROJECT, FILES added to; None: they cannot be fetched."""
    where.mkdir(exist_ok=True)
    if project:
        if not fetch("uv"):
            return None
        subprocess.run([DEPS / "tool-uv/bin/pip", "download", "-q", "--no-deps", "--no-binary", project, "-d", where, project],
                       env=ENVIRON, check=False)
        sdists = list(where.glob("*.tar.gz"))
        if not sdists:
            return None
        subprocess.run(["tar", "--no-same-owner", "-xzf", sdists[0], "-C", where], check=True)
        where = next(path for path in where.iterdir() if path.is_dir())
    for name, text in files.items():
        path = where / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((path.read_text() if path.exists() else "") + text)
    return where


def key(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def checked(where, *words, env=None):
    """{what differs}, and how many packages are not judged: by avenv check with WORDS."""
    done = subprocess.run([AVENV, "check", "--json", *words], cwd=where, env=env or ENVIRON, capture_output=True, text=True, check=False)
    answer = json.loads(done.stdout or '{"unjudged": []}')
    return {key(each["name"]) for each in answer.get("differences", [{"name": done.stderr}])}, len(answer["unjudged"])

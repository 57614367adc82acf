# SPDX-License-Identifier: GPL-3.0-or-later
"""What pip reads of a requirements file: its lines, encodings and options. Each file and directory that it may name can be
written to by anybody, and avenv up names those that pip opens, and no other."""

import functools
import json
import re
import shlex
import subprocess

from oracle import AVENV, ENVIRON, compare, python_with_pip, run

# The reader of this Python's pip, for each directory that it gets: what it opens, and where it looks for packages.
READ = """
import json, os, sys
from pip._internal.models.format_control import FormatControl
from pip._internal.network.session import PipSession
from pip._internal.req import req_file
from pip._internal.req.constructors import install_req_from_parsed_requirement
read, session = req_file.get_file_content, PipSession()
class Finder:
    def __init__(self):
        self.__dict__.update(format_control=FormatControl(), release_control=None, find_links=[], index_urls=[], search_scope=type("Scope", (), {"no_index": False}))
    def __setattr__(self, name, value):
        names.update(value.find_links, value.index_urls)
    def __getattr__(self, name):
        return lambda *words: None
def content(url, *words, **more):
    names.add(url)
    return read(url, *words, **more)
req_file.get_file_content = content
for where in sys.stdin:
    os.chdir(where.rstrip("\\n"))
    names, why = set(), ""
    try:
        for each in req_file.parse_requirements("requirements.txt", session, Finder()):
            link = install_req_from_parsed_requirement(each).link
            names.add(link.file_path if link and link.is_file else "")
    except Exception as error:
        why = repr(error)
    paths = {os.path.abspath(each.partition("file://")[2] or each) for each in names if each and "https:" not in each}
    print(json.dumps([why, sorted(os.path.basename(each) for each in paths if os.path.exists(each) and os.stat(each).st_mode & 2)]), flush=True)
"""
ENDS = [*"\n\n\n\n\n\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\r\n", "\\\n", "\\\n", "\\\\\n"]
BLANKS = [*"      \t\u00a0\u2000\u3000\x1f", "  "]
WORDS = ["six", "six", "a[x]>=1", "#", "# c", "#c", "-r f0", "-r f1", '-r "f2"', "-r 'f3'", "-rf1", "--requirement=f2", "--requirem f3", "-c f0", "-cf1", "--constraint f2", "--constr=f3", "-f d0", "-f ./d1",
         "-fd2", "--find-links=d3😀", "--find-l d0", "-i file://{}/d1", "--index-url=file://{}/d2", "-i https://x", "--pypi-url file://{}/d3😀", "--extra-index-url file://{}/d0", "--extra-index-url https://x",
         "-e ./t0", "-e t0", "-e 't1'", "-e file:t2#egg=six", "--edit t3", "six[a] @ file:t0", "-r file://{}/f1", "--editable=t1", "./t2", "./t3[x]", "six @ file://{}/t0", "./t1; os_name == 'posix'", "--pre", "--prefer-binary", "--trusted-host", "--no-binary", "--hash=sha256:x", "-f", "-i", "-r", "--", "x",
         "\\", '"', "'", "${NAME}", "${NONE}", "-r ${NAME}", '-r "f\\4"', "-r f\\4", "-r 'f\\4'", '"d1"', "-f d1#x"]
VARIABLES = {"NAME": "f0"}
ENCODINGS = [*["utf-8"] * 6, "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]


def case_of(r):
    words = []
    for _ in range(r.choice((1, 2, 2, 3, 3, 4, 5, 6))):
        words += [r.choice(WORDS), r.choice(ENDS if r.randrange(3) else BLANKS)]
    return {"words": [*r.choice(([], [], [], ["# coding: utf-8\n"], ["# c\n#coding=latin-1\n"])), *words], "encoding": [r.choice(ENCODINGS)]}


def compared(pip, case, where):
    for name in ("f0", "f1", "f2", "f3", "f\\4"):
        (where / name).write_text("six\n")
        (where / name).chmod(0o666)
    for name in ("d0", "d1", "d2", "d3😀", "t0", "t1", "t2", "t3"):
        (where / name).mkdir(exist_ok=True)
        (where / name).chmod(0o777)
    for name in ("t0", "t1", "t2", "t3"):
        (where / name / "setup.py").touch()
    encoding = next(iter(case["encoding"]), "utf-8")
    text = "\ufeff" * encoding.endswith("e") + "".join(case["words"]).replace("{}", str(where))
    (where / "requirements.txt").write_bytes(text.encode(encoding))
    pip.stdin.write(f"{where}\n")
    pip.stdin.flush()
    refuses, opens = json.loads(pip.stdout.readline())
    up = run([AVENV, "up", "-n"], where, VARIABLES)
    # What pip has opened before it refuses a line, it has opened.
    if refuses and up.returncode >= bool(opens):
        return "refused by the tool", refuses
    if "is not in UTF-8" in up.stderr:
        return "not judged", None
    opens = {each.replace("\\", "") for each in opens}
    words = shlex.split(" ".join(re.findall("chmod go-w (.*?)(?:' changes that)?$", up.stderr, re.M)))
    names = {match[1].replace("\\", "") for each in words if (match := re.search(r"/([dft]\\?\d😀?)$", each))}
    if names == opens and up.returncode == bool(opens):
        return "agree", None
    return "DIFFERENT", f"pip opens {sorted(opens)}; avenv names {sorted(names)}: {up.stderr.strip()}"


def main(share=1):
    with subprocess.Popen([python_with_pip(), "-c", READ], env={**ENVIRON, **VARIABLES}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as pip:
        compare("lines", case_of, functools.partial(compared, pip), share)
        pip.stdin.close()

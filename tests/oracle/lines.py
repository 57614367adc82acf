# SPDX-License-Identifier: GPL-3.0-or-later
"""What pip reads of a requirements file: its lines, encodings and options. Each file and directory that it may name can be
written to by anybody, and avenv up names those that pip opens, and no other."""

import json
import re

from oracle import AVENV, PYTHON, compare, run

# The reader of this Python's pip: what it opens, and where it looks for packages.
READ = """
import json, os, sys
from pip._internal.models.format_control import FormatControl
from pip._internal.network.session import PipSession
from pip._internal.req import req_file
from pip._internal.req.constructors import install_req_from_parsed_requirement
read, names = req_file.get_file_content, set()
def content(url, *words, **more):
    names.add(url)
    return read(url, *words, **more)
class Finder:
    format_control, release_control, find_links, index_urls = FormatControl(), None, [], []
    def __setattr__(self, name, value):
        names.update(value.find_links, value.index_urls)
    def __getattr__(self, name):
        return lambda *words: None
    search_scope = type("Scope", (), {"no_index": False})
req_file.get_file_content = content
try:
    for each in req_file.parse_requirements("requirements.txt", PipSession(), Finder()):
        link = install_req_from_parsed_requirement(each).link
        names.add(link.file_path if link and link.is_file else "")
except Exception as error:
    sys.exit(f"{type(error).__name__}: {error}")
paths = {os.path.abspath(each.partition("file://")[2] or each) for each in names if each and "https:" not in each}
print(json.dumps(sorted(os.path.basename(each) for each in paths if os.path.exists(each) and os.stat(each).st_mode & 2)))
"""
ENDS = [*"\n\n\n\n\n\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", "\r\n", "\\\n", "\\\n", "\\\\\n"]
BLANKS = [*"      \t\u00a0\u2003\x1f", "  "]
WORDS = ["six", "six", "a[x]>=1", "#", "# c", "#c", "-r f0", "-r f1", '-r "f2"', "-r 'f3'", "-rf1", "--requirement=f2", "--requirem f3", "-c f0", "-cf1", "--constraint f2", "--constr=f3", "-f d0", "-f ./d1",
         "-fd2", "--find-links=d3", "--find-l d0", "-i file://{}/d1", "--index-url=file://{}/d2", "-i https://x", "--pypi-url file://{}/d3", "--extra-index-url file://{}/d0", "--extra-index-url https://x",
         "-e ./t0", "--editable=t1", "./t2", "./t3[x]", "six @ file://{}/t0", "./t1; os_name == 'posix'", "--pre", "--prefer-binary", "--trusted-host", "--no-binary", "--hash=sha256:x", "-f", "-i", "-r", "--", "x",
         "\\", '"', "'", "${NAME}", "${NONE}", "-r ${NAME}", '-r "f\\4"', "-r f\\4", "-r 'f\\4'", '"d1"', "-f d1#x"]
ENCODINGS = [*["utf-8"] * 6, "utf-8-sig", "utf-16", "utf-32"]


def case_of(r):
    words = []
    for _ in range(r.choice((1, 2, 2, 3, 3, 4, 5, 6))):
        words += [r.choice(WORDS), r.choice(ENDS if r.randrange(3) else BLANKS)]
    return {"words": [*r.choice(([], [], [], ["# coding: utf-8\n"], ["# c\n#coding=latin-1\n"])), *words], "encoding": [r.choice(ENCODINGS)]}


def compared(case, where):
    for name in ("f0", "f1", "f2", "f3", "f\\4"):
        (where / name).write_text("six\n")
        (where / name).chmod(0o666)
    for name in ("d0", "d1", "d2", "d3", "t0", "t1", "t2", "t3"):
        (where / name).mkdir(exist_ok=True)
        (where / name).chmod(0o777)
    for name in ("t0", "t1", "t2", "t3"):
        (where / name / "setup.py").touch()
    text = "".join(case["words"]).replace("{}", str(where))
    (where / "requirements.txt").write_bytes(text.encode(next(iter(case["encoding"]), "utf-8")))
    env = {"NAME": "f0"}
    pip, up = run([PYTHON, "-c", READ], where, env), run([AVENV, "up", "-n"], where, env)
    if pip.returncode:
        return "refused by the tool", pip.stderr
    if "is not in UTF-8" in up.stderr:
        return "not judged", None
    opens = {each.replace("\\", "") for each in json.loads(pip.stdout)}
    names = {each.replace("\\", "") for each in re.findall(r"/([dft]\\?\d)(?=[\s']|$)", "".join(re.findall("chmod go-w .*", up.stderr)))}
    if names == opens and up.returncode == bool(opens):
        return "agree", None
    return "DIFFERENT", f"pip opens {sorted(opens)}; avenv names {sorted(names)}: {up.stderr.strip()}"


def main():
    compare("lines", case_of, compared)

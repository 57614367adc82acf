# SPDX-License-Identifier: GPL-3.0-or-later
"""What avenv freeze prints, compared with the pip of each Python, byte for byte: distributions in each form that pip reads,
with odd names, versions and metadata, from direct URLs, and editables in and out of repositories of git."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

import specifiers
from oracle import AVENV, ENVIRON, PYTHON, compare, key, python_with_pip, pythons, run
from places import name_of

sys.path += map(str, Path(python_with_pip()).parents[1].glob("lib/python*/site-packages"))
from pip._vendor.packaging.version import InvalidVersion, Version  # noqa: E402

PARTS = ["n", "N", "na", "Zope", "a1", "0", "z", "Py", "x"]
SKIPPED = ["wheel", "distribute", "argparse", "wsgiref", "python", "setuptools", "~eft", "pkg_resources2"]
VERSIONS = ["1.0RC1", "v1.0", "01.02.0", "1.0dev", "1.0+Ubuntu_1", "1.0+001", "1.0-1", "2004d", "1.0-custom", "1.0.c2", "1.0.alpha", "2024.01.09", "1.0.0.0", "0",
            "1.0.rev02", "1.0-alpha.03", "1.0pre", "0!1", "02!1", "1.0+001-0a", "1a1.post2.dev3+x"]
URLS = ["https://example.com/d-1.0.tar.gz", "https://example.com/a b c.whl", "https://u:p@example.com/x.whl", "file:///a%20b/x.whl", "https://example.com/ü例", "ssh://git@x/r", "file:///nonexistent/dir",
        "https://${TOKEN}@example.com/r.git", "https://git@example.com/r.git", "https://u:p@example.com:8080/x.whl#egg=x", "x"]
REMOTES = ["https://example.com/x.git", "https://u:p@example.com/x.git", "git@example.com:me/x.git", "example.com:me/x.git", "ssh://git@example.com/x", "file:///nonexistent/x.git", "{src}", "/nonexistent/x.git",
           "nothing", "c:/x", "", "a b", "git+https://example.com/x"]
METADATA = {"crlf": "Metadata-Version: 2.1\r\nName: {name}\r\nVersion: {version}\r\n", "body": "Name: {name}\nVersion: {version}\n\nName: no\n", "late": "Summary: x\n  Name: no\nVersion: {version}\nName: {name}\n",
            "utf8": "Name: {name}\nVersion: {version}\nAuthor: ü例\n", "twice": "Name: {name}\nName: no\nVersion: {version}\n", "spaces": "name:   {name}\nVERSION:\t{version}\n", "nameless": "Version: {version}\n",
            "folded": "Name: {name}\nVersion: {version}\nSummary: x\n\n y\n", "empty": "", "gone": None}
BAD = ("gone", "empty", "nameless")


def maybe(r, chance, **items):
    return items if not r.randrange(chance) else {}


def direct_of(r):
    kind = r.choice(("archive", "archive", "vcs", "dir", "text"))
    if kind == "text":
        return r.choice(('{"url": ', '{"url": "https:\\/\\/x.org\\u002f\\ud83d\\ude00", "archive_info": {}}', '{"url": "https://x.org"}', "[]", "", '{"archive_info": {}}', '{"url": 1, "archive_info": {}}',
                         '{"url": "https://x.org", "archive_info": {}, "dir_info": {}}'))
    direct = {"url": r.choice(URLS), **maybe(r, 2, subdirectory=r.choice(("a/b", "pkg", "", "c d")))}
    if kind == "archive":
        direct["archive_info"] = {**maybe(r, 2, hash="sha256=aa"), **maybe(r, 2, hashes={name: "aa" for name in r.choice((["sha256"], ["md5", "sha256"], ["sha512", "sha256"]))})}
    elif kind == "vcs":
        direct["vcs_info"] = {"vcs": r.choice(("git", "git", "hg", "svn", "bzr")), "commit_id": r.choice(("f" * 40, "abc")), **maybe(r, 2, requested_revision="main")}
    else:
        direct["url"] = "file:///nonexistent/dir"
        direct["dir_info"] = maybe(r, 2, editable=False)
    return direct


def editable_of(r):
    return {"at": r.choice(("p", "p", name_of(r), "mono/a", "mono/c d")), "setup": r.choice(("pyproject.toml", "setup.py", "")), **maybe(r, 6, gone="gone"), **maybe(r, 6, link="link"), **maybe(r, 5, src="src"),
            **maybe(r, 2, git={"top": r.choice(("", "", "..")), "remotes": {name: r.choice(REMOTES) for name in r.sample(["origin", "first", "second"], r.choice((0, 1, 1, 2, 3)))}, **maybe(r, 8, new="new")})}


def dist_of(r, number):
    name = r.choice(("-", "_", ".", "--", "._-")).join(r.choice(PARTS) for _ in range(r.choice((1, 2, 2, 3))))
    if not r.randrange(10):
        name = r.choice(SKIPPED)
    form = r.choice(("info", "info", "info", "info", "info", "info", "info", "egg-info", "egg-file", "develop", "egg"))
    metadata = maybe(r, 5, metadata=r.choice(list(METADATA)))
    # An egg, and what is without a sound name, counts once: pip looks these up in an order of its own.
    if "info" not in form or metadata.get("metadata") in BAD:
        name = f"{name.lstrip('~')}{number}"
    version = r.choice([*VERSIONS, specifiers.version(r), specifiers.version(r), "1.0", "1.0"])
    return {"name": name, "version": version, "form": form, "in": r.choice(("site", "site", "site", "pth", "user", "here") if "info" in form else ("site",)), **metadata,
            **maybe(r, 3, installer=r.choice(("pip\n", "uv", "", "pip\nx"))), **(r.choice(({}, {"direct": direct_of(r)}, {"direct": direct_of(r)}, {"editable": editable_of(r)})) if form == "info" else {"editable": editable_of(r)})}


def case_of(r):
    dists = [dist_of(r, number) for number in range(r.choice((1, 10, 30)))]
    options = [each for each in ("--all", "--exclude-editable", "--local") if not r.randrange(4)]
    if not r.randrange(3):
        name = r.choice(dists)["name"]
        options.append("--exclude=" + r.choice((name, name.upper(), name.replace("-", "_"))))
    return {"dists": dists, "options": options, "python": r.choice(pythons() + [PYTHON + "+"] * ("PYTHONS" in os.environ)), "flags": maybe(r, 4, system=True), "pth": r.sample(["# comment", "", "/nonexistent", "import sys", "import\tsys", "here", "  ", "\ufeff"], r.randrange(3))}


def git(*args):
    done = run(["git", "-c", "init.defaultBranch=main", "-c", "user.name=x", "-c", "user.email=x", *args], "/")
    if done.returncode:
        raise ValueError(done.stderr)


def sources(editable, base):
    """The directory of an editable's sources."""
    where = base / "src" / editable.get("at", "p")
    if "gone" in editable:
        return where / "gone"
    where.mkdir(parents=True, exist_ok=True)
    if editable.get("setup"):
        where.joinpath(editable["setup"]).touch()
    repository = editable.get("git")
    if repository is not None:
        top = where / repository.get("top", "")
        if not (top / ".git").exists():
            git("init", "-q", top)
        if "new" not in repository:
            git("-C", top, "commit", "-q", "--allow-empty", "-m", "one")
        with open(top / ".git/config", "a", encoding="utf-8") as out:
            out.writelines(f'[remote "{name}"]\n\turl = {url.replace("{src}", str(base / "src"))}\n' for name, url in repository.get("remotes", {}).items())
    if "link" in editable and repository is None and not (base / "src/link").exists():
        (base / "src/link").symlink_to(where)
        where = base / "src/link"
    return where / editable.get("src", "")


def normal(version):
    """As the name of a directory has it."""
    try:
        return str(Version(version))
    except InvalidVersion:
        return version.replace("-", "_")


def put(dist, base, site, paths):
    """DIST into SITE, or beside it; PATHS are the lines of .pth files."""
    name, version = dist.get("name", "a"), dist.get("version", "1.0")
    text = METADATA.get(dist.get("metadata"), "Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
    stem = f"{name.replace('-', '_')}-{normal(version)}"
    series, place, form = site.parent.name, dist.get("in"), dist.get("form", "info")
    where = {"pth": base / "pth", "here": site / "here", "user": base / "home/.local/lib" / series / "site-packages"}.get(place, site)
    paths.extend({"pth": [str(where)], "here": ["here"]}.get(place, []))
    where.mkdir(parents=True, exist_ok=True)
    file = {"info": where / f"{stem}.dist-info/METADATA", "egg-info": where / f"{stem}-py{series[6:]}.egg-info/PKG-INFO", "egg-file": where / f"{stem}-py{series[6:]}.egg-info",
            "egg": where / f"{stem}-py{series[6:]}.egg/EGG-INFO/PKG-INFO"}.get(form)
    if form == "develop":
        # As setuptools names and resolves them
        safe, source = re.sub("[^A-Za-z0-9.]+", "-", name), sources(dist.get("editable", {}), base).resolve()
        source.mkdir(parents=True, exist_ok=True)
        file = source / f"{safe.replace('-', '_')}.egg-info/PKG-INFO"
        where.joinpath(f"{safe}.egg-link").write_text(f"{source}\n.")
        paths.append(str(source))
    if form == "egg":
        paths.append(f"./{file.parents[1].name}")
    # Of two of a name in one directory the pip of Python 3.10 and before takes the newest, a later one the first that it reads.
    if any(each.suffix in (".dist-info", ".egg-info") and key(each.name.partition("-")[0]) == key(name) for each in where.iterdir()):
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    if text is not None:
        file.write_bytes(text.format(name=name, version=version).encode())
    if form != "info":
        return
    if "installer" in dist:
        file.with_name("INSTALLER").write_text(dist["installer"])
    direct = dist.get("direct")
    if "editable" in dist:
        direct = {"url": sources(dist["editable"], base).as_uri(), "dir_info": {"editable": True}}
    if direct is not None:
        file.with_name("direct_url.json").write_text(direct if isinstance(direct, str) else json.dumps(direct))


def environment(python, base):
    """That of PYTHON with its pip, or behind a "+" the newest, emptied; its site-packages."""
    env = base / ("env" + key(python.replace("/", "-")))
    if not env.exists():
        done = run([AVENV, "create", "-q", "-p", python.removesuffix("+"), env], base, {"HOME": str(base)})
        if done.returncode:
            raise ValueError(done.stderr)
        if python.endswith("+"):
            run([env / "bin/pip", "install", "-q", "-U", "pip"], base, {name: text for name, text in os.environ.items() if name not in ENVIRON})
        shutil.copytree(next(env.glob("lib/python*/site-packages")), f"{env}.site")
    site = next(env.glob("lib/python*/site-packages"))
    kept = os.listdir(f"{env}.site")
    for each in site.iterdir():
        if each.name not in kept:
            shutil.rmtree(each) if each.is_dir() else each.unlink()
    return env, site


def compared(case, base):
    for each in ("src", "pth", "home", "empty"):
        shutil.rmtree(base / each, ignore_errors=True)
    (base / "empty").mkdir(parents=True)
    (base / "home").mkdir()
    env, site = environment(case.get("python", PYTHON), base)
    config = env / "pyvenv.cfg"
    config.write_text(config.read_text().replace("packages = true", "packages = false").replace("packages = false", f"packages = {'true' if case.get('flags') else 'false'}"))
    paths = list(case.get("pth", []))
    old, spelled = site.parent.name in ("python3.8", "python3.9", "python3.10"), {}
    for dist in case["dists"]:
        # Their pip takes another spelling for another project.
        name = spelled.setdefault(key(dist["name"]), dist["name"]) if old else dist["name"]
        put({**dist, "name": name}, base, site, paths)
    site.joinpath("easy-install.pth").write_text("".join(f"{each}\n" for each in paths))
    variables = {"HOME": str(base / "home"), "PYTHONDONTWRITEBYTECODE": ""}
    theirs = run([env / "bin/pip", "freeze", *case["options"]], base / "empty", variables)
    if theirs.returncode:
        return "refused by the tool", theirs.stderr
    ours = run([AVENV, "freeze", *case["options"], env], base / "empty", variables)
    want, got = theirs.stdout.splitlines(), ours.stdout.splitlines()
    # For a link into a repository pip names a subdirectory above it, from which nothing can be installed.
    if "&subdirectory=../" in theirs.stdout:
        return "not judged", ""
    # What has no sound metadata, in up to three lines, pip may list by the name of its directory; it is an error of avenv's.
    bad = sum(dist.get("metadata") in BAD for dist in case["dists"])
    if want == got if not ours.returncode else bad and not [each for each in got if each not in want] and len(want) - len(got) <= 3 * bad:
        return "agree", ""
    only = [f"  pip:   {each}" for each in want if each not in got] + [f"  avenv: {each}" for each in got if each not in want]
    return "DIFFERENT", "\n".join([f"{env}, exit status {ours.returncode}", *only, ours.stderr, theirs.stderr])


def main():
    compare("freeze", case_of, compared)

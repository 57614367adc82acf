#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Put the static programs of one architecture into a wheel. The same files give the same bytes.

usage: wheel.py VERSION ARCH DIR WHEELS     DIR has avenv, avenv-hook and licenses/ (static.sh)
"""

import base64
import hashlib
import os
import re
import sys
import zipfile

version, arch, programs, wheels = sys.argv[1:]
# The programs are static, so they fit the oldest tags of each architecture.
TAGS = {
    "x86_64": "manylinux_2_5_x86_64.manylinux1_x86_64.musllinux_1_1_x86_64",
    "aarch64": "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64",
}
SUMMARY = "Python virtual environments that follow you: cd turns them on and off"
tag = f"py3-none-{TAGS[arch]}"
data, info = f"avenv-{version}.data", f"avenv-{version}.dist-info"


def read(*path):
    with open(os.path.join(*path), "rb") as f:
        return f.read()


expression = re.search(rb"^license: (.*)", read("build", "nfpm.yaml"), re.M)[1].decode()
# Remove pictures and relative links: a wheel does not have their files.
readme = re.sub(rb"!?\[([^]]*)\]\((?!http)[^)]*\)", rb"\1", read("README.md"))
licenses = {"LICENSE": read("LICENSE")}
for name in sorted(os.listdir(os.path.join(programs, "licenses"))):
    licenses[name] = read(programs, "licenses", name)

metadata = "".join(
    f"{key}: {value}\n"
    for key, value in [
        ("Metadata-Version", "2.4"),
        ("Name", "avenv"),
        ("Version", version),
        ("Summary", SUMMARY),
        ("License-Expression", expression),
        *(("License-File", name) for name in licenses),
        ("Keywords", "venv,virtualenv,shell,bash,zsh,fish"),
        ("Classifier", "Environment :: Console"),
        ("Classifier", "Operating System :: POSIX :: Linux"),
        ("Description-Content-Type", "text/markdown"),
    ]
)
wheel = "Wheel-Version: 1.0\nGenerator: avenv\nRoot-Is-Purelib: false\n"
wheel += "".join(f"Tag: py3-none-{platform}\n" for platform in TAGS[arch].split("."))

# The layout of `make install` below a prefix, by which the programs find each other.
files = {
    f"{data}/scripts/avenv": read(programs, "avenv"),
    f"{data}/data/libexec/avenv/avenv-hook": read(programs, "avenv-hook"),
    # A wheel has no links.
    **{f"{data}/data/libexec/avenv/avenv-no-pip/{name}": read("hooks", "avenv-no-pip", name)
       for name in sorted(os.listdir("hooks/avenv-no-pip"))},
    f"{data}/data/share/man/man1/avenv.1": read("src", "avenv.1"),
    **{f"{info}/licenses/{name}": text for name, text in licenses.items()},
    f"{info}/METADATA": metadata.encode() + b"\n" + readme,
    f"{info}/WHEEL": wheel.encode(),
}


def record(name, content):
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
    return f"{name},sha256={digest},{len(content)}\n"


rows = "".join(record(*item) for item in files.items())
files[f"{info}/RECORD"] = (rows + f"{info}/RECORD,,\n").encode()

os.makedirs(wheels, exist_ok=True)
path = os.path.join(wheels, f"avenv-{version}-{tag}.whl")
with zipfile.ZipFile(path + ".new", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for name, content in files.items():
        item = zipfile.ZipInfo(name)
        item.compress_type = zipfile.ZIP_DEFLATED
        program = content.startswith((b"\x7fELF", b"#!"))
        item.external_attr = (0o100755 if program else 0o100644) << 16
        archive.writestr(item, content)
os.replace(path + ".new", path)
print(f"  WHEEL   {path} ({os.path.getsize(path)} bytes)")

#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 70
# One Jupyter kernel for all projects, as docs/questions.md writes it, by the real jupyter_client.
. "${SRCDIR:?}/tests/lib.sh"
cd "$HOME" || exit

python3 -m venv tools
tools/bin/pip -q install jupyter_client >"$T/log" 2>&1 || skip_all "$(tail -n 1 "$T/log")"
for project in a b; do
	"$AVENV" -q create $project/.venv
	mkdir -p $project/notebooks/deep
	$project/.venv/bin/pip -q install ipykernel >"$T/log" 2>&1 || skip_all "$(tail -n 1 "$T/log")"
done
mkdir -p .local/bin
ln -s "$AVENV" .local/bin/avenv
sed -n '/^mkdir -p ~\/.local\/share\/jupyter/,/^```/p' "$SRCDIR/docs/questions.md" | sed '$d' >"$T/typed"
sh "$T/typed"

cat >"$T/start.py" <<'PYEND'
import sys
from jupyter_client.manager import start_new_kernel

manager, client = start_new_kernel(kernel_name="avenv", cwd=sys.argv[1])
said = []
client.execute_interactive("import sys; print(sys.prefix)", timeout=60,
                           output_hook=lambda message: said.append(message["content"].get("text", "")))
client.stop_channels()
manager.shutdown_kernel(now=True)
print("".join(said), end="")
PYEND
while read -r dir env; do
	run timeout 120 tools/bin/python "$T/start.py" "$dir"
	is "$out" "$HOME/$env" "a kernel started in $dir"
done <<-'EOT'
	a a/.venv
	a/notebooks/deep a/.venv
	b/notebooks b/.venv
EOT
VIRTUAL_ENV=$HOME/b/.venv PATH=$HOME/b/.venv/bin:$PATH run timeout 120 tools/bin/python "$T/start.py" a
is "$out" "$HOME/a/.venv" 'Jupyter itself runs in another environment'
done_testing

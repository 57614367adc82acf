# SPDX-License-Identifier: GPL-3.0-or-later
# For plugin managers of fish: load the hook of the avenv that is on PATH. The plugin installs no program.
if not status is-interactive
    exit
end
if command -q avenv
    command avenv hook fish | source
else
    echo "avenv: not on PATH; this plugin only loads it" >&2
end

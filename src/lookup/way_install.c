/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/way_install.h"

#include <stdlib.h>
#include <unistd.h>

#include "context/calling_shell.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/child.h"
#include "system/file_at.h"

/* Append Debian's commands that install pipx. Only sudo and su ask for something. */
static void put_pipx(struct buf *lines, const char *path)
{
	static const char *const commands[] = { "apt-get update", "apt-get install -y pipx" };
	bool is_root = !geteuid();

	if (is_root || programs_find(path, "sudo")) {
		for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
			buf_putl(lines, is_root ? "" : "sudo ", commands[i], "\n");
		return;
	}
	buf_putl(lines, "su - -c \"", commands[0], " && ", commands[1], "\"\n");
}

/* The commands that get TOOL, separated by newlines; NULL: nothing in PATH gets it. */
static const char *tool_lines(const char *path, const char *tool)
{
	const char *home = getenv("HOME"),
		   *bin = is_set(home) ? path_join(home, ".local/bin") : NULL;
	bool by_uv = programs_find(path, "uv") != NULL;
	struct buf lines = BUF_INIT;

	if (bin && !pathvar_has(path, bin) && file_is_program(path_join(bin, tool))) {
		shell_put(&lines, paste_shell(), paste_shell()->path_line, NULL, bin);
		return lines.data;
	}
	if (!by_uv && !programs_find(path, "pipx")) {
		if (!programs_find(path, "apt-get"))
			return NULL;
		put_pipx(&lines, path);
	}
	buf_putl(&lines, by_uv ? "uv tool" : "pipx", " install ", tool);
	if (bin && !pathvar_has(path, bin)) {
		buf_putc(&lines, '\n');
		shell_put(&lines, paste_shell(), paste_shell()->path_line, NULL, bin);
	}
	return lines.data;
}

/* TOOL, which installs FILE, is missing in PATH, and how to get it. */
static struct reason tool_reason(const char *path, const char *tool, const char *file)
{
	const char *why = formatted("'%s' needs '%s', which is not on PATH", file, tool);
	const char *lines = tool_lines(path, tool);

	if (!lines)
		return (struct reason){ joined(why, ", nor is pipx, which gets it"), "", "" };
	return (struct reason){ why, lines, strchr(lines, '\n') ? "" : "gets it" };
}

struct reason way_to_tool(const struct install *in, const char *tool)
{
	const char *line = in->venv ? ensurepip_line(in->venv) : NULL;

	if (in->venv && !file_can_write(venv_bin(in->venv)))
		return (struct reason){
			formatted("you cannot write to '%s'", shown(in->venv->path)), "", ""
		};
	if (strchr(tool, '/') || programs_find(in->path, tool))
		return install_elsewhere(in);
	if (!in->project.manifest->tool && !in->pip)
		return (struct reason){ "the environment has no pip", line ? line : "",
					"installs it" };
	return tool_reason(in->path, tool, in->project.manifest->file->name);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "print/paste.h"

#include <stdlib.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/child.h"
#include "system/platform.h"

/** working directory of the shell; NULL: unknown */
static const char *shell_dir;
/** returns its environment */
static const char *(*shell_dir_env)(void);

/** the command as typed: see paste_set_typed() */
static char **typed_words;
static int typed_name;

const struct shell *paste_hook(void)
{
	const char *value = getenv("AVENV_SHELL"), *space = value ? strchr(value, ' ') : NULL;

	return space ? shell_find(mem_dup(value, (size_t)(space - value))) : NULL;
}

void paste_set_avenv(void)
{
	const char *program;

	if (paste_hook() || programs_find(getenv("PATH"), "avenv"))
		return;
	program = platform_own_program();
	if (program)
		shell_avenv = paste_word(programs_lasting(program));
}

void paste_by_hook(void)
{
	shell_avenv = "avenv";
}

/* PROGRAM is a shell that quotes as bash does, and that avenv has no hook for. */
static bool is_posix_shell(const char *program)
{
	static const char *const names[] = {
		"sh", "dash", "ash", "ksh", "ksh93", "mksh", "busybox", "yash", NULL,
	};

	program = path_base(program);
	return is_one_of(program + (*program == '-'), names);
}

const struct shell *paste_shell(void)
{
	const char *login = getenv("SHELL");
	const struct shell *shell = paste_hook();
	const char *program = shell ? NULL : platform_program_of(getppid());

	if (program)
		shell = is_posix_shell(program) ? &shell_bash : shell_find(program);
	/* If no person reads the message, a program does, which starts bash or sh for a command. */
	if (!shell && login && isatty(STDERR_FILENO))
		shell = shell_find(login);
	return shell ? shell : &shell_bash;
}

const char *paste_word(const char *path)
{
	return shell_word(paste_shell(), path);
}

const char *paste_export(const char *variable, const char *value)
{
	struct buf b = BUF_INIT;

	shell_put(&b, paste_shell(), paste_shell()->export_line, variable, value);
	return b.data;
}

const char *paste_unset(const char *variable)
{
	struct buf b = BUF_INIT;

	shell_put(&b, paste_shell(), paste_shell()->unset_line, variable, NULL);
	return b.data;
}

const char *paste_quoted(const char *line)
{
	struct buf b = BUF_INIT;

	if (!strchr(line, '\n'))
		return shell_line(line);
	for (size_t n; *line; line += n + (line[n] == '\n')) {
		n = strcspn(line, "\n");
		buf_puts(&b, shell_own_line(mem_dup(line, n)));
	}
	return b.data;
}

const char *paste_command(const char *command, const char *path)
{
	return shell_line(joined(command, " ", paste_word(path)));
}

void paste_set_dir(const char *dir, const char *(*env)(void))
{
	shell_dir = dir;
	shell_dir_env = env;
}

/* DIR is the working directory of the shell, at whichever path. */
static bool is_shell_dir(const char *dir)
{
	const char *real;

	if (!shell_dir || streq(dir, shell_dir))
		return shell_dir;
	real = real_path_of(dir).path;
	return real && streq(real, shell_dir);
}

const char *paste_in(const char *dir, const char *command)
{
	if (is_shell_dir(dir))
		return command;
	return joined("avenv -C ", paste_word(dir), " ", command + strlen("avenv "));
}

const char *paste_for(const char *command, const char *path)
{
	const char *project = streq(path_base(path), ".venv") ? path_parent(path) : path;

	if (is_shell_dir(project))
		return command;
	return joined(command, " ", paste_word(path));
}

const char *paste_for_quoted(const char *command, const char *path)
{
	return paste_quoted(paste_for(command, path));
}

const char *paste_env(const char *command, const char *path)
{
	const char *here = shell_dir ? shell_dir_env() : NULL;

	return here && streq(here, path) ? command : joined(command, " ", paste_word(path));
}

/* ---- the command as typed ---------------------------------------------------------- */

void paste_set_typed(char **words, int name)
{
	typed_words = words;
	typed_name = name;
}

bool paste_is_typed(const char *name)
{
	return typed_words && streq(typed_words[typed_name], name);
}

/* Add WORD, an argument. paste_word() would make a path of "-y". */
static void put_typed(struct buf *line, const char *word)
{
	size_t dashes = strspn(word, "-");

	buf_put(line, word, dashes);
	if (word[dashes] || !dashes)
		buf_puts(line, paste_word(word + dashes));
}

/* The command as typed, with OPTION behind its name, and NEW in the place of OLD. */
static const char *typed_line(const char *option, const char *old, const char *new)
{
	struct buf line = BUF_INIT;

	buf_puts(&line, "avenv");
	for (int i = 0; typed_words[i]; i++) {
		const char *word = typed_words[i];
		bool has_old = old && old >= word && old <= word + strlen(word);

		buf_puts(&line, " ");
		if (!has_old)
			put_typed(&line, word);
		/* OLD is the value in "-p3.12". */
		else if (old > word)
			put_typed(&line, mem_dup(word, (size_t)(old - word)));
		buf_puts(&line, has_old ? new : "");
		if (option && i == typed_name)
			buf_putl(&line, " ", option);
	}
	return line.data;
}

const char *paste_with(const char *option)
{
	return typed_line(option, NULL, NULL);
}

const char *paste_instead(const char *old, const char *new)
{
	return typed_line(NULL, old, new);
}

const char *paste_free_name(const char *path)
{
	while (file_exists(path) > 0)
		path = joined(path, ".old");
	return path;
}

const char *paste_aside(const char *path)
{
	return formatted("mv %s %s", paste_word(path), paste_word(paste_free_name(path)));
}

const char *reason_line(struct reason r)
{
	const char *why = *r.why && *r.next ? joined(r.why, "; ") : r.why;

	return *r.next ? formatted("%s%s %s", why, paste_quoted(r.next), r.does) : why;
}

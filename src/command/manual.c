/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A section of avenv(1): `man` formats the page, for this terminal and in the
 * user's language, and what belongs to the command is cut out of it.
 *
 * `man`, all that it starts and the pager are looked for on the user's PATH, as
 * only that knows where they are on every system, but for what outer.h leaves
 * out: who asks for help did not ask for a project's "man".
 */
#include "command/manual.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "command/program.h"
#include "core/file.h"
#include "system/child.h"

#include "core/banned.h"

enum {
	/** where text begins; what stands further left is a heading */
	TEXT_COLUMN = 5,
	/** where there is no terminal */
	PLAIN_WIDTH = 80,
	MAN_SECONDS = 60,
};

static void set_environment(void)
{
	struct buf width = BUF_INIT;
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_col)
		size.ws_col = PLAIN_WIDTH;
	buf_putu(&width, size.ws_col);
	setenv("PATH", programs_path(), 1);
	setenv("MANWIDTH", width.data, 0);
	setenv("MANPAGER", "cat", 1);
	setenv("MAN_KEEP_FORMATTING", "1", 1);
	unsetenv("MANOPT");
}

/* PAGE as `man` formats it, by set_environment(). Returns 0, or -1 with errno. */
static int format(const char *page, struct child *man)
{
	const char *const argv[] = { programs_find(getenv("PATH"), "man"), page, NULL };
	const char *const ours[] = { NULL };

	errno = ENOENT;
	if (!argv[0] || child_start(man, argv, child_environment(NULL, ours), MAN_SECONDS))
		return -1;
	child_wait(man);
	return 0;
}

/* The first N bytes at S without bold and underlined. */
static const char *plain(const char *s, size_t n)
{
	struct buf b = BUF_INIT;

	for (const char *end = s + n; s < end; s++) {
		if (*s == '\b') {
			while (b.len && (b.data[b.len - 1] & 0xC0) == 0x80)
				buf_cut(&b, b.len - 1);
			buf_cut(&b, b.len - (b.len > 0));
		} else if (*s == '\033') {
			while (s + 1 < end && *s != 'm')
				s++;
		} else {
			buf_putc(&b, *s);
		}
	}
	return b.data;
}

/* Whether HEADING, as "   list, ls", begins the section on NAME. */
static bool is_of(const char *heading, const char *name)
{
	const char *word = heading + strspn(heading, " ");
	size_t len = strlen(name);

	for (; *word; word += strspn(word, ", ")) {
		size_t n = strcspn(word, ",");

		if (n == len && !memcmp(word, name, len))
			return true;
		word += n;
	}
	return false;
}

/* What TEXT says of the command NAME, with COLOURS as `man` has them. */
static void cut(struct buf *b, const char *text, const char *name, bool colours)
{
	bool inside = false;
	size_t len = 0;

	for (size_t n; *text; text += n) {
		const char *line;

		n = strcspn(text, "\n");
		line = plain(text, n);
		if (*line && strspn(line, " ") < TEXT_COLUMN)
			inside = is_of(line, name);
		n += text[n] == '\n';
		if (!inside)
			continue;
		if (colours)
			buf_put(b, text, n);
		else
			buf_putl(b, line, "\n");
		/* Without the empty lines at its end */
		if (*line)
			len = b->len;
	}
	buf_cut(b, len);
}

/* TEXT, by way of FILE, is what will be read from standard input. */
static bool becomes_input(FILE *file, const struct buf *text)
{
	return fwrite(text->data, 1, text->len, file) == text->len && !fflush(file) &&
	       !fseek(file, 0, SEEK_SET) && dup2(fileno(file), STDIN_FILENO) >= 0;
}

/* Become the pager, reading TEXT.  Comes back where there is none. */
static void page(const struct buf *text)
{
	const char *pager = getenv("PAGER");
	FILE *file;
	bool ready;

	if (pager && (!*pager || streq(pager, "cat")))
		return;
	file = tmpfile();
	if (!file)
		return;
	ready = becomes_input(file, text);
	fclose(file);
	if (!ready)
		return;
	/* What git gives them: end at once where all fits on the screen. */
	setenv("LESS", "FRX", 0);
	setenv("LV", "-c", 0);
	if (pager)
		execlp("sh", "sh", "-c", pager, NULL);
	else
		execlp("less", "less", NULL);
}

int manual_show(const struct command *cmd, const char **why)
{
	const char *file = program_manual();
	struct buf section = BUF_INIT;
	struct child man;
	bool terminal = isatty(STDOUT_FILENO);

	*why = "the manual is not installed";
	if (!file)
		return -1;
	set_environment();
	*why = "there is no 'man' to show the manual";
	if (format(file, &man))
		return -1;
	cut(&section, man.out.data, cmd->name, terminal);
	*why = "'man' does not show the manual";
	if (!section.len)
		return -1;
	if (terminal)
		page(&section);
	fwrite(section.data, 1, section.len, stdout);
	return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Promises: 46 */
/*
 * The line in a startup file. Put and taken out, the file is as it was; taken out of any file, it
 * takes no byte of another line along. An input is a byte for the shell, and the file.
 */
#include "core/mem.h"
#include "lib/fuzz.h"
#include "setup/startup_line.h"

#define COMMENT "  # avenv setup"
#define ADDED   COMMENT " (added a newline after byte "

static const char *line_of(const char *text)
{
	size_t len = strcspn(text, "\n");

	return mem_dup(text, len + (text[len] == '\n'));
}

/* LINE begins and ends as setup's does. */
static bool may_be_own(const struct loader *own, const char *line)
{
	return !strncmp(line, own->template, strcspn(own->template, "@")) && strstr(line, COMMENT);
}

/*
 * The length of LEFT's first line, if that is LINE with the mark of a line that was taken out; else
 * 0. Setup made the file then, and LINE is its other one.
 */
static size_t length_marked(const char *left, const char *line)
{
	size_t len = strlen(line) - 1;

	if (!ends_with(line, COMMENT "\n") || strncmp(left, line, len) != 0 ||
	    !starts_with(left + len, " (made this file"))
		return 0;
	return strlen(line_of(left));
}

/*
 * LEFT is OLD without lines of setup's. It may also lack its last newline, if nothing but lines of
 * setup's followed, and the last one has a mark for that.
 */
static void check_lines(const struct loader *hook, const char *old, const char *left)
{
	bool cut = false;
	const char *line = "";

	for (; *old; old += strlen(line)) {
		line = line_of(old);
		if (*left && starts_with(line, left) && streq(line + strlen(left), "\n")) {
			left += strlen(left);
			cut = true;
		} else if (starts_with(left, line)) {
			left += strlen(line);
		} else if (length_marked(left, line)) {
			left += length_marked(left, line);
		} else {
			CHECK(may_be_own(hook, line));
		}
	}
	CHECK(!*left && (!cut || strstr(line, ADDED)));
	if (cut)
		REACHED();
}

void fuzz(struct input in)
{
	const struct loader hook = hook_loader(shells[input_byte(&in) % 3]);
	const char *code = startup_code(&hook, "/usr/bin/avenv");
	struct startup_line line;
	/* As startup_open() reads it: without a NUL. */
	const char *file = input_text(&in), *old = startup_without(&hook, file), *with;

	check_lines(&hook, file, old ? old : "");
	if (!old)
		old = "";
	else if (!streq(old, file))
		REACHED();
	CHECK(!startup_find(&hook, old, &line));
	CHECK_SAME(startup_without(&hook, old), old);
	with = joined(old, startup_addition(old, code, (struct startup_made){ 0 }));
	CHECK(startup_find(&hook, with, &line));
	CHECK(startup_has_code(&line, code));
	CHECK_SAME(startup_without(&hook, with), old);
	/* The program may have any name, but it is no home directory. */
	with = startup_addition("", startup_code(&hook, joined("/a/", file)),
				(struct startup_made){ .file = true, .dirs = 2 });
	CHECK(startup_find(&hook, with, &line) && !*line.next);
	CHECK_SAME(startup_without(&hook, with), NULL);
}

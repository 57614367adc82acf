/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The place at which an environment was made, as its files say. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/path.h"
#include "mend/relocate.h"
#include "print/msg.h"
#include "system/files.h"

#include "core/banned.h"

/* VIRTUAL_ENV of bin/activate: a word of sh. */
static const char *activate_path(const struct text *text)
{
	static const char key[] = "VIRTUAL_ENV=";
	const char *s = text->data;

	while ((s = strstr(s, key))) {
		bool starts = s == text->data || strchr("\n \t", s[-1]);
		size_t quote;

		s += strlen(key);
		quote = strspn(s, "'\"");
		s += quote;
		if (starts && *s == '/')
			return mem_dup(s, strcspn(s, quote ? "'\"\n" : " \n;)"));
	}
	return NULL;
}

/* The last argument of `command = PYTHON -m venv … DIR` in pyvenv.cfg. */
static const char *command_path(const struct text *text)
{
	const char *s = strstr(text->data, "command = "), *dir = NULL;
	const char *line = s ? mem_dup(s, strcspn(s, "\r\n")) : "";

	for (s = strstr(line, " -m "); s && (s = strstr(s, " /")); s++)
		dir = s + 1;
	return dir;
}

/* A and B lead to the same directory. */
static bool same_place(const char *a, const char *b)
{
	struct file_info one, other;

	return streq(a, b) ||
	       (!file_stat(a, &one) && !file_stat(b, &other) && file_same(&one, &other));
}

/* A failed read with errno ERR says that no plain file is there. */
static bool is_answer(int err)
{
	return file_is_missing(err) || err == ELOOP || err == EINVAL || err == EFBIG;
}

int relocate_old_path(int dir, const char *path, const char **old)
{
	static const struct {
		const char *file;
		const char *(*path)(const struct text *text);
	} places[] = {
		{ "bin/activate", activate_path },
		{ "pyvenv.cfg", command_path },
	};
	struct text text;

	for (size_t i = 0; i < ARRAY_SIZE(places); i++) {
		if (file_slurp_at(dir, places[i].file, FILE_MAX, &text)) {
			if (!is_answer(errno))
				return -1;
			continue;
		}
		*old = places[i].path(&text);
		if (*old && (*old)[1] && path_is_clean(*old) && !same_place(*old, path))
			return 0;
	}
	*old = NULL;
	return 0;
}

const char *relocate_moved_from(const char *old)
{
	struct file_info info;
	struct buf b = BUF_INIT;
	bool there = !file_lstat(path_join(old, "pyvenv.cfg"), &info);

	buf_putl(&b, there ? "copied" : "moved", " from '", shown(old), "'");
	return b.data;
}

const char *relocate_moved(const char *path)
{
	int dir = files_open_dir(AT_FDCWD, path);
	const char *old;
	int ret;

	if (dir < 0)
		return NULL;
	ret = relocate_old_path(dir, path, &old);
	close(dir);
	return !ret && old ? relocate_moved_from(old) : NULL;
}

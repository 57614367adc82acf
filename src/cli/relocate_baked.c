/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where an environment was when its paths were baked in. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <strings.h>
#include <unistd.h>

#include "build/launcher.h"
#include "cli/relocate.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/venv.h"
#include "print/msg.h"

#include "core/banned.h"

enum {
	/** bytes of a script of which the first lines are looked at */
	SCRIPT_MAX = 1024 * 1024,
};

/* FILE of the environment at PATH, open as ENV. */
static int read_in(int env, const char *path, const char *file, struct text *text)
{
	if (!file_slurp_at(env, file, SCRIPT_MAX, text))
		return 0;
	unseen(path_join(path, file));
	return -1;
}

/* A word of sh up to EOL; raw between double quotes, as templates had it. */
static const char *shell_word(const char *s, const char *eol)
{
	struct buf b = BUF_INIT;
	char quote = '\0';

	for (; s < eol && (quote || !strchr(" \t\r;", *s)); s++) {
		if (quote && *s == quote)
			quote = '\0';
		else if (!quote && (*s == '"' || *s == '\''))
			quote = *s;
		else
			buf_putc(&b, *s);
	}
	return b.data;
}

/* PATH; NULL where no environment can be. */
static const char *usable(const char *path)
{
	return path[0] == '/' && path_is_clean(path) && path[1] ? path : NULL;
}

/* What the line from S to EOL sets VIRTUAL_ENV to, or NULL. */
static const char *assigned(const char *s, const char *eol)
{
	static const char export[] = "export ", name[] = "VIRTUAL_ENV=";

	while (s < eol && isspace((unsigned char)*s))
		s++;
	if (starts_with(s, export))
		s += sizeof(export) - 1;
	if (!starts_with(s, name))
		return NULL;
	return usable(shell_word(s + sizeof(name) - 1, eol));
}

/* Behind the options at S; in venv's --prompt="…" spaces may stand. */
static const char *after_options(const char *s)
{
	static const char prompt[] = "--prompt=\"";

	while (*s == '-') {
		if (starts_with(s, prompt)) {
			s = strstr(s + sizeof(prompt) - 1, "\" ");
			if (!s)
				return "";
		}
		s += strcspn(s, " ");
		s += strspn(s, " ");
	}
	return s;
}

/* Where `command = PYTHON -m venv [OPTION…] DIR` of pyvenv.cfg says DIR is. */
static const char *command_dir(const char *s, const char *eol)
{
	static const char key[] = "command";
	static const char *const modules[] = { " -m venv ", " -m virtualenv " };
	const char *line, *hit;

	if (eol > s && eol[-1] == '\r')
		eol--;
	line = mem_dup(s, (size_t)(eol - s));
	if (strncasecmp(line, key, sizeof(key) - 1) != 0)
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(modules); i++) {
		hit = strstr(line, modules[i]);
		if (hit)
			return usable(after_options(hit + strlen(modules[i])));
	}
	return NULL;
}

typedef const char *line_reader(const char *s, const char *eol);

/* The first answer that READ has for a line of FILE. */
static const char *first_line(int env, const char *path, const char *file, line_reader *read)
{
	const char *found = NULL;
	struct text text;

	if (read_in(env, path, file, &text))
		return NULL;
	for (const char *s = text.data, *end = s + text.len; s < end && !found;) {
		const char *eol = memchr(s, '\n', (size_t)(end - s));

		eol = eol ? eol : end;
		found = read(s, eol);
		s = eol + 1;
	}
	return found;
}

/* The D of a launcher that starts D/bin/python; never the base's or system's. */
static const char *started_from(const struct launcher *l, const char *home)
{
	static const char *const not [] = { "/bin", "/usr/bin", "/usr/local/bin" };
	const char *bin = path_parent(l->interpreter);

	for (size_t i = 0; i < ARRAY_SIZE(not ); i++)
		if (streq(bin, not [i]))
			return NULL;
	if (!streq(path_base(bin), "bin") || (home && streq(bin, home)))
		return NULL;
	return usable(path_parent(bin));
}

static void add_started(struct starts *all, const char *file, const struct launcher *l,
			const char *env)
{
	all->list = mem_grow(all->list, all->count, &all->room, sizeof(*all->list));
	all->list[all->count++] = (struct start){
		.file = path_join("bin", mem_dups(file)),
		.interpreter = l->interpreter,
		.env = env,
	};
}

/* NULL with errno where it is not the end. */
static struct dirent *next(DIR *dir)
{
	errno = 0;
	return readdir(dir);
}

void relocate_starts(int env, const char *path, const char *home, struct starts *all)
{
	const char *bin = path_join(path, "bin");
	int fd = openat(env, "bin", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *d;

	*all = (struct starts){ 0 };
	if (!dir)
		unseen(bin);
	while (dir && (d = next(dir))) {
		struct launcher l;
		struct text text;

		if (!read_in(fd, bin, d->d_name, &text) &&
		    launcher_parse(text.data, text.len, &l) &&
		    strstr(path_base(l.interpreter), "py"))
			add_started(all, d->d_name, &l, started_from(&l, home));
	}
	if (dir && errno)
		unseen(bin);
	if (dir)
		closedir(dir);
	else if (fd >= 0)
		close(fd);
}

/* Where most launchers start Python from, of what is equal the first. */
static const char *most_launchers(int env, const char *path)
{
	struct starts all;
	struct venv venv;
	const char *best = NULL;
	size_t most = 0;

	venv_read(path, &venv);
	relocate_starts(env, path, venv.cfg.home, &all);
	for (size_t i = 0; i < all.count; i++) {
		const char *from = all.list[i].env;
		size_t count = 0;

		for (size_t k = 0; from && k < all.count; k++)
			count += all.list[k].env && streq(all.list[k].env, from);
		if (count > most)
			best = all.list[i].env;
		most = count > most ? count : most;
	}
	return best;
}

void relocate_says(int dir, const char *path, const char *says[RELOCATE_SAYS])
{
	says[0] = first_line(dir, path, "bin/activate", assigned);
	says[1] = first_line(dir, path, "Scripts/activate", assigned);
	says[2] = first_line(dir, path, "pyvenv.cfg", command_dir);
}

const char *relocate_baked(int dir, const char *path)
{
	const char *says[RELOCATE_SAYS];

	relocate_says(dir, path, says);
	for (size_t i = 0; i < RELOCATE_SAYS; i++)
		if (says[i])
			return says[i];
	return most_launchers(dir, path);
}

const char *relocate_moved_from(const char *old)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, unseen_env(old) ? "copied" : "moved", " from '", shown(old), "'");
	return b.data;
}

/* Links may lead here by another name. */
static const char *first_elsewhere(int dir, const char *path)
{
	const char *says[RELOCATE_SAYS];

	relocate_says(dir, path, says);
	for (size_t i = 0; i < RELOCATE_SAYS; i++)
		if (says[i] && !unseen_same(says[i], path))
			/* What a shell is to expand may lead here. */
			return strchr(says[i], '$') ? NULL : says[i];
	return NULL;
}

const char *relocate_moved(const char *path)
{
	int dir = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	const char *old, *text;

	if (dir < 0)
		return NULL;
	unseen_begin();
	old = first_elsewhere(dir, path);
	close(dir);
	text = old ? relocate_moved_from(old) : NULL;
	return unseen_text() ? NULL : text;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * -r FILE: its lines, with what is installed in the places of those that require
 * it.  pip takes each line by itself: a file that is named in one is not read, a
 * backslash at its end joins nothing, and hashes are no part of a requirement.
 */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/dist.h"
#include "cli/freeze.h"
#include "cli/requirement.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

enum {
	REQUIREMENTS_MAX = 16 * 1024 * 1024,
};

/** What a line is about. */
enum about {
	/** a name */
	ABOUT_NAME,
	/** a place, which may be anything's */
	ABOUT_UNKNOWN,
	/** nothing that pip can tell */
	ABOUT_NOTHING,
};

/** The way through the files. */
struct reader {
	const struct freeze *freeze;
	/** of dists: it was put in its place */
	bool *done;
	struct buf *out;
	/** the file, and the line in it */
	const char *file;
	size_t line;
	/** the lines that were copied, as they are only once */
	const char **copied;
	size_t copied_count, copied_room;
};

static bool is_space(char c)
{
	return !freeze_stripped(&c, 1);
}

/* LINE without white space around it. */
static const char *strip(const char *line)
{
	while (*line && is_space(*line))
		line++;
	return mem_dup(line, freeze_stripped(line, strlen(line)));
}

/* LINE without its comment: from a # behind white space, or on its own. */
static const char *without_comment(const char *line)
{
	size_t len = 0;

	while (line[len] && (line[len] != '#' || (len && !is_space(line[len - 1]))))
		len++;
	return strip(mem_dup(line, len));
}

static bool begins_with_any(const char *line, const char *const *words)
{
	for (; *words; words++)
		if (starts_with(line, *words))
			return true;
	return false;
}

/* An option that requires nothing, by how it begins; or no word at all. */
static bool is_copied(const struct pip_rules *pip, const char *line)
{
	static const char *const options[] = {
		"-r",
		"--requirement",
		"-f",
		"--find-links",
		"-i",
		"--index-url",
		"--pre",
		"--trusted-host",
		"--extra-index-url",
		"--process-dependency-links",
		NULL,
	};
	static const char *const older[] = { "-Z", "--always-unzip", NULL };
	const char *text = strip(line);

	if (!*text || *text == '#' || begins_with_any(line, options))
		return true;
	return pip->takes_features ? starts_with(line, "--use-feature") :
				     begins_with_any(line, older);
}

static void copy(struct reader *r, const char *line)
{
	line = mem_dup(line, freeze_stripped(line, strlen(line)));
	for (size_t i = 0; i < r->copied_count; i++)
		if (streq(r->copied[i], line))
			return;
	r->copied = mem_grow(r->copied, r->copied_count, &r->copied_room, sizeof(*r->copied));
	r->copied[r->copied_count++] = line;
	buf_putl(r->out, line, "\n");
}

/* Behind "#egg=" in URL; NULL: there is none. */
static const char *egg_of(const char *url)
{
	for (; *url; url++)
		if (starts_with(url, "#egg=") || starts_with(url, "&egg="))
			return mem_dup(url + 5, strcspn(url + 5, "&"));
	return NULL;
}

static bool is_vcs_url(const char *url)
{
	static const char *const schemes[] = { "git+", "hg+", "svn+", "bzr+", NULL };

	return begins_with_any(url, schemes);
}

static bool is_url(const char *text)
{
	static const char *const schemes[] = { "http:", "https:", "file:", "ftp:", NULL };

	return begins_with_any(text, schemes) || is_vcs_url(text);
}

static bool is_directory(const char *path)
{
	struct file_info info;

	return !file_stat(path, &info) && S_ISDIR(info.mode);
}

static bool is_archive(const char *path)
{
	static const char *const ends[] = {
		".zip",    ".whl", ".tar.bz2", ".tbz",    ".tar.gz",   ".tgz", ".tar",
		".tar.xz", ".txz", ".tlz",     ".tar.lz", ".tar.lzma", NULL,
	};

	for (size_t i = 0; ends[i]; i++)
		if (ends_with(path, ends[i]))
			return true;
	return false;
}

/* PATH without "[EXTRAS]" at its end. */
static const char *without_extras(const char *path)
{
	size_t len = strlen(path);
	const char *open = strrchr(path, '[');

	return len > 2 && path[len - 1] == ']' && open && open > path && open < path + len - 2 ?
		       mem_dup(path, (size_t)(open - path)) :
		       path;
}

static enum about about_text(const char *text, const char **name)
{
	struct requirement r;

	if (requirement_parse(text, &r))
		return ABOUT_NOTHING;
	*name = r.name;
	return ABOUT_NAME;
}

/* A URL or a path without what it leads to being looked at. */
static enum about about_place(const char *place, const char **name)
{
	const char *file = mem_dup(place, strcspn(place, "#?"));
	const char *egg = egg_of(place);

	if (ends_with(file, ".whl")) {
		file = path_base(file);
		return about_text(mem_dup(file, strcspn(file, "-")), name);
	}
	return egg ? about_text(egg, name) : ABOUT_UNKNOWN;
}

/* What is installed from a version control, or from a directory. */
static enum about about_editable(const struct pip_rules *pip, const char *text, const char **name)
{
	static const char *const shorter[] = { "git:", "hg:", "svn:", "bzr:", NULL };
	const char *path = without_extras(text), *egg = egg_of(text);
	struct requirement r;

	if (pip->editable_by_name && !requirement_parse(text, &r) && r.url) {
		*name = r.name;
		return is_vcs_url(r.url) || starts_with(r.url, "file:") ? ABOUT_NAME :
									  ABOUT_NOTHING;
	}
	if (is_directory(path))
		return ABOUT_UNKNOWN;
	if (starts_with(path, "file:"))
		return egg ? about_text(egg, name) : ABOUT_UNKNOWN;
	if (!egg || (!is_vcs_url(text) && !begins_with_any(text, shorter)))
		return ABOUT_NOTHING;
	return about_text(egg, name);
}

static bool is_installable(const char *dir)
{
	struct file_info info;

	return !file_stat(path_join(dir, "setup.py"), &info) ||
	       !file_stat(path_join(dir, "pyproject.toml"), &info);
}

/* TEXT, which is no URL, without its marker, is a directory or an archive. */
static bool is_path(const char *text, enum about *about, const char **name)
{
	const char *path = without_extras(text), *at = strchr(text, '@');
	bool is_file = strchr(text, '/') || *text == '.';

	if (is_file && is_directory(path)) {
		*about = is_installable(path) ? ABOUT_UNKNOWN : ABOUT_NOTHING;
		return true;
	}
	if (!is_archive(path))
		return false;
	if (at && !memchr(text, '/', (size_t)(at - text)) && *text != '.')
		return false;
	*about = about_place(path, name);
	return true;
}

static enum about about_line(const char *line, const char **name)
{
	const char *text = without_comment(line), *marker;
	enum about about;

	marker = strstr(text, is_url(text) ? "; " : ";");
	if (is_url(text)) {
		const char *url = marker ? mem_dup(text, (size_t)(marker - text)) : text;
		struct buf b = BUF_INIT;

		buf_putl(&b, "x", marker ? marker : "");
		return about_text(b.data, name) == ABOUT_NAME ? about_place(strip(url), name) :
								ABOUT_NOTHING;
	}
	if (is_path(marker ? strip(mem_dup(text, (size_t)(marker - text))) : text, &about, name))
		return about;
	return about_text(text, name);
}

/* The one that pip takes for NAME; NULL: none. */
static const struct dist *installed(const struct dists *dists, const char *name)
{
	if (dists->pip.normalized_names)
		return dists_find(dists, name);
	name = dist_safe_name(name);
	for (size_t i = 0; i < dists->count; i++)
		if (streq(dists->list[i].name, name))
			return &dists->list[i];
	return NULL;
}

/* Put what is installed as NAME in its place, once. */
static void place(struct reader *r, const char *name)
{
	const struct dists *dists = r->freeze->dists;
	const struct dist *dist = installed(dists, name);
	size_t i = dist ? (size_t)(dist - dists->list) : 0;

	if (!dist || freeze_is_elsewhere(r->freeze, dist))
		note("'%s' requires '%s', which is not installed", shown(r->file), shown(name));
	else if (r->done[i])
		note("'%s' requires '%s' a second time", shown(r->file), shown(name));
	else
		freeze_dist(r->freeze, dist, r->out);
	if (dist)
		r->done[i] = true;
}

/* What pip says then, on standard output as well. */
static void say_unknown(struct reader *r, const char *text)
{
	buf_putl(r->out, "Skipping line in requirement file [", r->file,
		 "] because it's not clear what it would install: ", strip(text), "\n");
	buf_puts(r->out, "  (add #egg=PackageName to the URL to avoid this "
			 "warning)\n");
}

static int read_line(struct reader *r, const char *line)
{
	const struct pip_rules *pip = &r->freeze->dists->pip;
	const char *name = NULL, *text = line;
	enum about about;

	if (is_copied(pip, line)) {
		copy(r, line);
		return 0;
	}
	if (starts_with(line, "-e")) {
		text = strip(line + 2);
		about = about_editable(pip, text, &name);
	} else if (starts_with(line, "--editable")) {
		text = strip(line + strlen("--editable"));
		text += strspn(text, "=");
		about = about_editable(pip, text, &name);
	} else {
		about = about_line(line, &name);
	}
	if (about == ABOUT_NOTHING)
		return error("'%s', line %zu: pip takes '%s' for no "
			     "requirement",
			     shown(r->file), r->line, shown(strip(line)));
	if (about == ABOUT_UNKNOWN)
		say_unknown(r, text);
	else
		place(r, name);
	return 0;
}

static int slurp(const char *path, struct text *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	int ret = fd < 0 ? -1 : file_read(fd, REQUIREMENTS_MAX, text);

	if (ret)
		error_errno("cannot read '%s'", shown(path));
	if (fd >= 0)
		close(fd);
	return ret;
}

static int read_file(struct reader *r)
{
	struct text text;

	if (slurp(r->file, &text))
		return -1;
	if (strlen(text.data) < text.len || !path_utf8_valid(text.data, text.len))
		return error("'%s' is not UTF-8 text", shown(r->file));
	r->line = 0;
	for (const char *s = text.data; *s;) {
		size_t len = strcspn(s, "\r\n");

		r->line++;
		if (read_line(r, mem_dup(s, len)))
			return -1;
		s += len;
		s += s[0] == '\r' && s[1] == '\n' ? 2 : *s != '\0';
	}
	return 0;
}

int freeze_files(const struct freeze *freeze, bool *done, struct buf *out)
{
	struct reader r = { .freeze = freeze, .out = out };

	r.done = done;
	for (size_t i = 0; i < freeze->files->count; i++) {
		r.file = freeze->files->list[i];
		if (read_file(&r))
			return -1;
	}
	buf_puts(out, "## The following requirements were added by pip "
		      "freeze:\n");
	return 0;
}

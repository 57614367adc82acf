/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/elf.h"
#include "cli/interpreters.h"
#include "cli/seed.h"
#include "cli/unseen.h"
#include "core/cfg.h"
#include "core/mem.h"
#include "core/path.h"
#include "system/files.h"

#include "core/banned.h"

bool python_name_parse(const char *name, struct python_name *parsed)
{
	static const struct {
		const char *prefix, *implementation;
	} kinds[] = {
		{ "python", "cpython" },
		{ "pypy", "pypy" },
		{ "graalpy", "graalpy" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		size_t len = strlen(kinds[i].prefix), n;

		if (!starts_with(name, kinds[i].prefix))
			continue;
		name += len;
		n = strspn(name, "0123456789.");
		if (n && name[n - 1] == '.')
			return false;
		*parsed = (struct python_name){
			.implementation = kinds[i].implementation,
			.version = mem_dup(name, n),
			.free_threaded = n && name[n] == 't',
		};
		/* Builds of their own kind: python3.7m, python3.13td, pypy-c */
		name += n + (n ? strspn(name + n, "dmtu") : 0);
		return !*name || streq(name, "-c");
	}
	return false;
}

bool python_is_script(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	char start[2] = { 0 };
	ssize_t n;

	if (fd < 0)
		return unseen(path);
	n = files_read_at(fd, start, sizeof(start), 0);
	if (n < 0)
		unseen(path);
	close(fd);
	return n == 2 && start[0] == '#' && start[1] == '!';
}

bool python_in_env(const char *path)
{
	const char *dir = path_parent(path);

	return unseen_env(dir) || unseen_env(path_parent(dir));
}

int interpreter_slurp(const char *path, size_t max, struct text *text)
{
	char *real;
	int ret;

	if (!file_slurp(path, max, text))
		return 0;
	real = errno == ELOOP ? realpath(path, NULL) : NULL;
	if (!real)
		return -1;
	ret = file_slurp(real, max, text);
	free(real);
	return ret;
}

/** An interpreter and where it lies, while it is looked at. */
struct look {
	struct interpreter *interpreter;
	/** "3.12"; "" while it is not known */
	const char *series;
	/** what os.py is in a lib of; NULL: not found */
	const char *prefix;
};

/* 0x030d00f0 is 3.13.0, 0x030e00c2 is 3.14.0rc2. */
static const char *version_of_hex(unsigned long hex)
{
	struct buf b = BUF_INIT;
	unsigned level = hex >> 4 & 15;

	buf_putu(&b, hex >> 24 & 255);
	buf_putc(&b, '.');
	buf_putu(&b, hex >> 16 & 255);
	buf_putc(&b, '.');
	buf_putu(&b, hex >> 8 & 255);
	if (level >= 10 && level <= 12) {
		static const char *const levels[] = { "a", "b", "rc" };

		buf_puts(&b, levels[level - 10]);
		buf_putu(&b, hex & 15);
	}
	return b.data;
}

/* The version that an ELF file exports, from 3.11 on; or NULL. */
static const char *exported_version(struct elf *elf)
{
	unsigned long hex;

	if (!elf_constant(elf, "Py_Version", &hex))
		return NULL;
	return version_of_hex(hex);
}

static const char *library_version(const char *path)
{
	struct elf *elf = elf_open(path);
	const char *version;

	if (!elf)
		return NULL;
	version = exported_version(elf);
	elf_close(elf);
	return version;
}

/* LIBRARY in the directories of RUNPATH, then where it lies mostly. */
static const char *needed_version(const char *library, const char *runpath, const char *origin)
{
	const char *usual = mem_dups("$ORIGIN/../lib:$ORIGIN/../lib64:"
				     "/usr/local/lib:/usr/lib64:/usr/lib");
	const char *lists[] = { runpath, usual }, *dir;

	for (size_t i = 0; i < ARRAY_SIZE(lists); i++) {
		while ((dir = settings_element(&lists[i]))) {
			const char *version;

			if (starts_with(dir, "$ORIGIN"))
				dir = path_join(origin, dir[7] ? dir + 8 : "");
			version = dir[0] == '/' ? library_version(path_join(dir, library)) : NULL;
			if (version)
				return version;
		}
	}
	return NULL;
}

/* What the program at REAL, or the library that it is made of, exports. */
static const char *built_version(const char *real)
{
	struct elf *elf = elf_open(real);
	const char *version, *library, *runpath;

	if (!elf)
		return NULL;
	version = exported_version(elf);
	if (!version) {
		elf_needs(elf, "libpython", &library, &runpath);
		if (library && !strchr(library, '/'))
			version = needed_version(library, runpath, path_parent(real));
	}
	elf_close(elf);
	return version;
}

/* A lib/NAME of PREFIX with os.py in it; or NULL. */
static const char *stdlib_in(const char *prefix, const char *lib, const char *name)
{
	const char *dir = path_join(path_join(prefix, lib), name);

	return unseen_exists(path_join(dir, "os.py")) ? dir : NULL;
}

/** In search of the only standard library in a directory. */
struct only {
	const char *prefix, *lib, *found;
	size_t count;
};

static bool visit_lib(void *arg, int fd, const char *name, int type)
{
	struct only *only = arg;
	struct python_name parsed;
	const char *dir;

	(void)fd;
	(void)type;
	if (!python_name_parse(name, &parsed) || !strchr(name, '.'))
		return true;
	dir = stdlib_in(only->prefix, only->lib, name);
	if (dir) {
		only->found = dir;
		only->count++;
	}
	return only->count < 2;
}

static const char *stdlib_named(const struct look *look, const char *prefix, const char *lib)
{
	const struct interpreter *i = look->interpreter;
	const char *base = streq(i->implementation, "pypy") ? "pypy" : "python";
	struct buf name = BUF_INIT;
	const char *dir = path_join(prefix, lib);
	struct only only = { .prefix = prefix, .lib = lib };

	if (!*look->series) {
		if (file_scan(dir, visit_lib, &only))
			unseen(dir);
		return only.count == 1 ? only.found : NULL;
	}
	dir = NULL;
	buf_putl(&name, base, look->series);
	if (!i->free_threaded)
		dir = stdlib_in(prefix, lib, name.data);
	if (dir)
		return dir;
	buf_putc(&name, 't');
	return stdlib_in(prefix, lib, name.data);
}

/* As CPython does: upwards from the program itself. */
static void find_stdlib(struct look *look)
{
	static const char *const libs[] = { "lib", "lib64" };
	const char *dir = look->interpreter->real;
	size_t len = strlen(dir);

	while ((len = path_parent_len(dir, len))) {
		const char *prefix = mem_dup(dir, len);

		for (size_t i = 0; i < ARRAY_SIZE(libs); i++) {
			const char *stdlib = stdlib_named(look, prefix, libs[i]);

			if (!stdlib)
				continue;
			look->interpreter->stdlib = stdlib;
			look->prefix = prefix;
			return;
		}
	}
}

/* VERSION goes on from SERIES: 3.9.18 from 3.9. */
static bool continues(const char *version, const char *series)
{
	size_t n = strlen(series);

	return n && !strncmp(version, series, n) && version[n] == '.' &&
	       isdigit((unsigned char)version[n + 1]);
}

/* versions/3.9.18 of pyenv; cpython-3.9.19-linux-x86_64-gnu of uv. */
static const char *version_of_dir(const struct look *look)
{
	const char *name = path_base(look->prefix);
	const char *dash = strchr(name, '-');

	if (dash && !isdigit((unsigned char)*name))
		name = dash + 1;
	if (!continues(name, look->series))
		return NULL;
	return mem_dup(name, strcspn(name, "-+t"));
}

/* include/python3.9/patchlevel.h says it; of 3.7 it lies in python3.7m. */
static const char *version_of_header(const struct look *look)
{
	static const char *const endings[] = { "", "m" };
	static const char define[] = "#define PY_VERSION";

	for (size_t i = 0; i < ARRAY_SIZE(endings); i++) {
		struct buf path = BUF_INIT;
		struct text text;
		const char *s;

		buf_putl(&path, look->prefix, "/include/", path_base(look->interpreter->stdlib),
			 endings[i], "/patchlevel.h");
		if (file_slurp(path.data, FILE_MAX, &text)) {
			unseen(path.data);
			continue;
		}
		s = strstr(text.data, define);
		s = s ? strchr(s, '"') : NULL;
		if (s && continues(s + 1, look->series))
			return mem_dup(s + 1, strcspn(s + 1, "+\""));
	}
	return NULL;
}

static void find_version(struct look *look)
{
	struct interpreter *i = look->interpreter;
	const char *version = NULL;

	if (look->prefix && !i->version) {
		version = version_of_dir(look);
		if (!version)
			version = version_of_header(look);
		i->version = version ? version : look->series;
	}
	if (!i->version)
		i->version = look->series;
}

/* Its program may be called python3.13 all the same. */
static bool is_free_threaded(const struct look *look)
{
	const char *stdlib = look->interpreter->stdlib;

	return stdlib[strlen(stdlib) - 1] == 't';
}

bool interpreter_read(const char *path, struct interpreter *interpreter)
{
	struct look look = { .interpreter = interpreter };
	char *real = realpath(path, NULL);
	struct python_name name;
	struct file_info info;

	*interpreter = (struct interpreter){ .path = path };
	if (!real)
		return unseen(path);
	interpreter->real = mem_dups(real);
	free(real);
	if (!python_name_parse(path_base(interpreter->real), &name) || !unseen_program(path))
		return false;
	if (file_stat(path, &info))
		return unseen(path);
	interpreter->dev = info.dev;
	interpreter->ino = info.ino;
	interpreter->implementation = name.implementation;
	interpreter->free_threaded = name.free_threaded;
	if (streq(name.implementation, "cpython"))
		interpreter->version = built_version(interpreter->real);
	look.series = cfg_series(interpreter->version ? interpreter->version : name.version);
	find_stdlib(&look);
	if (interpreter->stdlib && !*look.series)
		look.series = path_base(interpreter->stdlib) +
			      strcspn(path_base(interpreter->stdlib), "0123456789");
	if (interpreter->stdlib)
		interpreter->free_threaded = is_free_threaded(&look);
	find_version(&look);
	return true;
}

void interpreter_read_more(struct interpreter *i)
{
	struct seed seed;
	char *end = NULL;
	int major, minor;

	if (!i->stdlib)
		return;
	major = (int)strtol(i->version, &end, 10);
	minor = *end ? (int)strtol(end + 1, NULL, 10) : 0;
	seed_find(i->stdlib, major, minor, &seed);
	i->has_pip = !seed.missing;
	/* Which wheels others have, only they know. */
	if (!streq(i->implementation, "cpython"))
		i->has_pip = unseen_exists(path_join(i->stdlib, "ensurepip"));
	i->managed = unseen_exists(path_join(i->stdlib, "EXTERNALLY-MANAGED"));
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/python.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "core/buf.h"
#include "core/cfg.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/child.h"
#include "system/platform.h"

#include "core/banned.h"

enum {
	/** what takes longer hangs */
	LIMIT_SECONDS = 10,
};

/*
 * The question.  Only modules that are part of every interpreter, so that
 * nothing is looked up on a path, and no clearing up after it: it takes less
 * time than `-c pass`.  One line, as a shell that is given it reads the line
 * to its end and runs none of it.  2.7 understands it as well.
 */
static const char question[] = "import sys,posix;"
			       "i=getattr(sys,'implementation',None);"
			       "f=[sys.argv[1],"
			       "getattr(sys,'_base_executable',None) or sys.executable or '',"
			       "getattr(i,'name','python'),"
			       "'%d.%d.%d'%sys.version_info[:3],"
			       "getattr(sys,'abiflags',''),"
			       "getattr(i,'cache_tag',None) or '',"
			       "str(sys.maxsize>2**32 and sys.platform!='darwin')]"
			       "+sys.path+[sys.argv[1]];"
			       "e=sys.getfilesystemencoding();"
			       "posix.write(1,b'\\0'.join([s if isinstance(s,bytes) else "
			       "s.encode(e,'surrogateescape') for s in f])+b'\\0');"
			       "posix._exit(0)";

/** The answer's parts, in that order; then sys.path and COOKIE once more. */
enum field {
	COOKIE,
	PATH,
	IMPLEMENTATION,
	VERSION,
	ABIFLAGS,
	CACHE_TAG,
	LIB64,
	SYS_PATH,
};

/* A variable with which the interpreter would be another one than that of its path. */
static bool misleads(const char *entry)
{
	return starts_with(entry, "PYTHON") ||
	       child_has_variable(entry, (const char *const[]){ "__PYVENV_LAUNCHER__", NULL });
}

/* Run PATH with FLAG and the question.  Returns 0, or -1 with errno. */
static int question_to(const char *path, const char *flag, const char *cookie, struct child *child)
{
	const char *const argv[] = { path, flag, "-S", "-c", question, cookie, NULL };
	/* In this locale the bytes of a path come back unchanged. */
	const char *const ours[] = { "LC_ALL=C", NULL };

	if (child_start(child, argv, child_environment(misleads, ours), LIMIT_SECONDS))
		return -1;
	child_wait(child);
	return 0;
}

/* Before 3.4 there was no -I. */
static bool is_too_old(const struct child *child)
{
	return child->err.len && strstr(child->err.data, "Unknown option: -I");
}

static const char *make_cookie(void)
{
	struct buf b = BUF_INIT;

	buf_putu(&b, platform_random());
	buf_putu(&b, platform_random());
	return b.data;
}

/*
 * The strings of the answer between both cookies, whatever else was printed
 * before and after.  Sets *COUNT, at least SYS_PATH; NULL: it is none.
 */
static const char **split(const struct buf *out, const char *cookie, size_t *count)
{
	const char **fields = NULL;
	const char *s = memmem(out->data, out->len, cookie, strlen(cookie) + 1);
	size_t room = 0, n = 0;

	while (s && s < out->data + out->len) {
		if (n && streq(s, cookie)) {
			*count = n;
			return n >= SYS_PATH ? fields : NULL;
		}
		fields = mem_grow(fields, n, &room, sizeof(*fields));
		fields[n++] = s;
		s += strlen(s) + 1;
	}
	return NULL;
}

/* The one of sys.path that os.py is in; NULL: none. */
static const char *find_stdlib(const char *const *path, size_t count)
{
	struct file_info info;

	for (size_t i = 0; i < count; i++)
		if (path[i][0] == '/' && !file_stat(path_join(path[i], "os.py"), &info))
			return path_clean(path[i]);
	return NULL;
}

/* Returns 0, or -1 where it makes no sense. */
static int fill_in(const char *const *fields, size_t count, struct python *python)
{
	char *end = NULL, *real = realpath(fields[PATH], NULL);

	if (fields[PATH][0] != '/' || !real)
		return -1;
	*python = (struct python){
		.path = path_clean(fields[PATH]),
		.real = mem_dups(real),
		.implementation = fields[IMPLEMENTATION],
		.version = fields[VERSION],
		.threads = strchr(fields[ABIFLAGS], 't') ? "t" : "",
		.stdlib = find_stdlib(fields + SYS_PATH, count - SYS_PATH),
		.cache_tag = fields[CACHE_TAG],
		.lib64 = streq(fields[LIB64], "True"),
	};
	free(real);
	python->home = path_parent(python->path);
	python->exe = path_base(python->path);
	python->major = (int)strtol(python->version, &end, 10);
	python->minor = *end ? (int)strtol(end + 1, &end, 10) : -1;
	python->micro = *end ? (int)strtol(end + 1, &end, 10) : -1;
	python->series = cfg_series(python->version);
	return python->micro < 0 ? -1 : 0;
}

/*
 * The last line that is flush left: Python's tracebacks end in the reason, and so
 * does what it says when it cannot begin, but for where each thread was.
 */
static const char *reason_in(const struct buf *text)
{
	size_t len = text->len, start;

	while (len) {
		for (start = len; start && text->data[start - 1] != '\n';)
			start--;
		if (len > start && text->data[start] != ' ' && text->data[len - 1] != ':')
			return mem_dup(text->data + start, len - start);
		len = start ? start - 1 : 0;
	}
	return "";
}

/* By its name, links in it followed, this may be one that something ails. */
static bool is_called_python(const char *path)
{
	char *real = realpath(path, NULL);
	bool is = real && strstr(path_base(real), "py");

	free(real);
	return is;
}

/* Why CHILD gave no answer, in words. */
static int no_answer(const char *path, const struct child *child)
{
	const char *said = reason_in(&child->err);

	if (!is_called_python(path))
		return error("'%s' is not a Python interpreter; 'avenv pythons' lists those "
			     "that are",
			     shown(path));
	if (child->late)
		return error("'%s' is not a usable Python: it did not answer "
			     "within %d seconds",
			     shown(path), LIMIT_SECONDS);
	if (*said)
		return error("'%s' is not a usable Python: it says '%s'", shown(path), shown(said));
	if (WIFSIGNALED(child->status))
		return error("'%s' is not a usable Python: signal %d ended it", shown(path),
			     WTERMSIG(child->status));
	if (WEXITSTATUS(child->status))
		return error("'%s' is not a usable Python: it ended with status "
			     "%d",
			     shown(path), WEXITSTATUS(child->status));
	return error("'%s' is not a usable Python: its answer makes no sense", shown(path));
}

/* Returns 0; 1 where there was no answer, and CHILD has why; or -1 with errno. */
static int ask(const char *path, struct child *child, struct python *python)
{
	const char *cookie = make_cookie(), *clean = path_clean(path);
	const char **fields;
	size_t count = 0;

	if (question_to(clean, "-I", cookie, child) ||
	    (is_too_old(child) && question_to(clean, "-Es", cookie, child)))
		return -1;
	fields = split(&child->out, cookie, &count);
	return child->late || child->status || !fields || fill_in(fields, count, python);
}

bool python_starts(const char *path)
{
	struct python python;
	struct child child;

	return !ask(path, &child, &python) && python.stdlib;
}

int python_ask(const char *path, struct python *python)
{
	struct child child;
	int ret = ask(path, &child, python);

	if (ret < 0)
		return error_errno("cannot start '%s'", shown(path));
	if (ret)
		return no_answer(path, &child);
	if (!python->stdlib)
		return error("'%s' is not a usable Python: its standard library "
			     "is missing",
			     shown(path));
	return 0;
}

const char *python_called(const char *implementation)
{
	if (streq(implementation, "cpython"))
		return "Python";
	return streq(implementation, "pypy") ? "PyPy" : implementation;
}

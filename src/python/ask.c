/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>

#include "core/path.h"
#include "core/venv.h"
#include "formats/pep440.h"
#include "print/msg.h"
#include "print/paste.h"
#include "python/python.h"
#include "system/file_at.h"
#include "system/platform.h"

/*
 * The question uses only modules that every interpreter loads at its start, so nothing is imported
 * from a path. The path of `encodings` is that of the standard library. posix._exit() skips the
 * interpreter's cleanup, for speed. The question is one line, of which a shell would run nothing.
 */
static const char question_text[] =
	"import sys,posix;i=sys.implementation;f=[sys.argv[1],"
	"getattr(sys,'_base_executable',None) or sys.executable or '',"
	"i.name,'%d.%d.%d'%sys.version_info[:3],getattr(sys,'abiflags',''),"
	"str(sys.maxsize>2**32 and sys.platform!='darwin'),"
	"sys.modules['encodings'].__path__[0],sys.argv[1]];"
	"e=sys.getfilesystemencoding();"
	"posix.write(1,b'\\0'.join([s.encode(e,'surrogateescape') for s in f])+b'\\0');"
	"posix._exit(0)";

int python_start(struct child *child, const char *path, const char *code, const char *arg)
{
	const char *const argv[] = { path, "-I", "-S", "-c", code, arg, NULL };
	/* In the C locale the interpreter prints the bytes of a path unchanged. */
	const char *const ours[] = { "LC_ALL=C", NULL };

	/* A limit of 10 seconds: a slower interpreter counts as hung. */
	return child_start(child, argv, child_environment(CHILD_PYTHON, ours), 10);
}

void python_ask_begin(const char *path, struct python_question *question)
{
	struct buf cookie = BUF_INIT;

	buf_putu(&cookie, platform_random());
	*question = (struct python_question){ .path = path, .cookie = cookie.data };
	if (python_start(&question->child, path_clean(path), question_text, cookie.data))
		question->failed = errno;
}

/*
 * Set P to the answer in OUT: fields that end with a NUL, in the order of question_text. COOKIE is
 * the first field and the last one, so that other output of the interpreter is not taken for a part
 * of the answer, nor half of an answer for all of it. Returns false if the answer is missing or
 * invalid.
 */
static bool read_answer(const struct buf *out, const char *cookie, struct python *p)
{
	const char *s = memmem(out->data, out->len, cookie, strlen(cookie) + 1);
	const char *first_cookie = "", *path = "", *abiflags = "", *lib64 = "", *encodings = "",
		   *last_cookie = "";
	const char **const fields[] = {
		&first_cookie, &path,  &p->implementation, &p->version,
		&abiflags,     &lib64, &encodings,         &last_cookie,
	};

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++, s += strlen(s) + 1) {
		if (!s || s >= out->data + out->len)
			return false;
		*fields[i] = s;
	}
	p->series = cfg_series(p->version);
	p->real = real_path_of(path).path;
	if (!streq(last_cookie, cookie) || path[0] != '/' || !p->real || encodings[0] != '/')
		return false;
	if (!pep440_normalize(p->version) || !*p->series)
		return false;
	p->path = path_clean(path);
	p->home = path_parent(p->path);
	p->exe = path_base(p->path);
	p->threads = strchr(abiflags, 't') ? "t" : "";
	p->stdlib = path_parent(path_clean(encodings));
	p->lib64 = streq(lib64, "True");
	return true;
}

bool python_ask_end(struct python_question *question, struct python *python)
{
	struct child *child = &question->child;

	*python = (struct python){ 0 };
	if (question->failed)
		return false;
	child_wait(child);
	return !child->late && !child->status && read_answer(&child->out, question->cookie, python);
}

int python_ask_error(const struct python_question *question)
{
	const char *path = shown(question->path);

	errno = question->failed;
	if (errno)
		return error_errno("cannot start '%s'", path);
	return error("'%s' is not a usable Python: it %s; %s may tell why", path,
		     question->child.late ? "did not answer in 10 seconds" : "gave no answer",
		     paste_quoted(formatted("%s -I -S -c pass", paste_word(question->path))));
}

int python_ask(const char *path, struct python *python)
{
	struct python_question question;

	python_ask_begin(path, &question);
	return python_ask_end(&question, python) ? 0 : python_ask_error(&question);
}

bool python_is_supported(const struct python *python)
{
	return streq(python->implementation, "cpython") &&
	       pep440_compare(python->version, PYTHON_OLDEST) >= 0;
}

int python_check(const struct python *python, const char *dir)
{
	if (python_is_supported(python))
		return 0;
	/* Over an environment of another Python it would make a mixture of both. */
	if (!place_is_free(dir))
		return error("'%s' is %s %s, and avenv takes CPython 3.8 and newer",
			     shown(python->path), python->implementation, python->version);
	return error("'%s' is %s %s, and avenv takes CPython 3.8 and newer; %s makes one, and "
		     "%s turns it on",
		     shown(python->path), python->implementation, python->version,
		     paste_quoted(formatted("%s -I -m venv %s", paste_word(python->path),
					    paste_word(dir))),
		     paste_for_quoted("avenv allow", dir));
}

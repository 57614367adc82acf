/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <regex.h>

#include "print/msg.h"

void fuzz_fail(const char *what, const char *file, int line)
{
	dprintf(STDERR_FILENO, "%s:%d: does not hold: %s\n", file, line, what);
	abort();
}

void fuzz_same(const char *a, const char *b, const char *file, int line)
{
	if (a && b ? !streq(a, b) : a != b)
		fuzz_fail(formatted("'%s' is '%s'", a ? a : "(null)", b ? b : "(null)"), file,
			  line);
}

unsigned input_byte(struct input *in)
{
	if (!in->len)
		return 0;
	in->len--;
	return (unsigned char)*in->at++;
}

char *input_text(struct input *in)
{
	size_t len = strnlen(in->at, in->len), used = len + (len < in->len);
	char *text = mem_dup(in->at, len);

	in->at += used;
	in->len -= used;
	return text;
}

bool is_shown(const char *text)
{
	/* C0 but newlines, DEL, C1 as UTF-8, and what turns or hides text. */
	static const char bad[] = "[\x01-\x09\x0B-\x1F\x7F]|\xC2[\x80-\x9F]|\xE2\x80[\xAA-\xAE]";
	static regex_t regex;
	static bool ready;

	if (!ready)
		ready = !regcomp(&regex, bad, REG_EXTENDED | REG_NOSUB);
	CHECK(ready);
	return regexec(&regex, text, 0, NULL, 0) == REG_NOMATCH;
}

static ssize_t take_message(void *cookie, const char *text, size_t len)
{
	const char *message = mem_dup(text, len);

	(void)cookie;
	CHECK(strlen(message) == len && is_shown(message));
	return (ssize_t)len;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc;
	(void)argv;
	umask(022);
	/* libFuzzer has opened its own before. */
	stderr = fopencookie(NULL, "w", (cookie_io_functions_t){ .write = take_message });
	CHECK(stderr);
	setvbuf(stderr, NULL, _IOLBF, BUFSIZ);
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz((struct input){ (const char *)data, size });
	mem_release((struct mem_mark){ 0 });
	return 0;
}

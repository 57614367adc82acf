/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The base of each fuzz target.  A target asserts what must hold of any input: it
 * is libFuzzer's function, or replay.c's, which is called again and again in one
 * process.  What the code under test prints is not seen, but must be fit for a
 * terminal.
 */
#ifndef AVENV_TESTS_FUZZ_H
#define AVENV_TESTS_FUZZ_H

#include <stdint.h>

#include "core/base.h"
#include "core/buf.h"
#include "core/mem.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* If HOLDS is false, the process names it and aborts. */
#define CHECK(holds)                                                                               \
	do {                                                                                       \
		if (!(holds))                                                                      \
			fuzz_fail(#holds, __FILE__, __LINE__);                                     \
	} while (0)

/* The same for texts, either of which may be NULL. */
#define CHECK_SAME(a, b) fuzz_same((a), (b), __FILE__, __LINE__)

void fuzz_fail(const char *what, const char *file, int line) NORETURN;
void fuzz_same(const char *a, const char *b, const char *file, int line);

/** A place that some kept input must come by. */
struct taken {
	const char *file;
	int line;
	unsigned times;
};

/*
 * Marks a place that some kept input must reach.  A target that refused every input
 * would check nothing, and stay green.  A replay fails if no input comes by.
 */
#define TAKEN()                                                                                    \
	do {                                                                                       \
		static struct taken here = { __FILE__, __LINE__, 0 };                              \
		static struct taken *listed __attribute__((section("fuzz_taken"), used)) = &here;  \
		here.times++;                                                                      \
	} while (0)

/** An input, taken apart from its beginning. */
struct input {
	const uint8_t *at, *end;
};

/* The next byte, 0 where there is none. */
unsigned input_byte(struct input *in);

/* The text before the next NUL, or the end. */
char *input_text(struct input *in);

/* TEXT holds what a terminal may be shown: no control character but newlines. */
bool is_shown(const char *text, size_t len);

/* A directory of this process, by its real path; removed when it ends. */
const char *fuzz_scratch(void);

/* NAME in there, as it was when called with these words. */
const char *scratch_at(const char *name);

/* A directory, a file, and a healthy environment in there. */
void scratch_dir(const char *name);
void scratch_file(const char *name, const void *data, size_t len);
void scratch_env(const char *name);

/* DIR and all in it is no more; PATH is absolute. */
void fuzz_remove(const char *path);

#endif

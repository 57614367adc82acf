/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The base of each fuzz target, which gives any bytes to a parser and asserts a few invariants.
 * libFuzzer or replay.c calls it again and again in one process. Messages of the code under test
 * are not shown, but must be fit for a terminal.
 */
#ifndef AVENV_TESTS_FUZZ_H
#define AVENV_TESTS_FUZZ_H

#include <stdint.h>

#include "core/base.h"
#include "core/buf.h"

/** An input, or the rest of it; no NUL follows. */
struct input {
	const char *at;
	size_t len;
};

/* A target: what it allocated by mem_alloc() does not outlive it. */
void fuzz(struct input in);

/* The two that libFuzzer calls. */
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

/** A place that some kept input must reach. */
struct reached {
	int line;
	unsigned times;
};

/*
 * Marks such a place: a target that refused every input would check nothing. A replay fails if no
 * input comes by.
 */
#define REACHED()                                                                                  \
	do {                                                                                       \
		static struct reached here = { __LINE__, 0 };                                      \
		static struct reached *listed __attribute__((section("fuzz_reached"), used)) =     \
			&here;                                                                     \
		here.times++;                                                                      \
	} while (0)

/* Take the next byte, 0 at the end. */
unsigned input_byte(struct input *in);

/* Take the text before the next NUL, or the end. */
char *input_text(struct input *in);

/* TEXT has nothing that a terminal acts on, or that hides text: newlines are fine. */
bool is_shown(const char *text);

/* A target's own files, which tests/one removes. */
#define HOLDS CHECK
#include "../../scratch.h"

#endif

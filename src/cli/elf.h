/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an ELF file of this machine's kind says, read as hostile input: every
 * offset is checked, and nothing in it is run.
 */
#ifndef AVENV_ELF_H
#define AVENV_ELF_H

#include "core/base.h"

/** Tables of the file; the rest is read when it is asked for. */
struct elf;

/* Open FILE through links; NULL where it is no such file. */
struct elf *elf_open(const char *path);

void elf_close(struct elf *elf);

/*
 * What the exported constant NAME, an unsigned long, begins as.  Returns false
 * where there is none.
 */
bool elf_constant(const struct elf *elf, const char *name,
		  unsigned long *value);

/*
 * The first library whose name begins with PREFIX that it needs, and where it
 * is to be looked for: a colon-separated list, in which $ORIGIN may stand.
 * Either may be NULL.
 */
void elf_needs(const struct elf *elf, const char *prefix, const char **library,
	       const char **runpath);

#endif

/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What an ELF file says, read as hostile input: every offset is checked, and
 * nothing in it is run.  One that cannot be read is none, and unseen().  More than
 * its kind only where numbers in it are as wide and in the same order as this
 * machine's.
 */
#ifndef AVENV_ELF_H
#define AVENV_ELF_H

#include "core/base.h"

/** Its sections; the rest is read when it is asked for. */
struct elf;

/** What a file is for; of any machine. */
struct elf_kind {
	/** ELFCLASS32 or 64, ELFDATA2LSB or MSB, EM_X86_64 ... */
	unsigned class, order, machine;
};

/* What the file PATH, open as FD, is for.  False: it is no ELF file. */
bool elf_kind(int fd, const char *path, struct elf_kind *kind);

/* A and B are for the same machine. */
bool elf_same_kind(const struct elf_kind *a, const struct elf_kind *b);

/* "x86_64", as uname(1) has it; "machine 4711" for the less known. */
const char *elf_machine(const struct elf_kind *kind);

/* Open PATH through links; NULL where it is no such file. */
struct elf *elf_open(const char *path);

/* The same of PATH, open as FD, which is closed with it, or at once. */
struct elf *elf_of(int fd, const char *path);

void elf_close(struct elf *elf);

/*
 * What the exported constant NAME, an unsigned long, begins as.  Returns false
 * where there is none.
 */
bool elf_constant(struct elf *elf, const char *name, unsigned long *value);

/* It exports something called NAME. */
bool elf_exports(struct elf *elf, const char *name);

/*
 * The first library whose name begins with PREFIX that it needs, and where it
 * is to be looked for: a colon-separated list, in which $ORIGIN may stand.
 * Either may be NULL.
 */
void elf_needs(struct elf *elf, const char *prefix, const char **library, const char **runpath);

#endif

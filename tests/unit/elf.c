/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ELF files, whole and damaged in every byte. */
#include <fcntl.h>
#include <link.h>
#include <unistd.h>

#include "scratch.h"

#include "cli/elf.h"
#include "core/mem.h"

enum {
	NONE,
	SYMBOLS,
	STRINGS,
	DATA,
	DYNAMIC,
	SECTIONS,
};

/** A small one, as a linker would lay it out. */
struct image {
	ElfW(Ehdr) head;
	ElfW(Shdr) sections[SECTIONS];
	ElfW(Sym) symbols[4];
	ElfW(Dyn) dynamic[5];
	unsigned long data[2];
	char strings[64];
};

/* Where strings stand in there. */
static const char strings[] =
	"\0Py_Version\0Py_Undefined\0libc.so.6\0libpython3.13.so.1.0\0$ORIGIN";
enum {
	VERSION_AT = 1,
	UNDEFINED_AT = 12,
	LIBC_AT = 25,
	LIBPYTHON_AT = 35,
	RUNPATH_AT = 56,
};

static ElfW(Shdr)
	section(unsigned type, size_t offset, size_t size, unsigned link)
{
	return (ElfW(Shdr)){ .sh_type = type,
			     .sh_addr = 0x400000 + offset,
			     .sh_offset = offset,
			     .sh_size = size,
			     .sh_link = link };
}

#define SECTION(type, member, link)                                            \
	section(type, offsetof(struct image, member),                          \
		sizeof(((struct image *)0)->member), link)

static void make_image(struct image *i)
{
	static const uint16_t one = 1;

	memset(i, 0, sizeof(*i));
	memcpy(i->head.e_ident, ELFMAG, SELFMAG);
	i->head.e_ident[EI_CLASS] =
		sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32;
	i->head.e_ident[EI_DATA] =
		*(const unsigned char *)&one ? ELFDATA2LSB : ELFDATA2MSB;
	i->head.e_shoff = offsetof(struct image, sections);
	i->head.e_shentsize = sizeof(i->sections[0]);
	i->head.e_shnum = SECTIONS;
	i->sections[SYMBOLS] = SECTION(SHT_DYNSYM, symbols, STRINGS);
	i->sections[STRINGS] = SECTION(SHT_STRTAB, strings, NONE);
	i->sections[DATA] = SECTION(SHT_PROGBITS, data, NONE);
	i->sections[DYNAMIC] = SECTION(SHT_DYNAMIC, dynamic, STRINGS);
	i->symbols[1] = (ElfW(Sym)){ .st_name = UNDEFINED_AT };
	i->symbols[2] = (ElfW(Sym)){ .st_name = VERSION_AT,
				     .st_shndx = DATA,
				     .st_value = i->sections[DATA].sh_addr +
						 sizeof(long),
				     .st_size = sizeof(long) };
	i->dynamic[0] = (ElfW(Dyn)){ DT_NEEDED, { LIBC_AT } };
	i->dynamic[1] = (ElfW(Dyn)){ DT_NEEDED, { LIBPYTHON_AT } };
	i->dynamic[2] = (ElfW(Dyn)){ DT_RUNPATH, { RUNPATH_AT } };
	i->data[1] = 0x030d00f0;
	memcpy(i->strings, strings, sizeof(strings));
}

/** What is read of one. */
struct reading {
	bool opened, has_version, has_undefined;
	unsigned long version;
	const char *library, *runpath;
};

static void read_back(const struct image *image, size_t len, struct reading *r)
{
	unsigned long ignored;
	struct elf *elf;

	put_bytes("elf", image, len);
	memset(r, 0, sizeof(*r));
	elf = elf_open(at("elf"));
	r->opened = elf != NULL;
	if (!elf)
		return;
	r->has_version = elf_constant(elf, "Py_Version", &r->version);
	r->has_undefined = elf_constant(elf, "Py_Undefined", &ignored);
	elf_needs(elf, "libpython", &r->library, &r->runpath);
	elf_close(elf);
}

static void whole(void **state)
{
	struct image image;
	struct reading r;

	(void)state;
	make_image(&image);
	read_back(&image, sizeof(image), &r);
	assert_true(r.has_version);
	assert_int_equal(r.version, 0x030d00f0);
	assert_false(r.has_undefined);
	assert_string_equal(r.library, "libpython3.13.so.1.0");
	assert_string_equal(r.runpath, "$ORIGIN");
}

static void runpath_before_rpath(void **state)
{
	struct image image;
	struct reading r;

	(void)state;
	make_image(&image);
	image.dynamic[3] = (ElfW(Dyn)){ DT_RPATH, { LIBC_AT } };
	read_back(&image, sizeof(image), &r);
	assert_string_equal(r.runpath, "$ORIGIN");
	image.dynamic[2].d_tag = DT_RPATH;
	image.dynamic[3] = (ElfW(Dyn)){ 0 };
	read_back(&image, sizeof(image), &r);
	assert_string_equal(r.runpath, "$ORIGIN");
}

/* Nothing may be read that is not there (asan), nor believed. */
static void cut_anywhere(void **state)
{
	struct image image;
	struct reading r;

	(void)state;
	make_image(&image);
	for (size_t len = 0; len < sizeof(image); len++) {
		read_back(&image, len, &r);
		row_int("strings are cut off", r.has_version, false);
		mem_reset();
	}
}

static void damage_anywhere(void **state)
{
	static const unsigned char bytes[] = { 0x00, 0x01, 0x7F, 0x80, 0xFF };
	struct image good, image;
	struct reading r;

	(void)state;
	make_image(&good);
	for (size_t i = 0; i < sizeof(good); i++) {
		for (size_t k = 0; k < ARRAY_SIZE(bytes); k++) {
			image = good;
			((unsigned char *)&image)[i] = bytes[k];
			read_back(&image, sizeof(image), &r);
			if (r.library)
				(void)strlen(r.library);
			if (r.runpath)
				(void)strlen(r.runpath);
		}
		mem_reset();
	}
}

static void refused(void **state)
{
	struct image image;
	struct reading r;

	(void)state;
	make_image(&image);
	image.head.e_ident[EI_CLASS] ^= ELFCLASS32 ^ ELFCLASS64;
	read_back(&image, sizeof(image), &r);
	assert_false(r.opened);
	make_image(&image);
	image.sections[DATA].sh_type = SHT_NOBITS;
	read_back(&image, sizeof(image), &r);
	assert_false(r.has_version);
	make_image(&image);
	image.symbols[2].st_size = 1;
	read_back(&image, sizeof(image), &r);
	assert_false(r.has_version);
	/* What a section does not hold as a whole is none of its values. */
	for (size_t past = 1; past <= 2 * sizeof(long); past++) {
		make_image(&image);
		image.symbols[2].st_value += past;
		read_back(&image, sizeof(image), &r);
		row_int("beyond its section", r.has_version, false);
		make_image(&image);
		image.symbols[2].st_value -= sizeof(long) + past;
		read_back(&image, sizeof(image), &r);
		row_int("before its section", r.has_version, false);
	}
	assert_null(elf_open(at("nothing")));
	assert_null(elf_open(scratch));
	put_fifo("fifo");
	assert_null(elf_open(at("fifo")));
}

/* Of any machine: only what comes first is looked at. */
static void kinds(void **state)
{
	static const struct {
		const char *what, *head, *machine;
		size_t len;
		bool is_elf;
	} rows[] = {
		{ "x86_64", "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\76\0",
		  "x86_64", 20, true },
		{ "big-endian", "\177ELF\1\2\1\0\0\0\0\0\0\0\0\0\0\3\0\76",
		  "x86_64", 20, true },
		{ "high byte", "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\147\22",
		  "machine 4711", 20, true },
		{ "cut off", "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\3\0\76\0", "", 19,
		  false },
		{ "a script", "#!/bin/sh\necho is no program\n", "", 29,
		  false },
		{ "empty", "", "", 0, false },
	};
	struct elf_kind kind;

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		int fd;

		put_bytes("kind", rows[i].head, rows[i].len);
		fd = open(at("kind"), O_RDONLY | O_CLOEXEC);
		row_int(rows[i].what, elf_kind(fd, rows[i].what, &kind),
			rows[i].is_elf);
		close(fd);
		if (rows[i].is_elf)
			row_text(rows[i].what, elf_machine(&kind),
				 rows[i].machine);
	}
}

/* What is of another one cannot be loaded. */
static void same_kind(void **state)
{
	const struct elf_kind ours = { ELFCLASS64, ELFDATA2LSB, EM_X86_64 };
	struct elf_kind other = ours;

	(void)state;
	assert_true(elf_same_kind(&ours, &other));
	other.class = ELFCLASS32;
	assert_false(elf_same_kind(&ours, &other));
	other = ours;
	other.order = ELFDATA2MSB;
	assert_false(elf_same_kind(&ours, &other));
	other = ours;
	other.machine = EM_AARCH64;
	assert_false(elf_same_kind(&ours, &other));
}

static void exports(void **state)
{
	static const struct {
		const char *name;
		bool is_there;
	} rows[] = {
		{ "Py_Version", true },
		{ "Py_Undefined", false },
		{ "Py_Vers", false },
		{ "", false },
	};
	struct image image;
	struct elf *elf;

	(void)state;
	make_image(&image);
	put_bytes("elf", &image, sizeof(image));
	elf = elf_open(at("elf"));
	assert_non_null(elf);
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		row_int(rows[i].name, elf_exports(elf, rows[i].name),
			rows[i].is_there);
	elf_close(elf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole),
		cmocka_unit_test(runpath_before_rpath),
		cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(damage_anywhere),
		cmocka_unit_test(refused),
		cmocka_unit_test(kinds),
		cmocka_unit_test(same_kind),
		cmocka_unit_test(exports),
	};

	return RUN_IN_SCRATCH(tests);
}

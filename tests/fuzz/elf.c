/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ELF files, as interpreters are looked at: what is read is what a second reader,
 * of memory, finds there. */
#include <fcntl.h>
#include <link.h>
#include <unistd.h>

#include "lib/fuzz.h"

#include "cli/elf.h"

enum {
	/** no file is as far from the end of all numbers */
	FAR = 16 * 1024 * 1024,
};

/** A file, or what a section of it holds. */
struct bytes {
	const uint8_t *at;
	size_t len;
};

/** What the second reader needs. */
struct image {
	struct bytes all;
	ElfW(Ehdr) head;
};

/* LEN bytes at OFFSET; false: they are not all there. */
static bool part(const struct bytes *of, uint64_t offset, uint64_t len,
		 struct bytes *out)
{
	/* No bytes are anywhere. */
	*out = (struct bytes){ of->at, 0 };
	if (!len)
		return offset <= INT64_MAX - FAR;
	if (len > of->len || offset > of->len - len)
		return false;
	*out = (struct bytes){ of->at + offset, (size_t)len };
	return true;
}

static bool copy(const struct bytes *of, uint64_t offset, void *out, size_t len)
{
	struct bytes found;

	if (!part(of, offset, len, &found))
		return false;
	memcpy(out, found.at, len);
	return true;
}

static bool image_of(const uint8_t *data, size_t size, struct image *image)
{
	static const uint16_t one = 1;
	bool little = *(const uint8_t *)&one;
	struct bytes sections;

	image->all = (struct bytes){ data, size };
	if (!copy(&image->all, 0, &image->head, sizeof(image->head)))
		return false;
	return !memcmp(data, "\177ELF", 4) &&
	       data[EI_CLASS] == (sizeof(void *) == 8 ? 2 : 1) &&
	       data[EI_DATA] == (little ? 1 : 2) &&
	       image->head.e_shentsize == sizeof(ElfW(Shdr)) &&
	       part(&image->all, image->head.e_shoff,
		    (uint64_t)image->head.e_shnum * sizeof(ElfW(Shdr)),
		    &sections);
}

static ElfW(Shdr) section(const struct image *image, size_t i)
{
	ElfW(Shdr) s;

	CHECK(copy(&image->all, image->head.e_shoff + i * sizeof(s), &s,
		   sizeof(s)));
	return s;
}

/* The first table of TYPE whose strings are a section, both whole or empty. */
static void table(const struct image *image, uint32_t type, struct bytes *data,
		  struct bytes *strings)
{
	*data = *strings = (struct bytes){ NULL, 0 };
	for (size_t i = 0; i < image->head.e_shnum; i++) {
		ElfW(Shdr) s = section(image, i), names;

		if (s.sh_type != type || s.sh_link >= image->head.e_shnum)
			continue;
		names = section(image, s.sh_link);
		if (!part(&image->all, s.sh_offset, s.sh_size, data) ||
		    !part(&image->all, names.sh_offset, names.sh_size, strings))
			*data = *strings = (struct bytes){ NULL, 0 };
		return;
	}
}

/* The text at OFFSET, up to a NUL or where they end. */
static const char *text(const struct bytes *strings, uint64_t offset)
{
	const char *at;

	if (offset >= strings->len)
		return "";
	at = (const char *)strings->at + offset;
	return mem_dup(at, strnlen(at, strings->len - (size_t)offset));
}

/* The first symbol called NAME. */
static bool symbol(const struct image *image, const char *name, ElfW(Sym) * out)
{
	struct bytes data, strings;

	table(image, SHT_DYNSYM, &data, &strings);
	for (size_t at = 0; copy(&data, at, out, sizeof(*out));
	     at += sizeof(*out))
		if (streq(text(&strings, out->st_name), name))
			return true;
	return false;
}

/* What the constant NAME begins as: a word that its section has whole. */
static bool constant(const struct image *image, const char *name,
		     unsigned long *value)
{
	ElfW(Sym) sym;
	ElfW(Shdr) in;
	uint64_t end;

	if (!symbol(image, name, &sym) || sym.st_shndx >= image->head.e_shnum ||
	    sym.st_size < sizeof(*value))
		return false;
	in = section(image, sym.st_shndx);
	if (in.sh_type != SHT_PROGBITS || sym.st_value < in.sh_addr ||
	    __builtin_add_overflow(sym.st_value - in.sh_addr, sizeof(*value),
				   &end) ||
	    end > in.sh_size || __builtin_add_overflow(in.sh_offset, end, &end))
		return false;
	return copy(&image->all, end - sizeof(*value), value, sizeof(*value));
}

static void needs(const struct image *image, const char *prefix,
		  const char **library, const char **runpath)
{
	const char *rpath = NULL;
	struct bytes data, strings;
	ElfW(Dyn) entry;

	*library = *runpath = NULL;
	table(image, SHT_DYNAMIC, &data, &strings);
	for (size_t at = 0;
	     copy(&data, at, &entry, sizeof(entry)) && entry.d_tag != DT_NULL;
	     at += sizeof(entry)) {
		const char *s = text(&strings, entry.d_un.d_val);

		if (entry.d_tag == DT_NEEDED && !*library &&
		    starts_with(s, prefix))
			*library = s;
		if (entry.d_tag == DT_RUNPATH)
			*runpath = s;
		if (entry.d_tag == DT_RPATH && !rpath)
			rpath = s;
	}
	*runpath = *runpath ? *runpath : rpath;
}

static void check_contents(struct elf *elf, const struct image *image)
{
	const char *library, *runpath, *wanted_library, *wanted_runpath;
	unsigned long value = 0, wanted = 0;
	ElfW(Sym) sym;

	CHECK(elf_constant(elf, "Py_Version", &value) ==
	      constant(image, "Py_Version", &wanted));
	CHECK(value == wanted);
	CHECK(elf_exports(elf, "PyInit_x") ==
	      (symbol(image, "PyInit_x", &sym) && sym.st_shndx != SHN_UNDEF));
	elf_needs(elf, "libpython", &library, &runpath);
	needs(image, "libpython", &wanted_library, &wanted_runpath);
	CHECK_SAME(library, wanted_library);
	CHECK_SAME(runpath, wanted_runpath);
}

/* Of any machine, by the numbers alone. */
static void check_kind(const char *path, const uint8_t *data, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct elf_kind kind;
	const char *machine;

	CHECK(fd >= 0);
	if (elf_kind(fd, path, &kind)) {
		unsigned big = data[5] == 2;

		CHECK(size >= 20 && !memcmp(data, "\177ELF", 4));
		CHECK(kind.class == data[4] && kind.order == data[5]);
		CHECK(kind.machine == data[18 + big] + 256u * data[19 - big]);
		machine = elf_machine(&kind);
		CHECK(is_shown(machine, strlen(machine)));
		CHECK(elf_same_kind(&kind, &kind));
		TAKEN();
	} else {
		CHECK(size < 20 || memcmp(data, "\177ELF", 4) != 0);
	}
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = scratch_at("elf");
	struct image image;
	struct elf *elf;

	scratch_file("elf", data, size);
	check_kind(path, data, size);
	elf = elf_open(path);
	CHECK((elf != NULL) == image_of(data, size, &image));
	if (elf) {
		TAKEN();
		check_contents(elf, &image);
		elf_close(elf);
	}
	mem_reset();
	return 0;
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/elf.h"

#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

#include "core/mem.h"

#if __has_include(<link.h>)
#include <link.h>
#include <sys/stat.h>
#endif

#include "core/banned.h"

#if __has_include(<link.h>)

enum {
	/** of a table, in bytes; an interpreter's have some 100 KiB */
	TABLE_MAX = 16 * 1024 * 1024,
};

/** A table and the strings that it refers to. */
struct elf_table {
	const char *data, *strings;
	size_t size, strings_size;
};

struct elf {
	int fd;
	const ElfW(Shdr) * sections;
	size_t section_count;
	struct elf_table symbols, dynamic;
};

/* SIZE bytes at OFFSET, and a NUL behind; NULL: there are not so many. */
static char *read_at(int fd, uint64_t offset, uint64_t size)
{
	char *data;
	size_t done = 0;

	if (size > TABLE_MAX || offset > INT64_MAX - TABLE_MAX)
		return NULL;
	data = mem_alloc((size_t)size + 1);
	while (done < size) {
		ssize_t n = pread(fd, data + done, (size_t)size - done,
				  (off_t)(offset + done));

		if (n <= 0)
			return NULL;
		done += (size_t)n;
	}
	data[size] = '\0';
	return data;
}

static bool is_native(const ElfW(Ehdr) * head)
{
	static const uint16_t one = 1;
	unsigned char order =
		*(const unsigned char *)&one ? ELFDATA2LSB : ELFDATA2MSB;
	unsigned char class = sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32;

	return !memcmp(head->e_ident, ELFMAG, SELFMAG) &&
	       head->e_ident[EI_CLASS] == class &&
	       head->e_ident[EI_DATA] == order &&
	       head->e_shentsize == sizeof(ElfW(Shdr));
}

static char *read_section(const struct elf *elf, size_t i, size_t *size)
{
	const ElfW(Shdr) *section = &elf->sections[i];

	*size = (size_t)section->sh_size;
	return read_at(elf->fd, section->sh_offset, section->sh_size);
}

static void read_table(const struct elf *elf, uint32_t type,
		       struct elf_table *table)
{
	for (size_t i = 0; i < elf->section_count; i++) {
		const ElfW(Shdr) *section = &elf->sections[i];

		if (section->sh_type != type ||
		    section->sh_link >= elf->section_count)
			continue;
		table->data = read_section(elf, i, &table->size);
		table->strings = read_section(elf, section->sh_link,
					      &table->strings_size);
		if (!table->data || !table->strings)
			*table = (struct elf_table){ 0 };
		return;
	}
}

struct elf *elf_open(const char *path)
{
	struct elf *elf = mem_array(1, sizeof(*elf));
	const ElfW(Ehdr) * head;
	struct stat st;

	elf->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (elf->fd < 0)
		return NULL;
	if (fstat(elf->fd, &st) || !S_ISREG(st.st_mode))
		goto none;
	head = (const void *)read_at(elf->fd, 0, sizeof(*head));
	if (!head || !is_native(head))
		goto none;
	elf->section_count = head->e_shnum;
	elf->sections = (const void *)read_at(elf->fd, head->e_shoff,
					      elf->section_count *
						      sizeof(*elf->sections));
	if (!elf->sections)
		goto none;
	read_table(elf, SHT_DYNSYM, &elf->symbols);
	read_table(elf, SHT_DYNAMIC, &elf->dynamic);
	return elf;
none:
	close(elf->fd);
	return NULL;
}

void elf_close(struct elf *elf)
{
	close(elf->fd);
}

/* The string at OFFSET of a table's; "" where it has none. */
static const char *string(const struct elf_table *table, uint64_t offset)
{
	return offset < table->strings_size ? table->strings + offset : "";
}

static const ElfW(Sym) * find_symbol(const struct elf *elf, const char *name)
{
	const ElfW(Sym) *symbols = (const void *)elf->symbols.data;
	size_t count = elf->symbols.size / sizeof(*symbols);

	for (size_t i = 0; i < count; i++)
		if (streq(string(&elf->symbols, symbols[i].st_name), name))
			return &symbols[i];
	return NULL;
}

bool elf_constant(const struct elf *elf, const char *name, unsigned long *value)
{
	const ElfW(Sym) *symbol = find_symbol(elf, name);
	const ElfW(Shdr) * section;
	const char *data;
	uint64_t at;

	if (!symbol || symbol->st_size < sizeof(*value) ||
	    symbol->st_shndx >= elf->section_count)
		return false;
	section = &elf->sections[symbol->st_shndx];
	at = symbol->st_value - section->sh_addr;
	/* What lies before the section wraps round to far behind it. */
	if (section->sh_type != SHT_PROGBITS || at > section->sh_size ||
	    section->sh_size - at < sizeof(*value))
		return false;
	data = read_at(elf->fd, section->sh_offset + at, sizeof(*value));
	if (!data)
		return false;
	memcpy(value, data, sizeof(*value));
	return true;
}

void elf_needs(const struct elf *elf, const char *prefix, const char **library,
	       const char **runpath)
{
	const ElfW(Dyn) *entries = (const void *)elf->dynamic.data;
	size_t count = elf->dynamic.size / sizeof(*entries);

	*library = *runpath = NULL;
	for (size_t i = 0; i < count && entries[i].d_tag != DT_NULL; i++) {
		const char *text = string(&elf->dynamic, entries[i].d_un.d_val);

		if (entries[i].d_tag == DT_NEEDED && !*library &&
		    starts_with(text, prefix))
			*library = text;
		if (entries[i].d_tag == DT_RUNPATH ||
		    (entries[i].d_tag == DT_RPATH && !*runpath))
			*runpath = text;
	}
}

#else

struct elf *elf_open(const char *path)
{
	(void)path;
	return NULL;
}

void elf_close(struct elf *elf)
{
	(void)elf;
}

bool elf_constant(const struct elf *elf, const char *name, unsigned long *value)
{
	(void)elf;
	(void)name;
	(void)value;
	return false;
}

void elf_needs(const struct elf *elf, const char *prefix, const char **library,
	       const char **runpath)
{
	(void)elf;
	(void)prefix;
	*library = *runpath = NULL;
}

#endif

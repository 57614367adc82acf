/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/elf.h"

#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include "cli/unseen.h"
#include "core/buf.h"
#include "core/mem.h"
#include "system/files.h"

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
	const char *path;
	const ElfW(Shdr) * sections;
	size_t section_count;
	struct elf_table symbols, dynamic;
	bool has_symbols, has_dynamic;
};

/* SIZE bytes at OFFSET, and a NUL behind; NULL: there are not so many. */
static char *read_at(const struct elf *elf, uint64_t offset, uint64_t size)
{
	ssize_t n;
	char *data;

	if (size > TABLE_MAX || offset > INT64_MAX - TABLE_MAX)
		return NULL;
	data = mem_alloc((size_t)size + 1);
	n = files_read_at(elf->fd, data, (size_t)size, (off_t)offset);
	if (n < 0)
		unseen(elf->path);
	if (n != (ssize_t)size)
		return NULL;
	data[size] = '\0';
	return data;
}

static bool is_native(const ElfW(Ehdr) * head)
{
	static const uint16_t one = 1;
	unsigned char order = *(const unsigned char *)&one ? ELFDATA2LSB : ELFDATA2MSB;
	unsigned char class = sizeof(void *) == 8 ? ELFCLASS64 : ELFCLASS32;

	return !memcmp(head->e_ident, ELFMAG, SELFMAG) && head->e_ident[EI_CLASS] == class &&
	       head->e_ident[EI_DATA] == order && head->e_shentsize == sizeof(ElfW(Shdr));
}

static char *read_section(const struct elf *elf, size_t i, size_t *size)
{
	const ElfW(Shdr) *section = &elf->sections[i];

	*size = (size_t)section->sh_size;
	return read_at(elf, section->sh_offset, section->sh_size);
}

static void read_table(const struct elf *elf, uint32_t type, struct elf_table *table)
{
	for (size_t i = 0; i < elf->section_count; i++) {
		const ElfW(Shdr) *section = &elf->sections[i];

		if (section->sh_type != type || section->sh_link >= elf->section_count)
			continue;
		table->data = read_section(elf, i, &table->size);
		table->strings = read_section(elf, section->sh_link, &table->strings_size);
		if (!table->data || !table->strings)
			*table = (struct elf_table){ 0 };
		return;
	}
}

bool elf_kind(int fd, const char *path, struct elf_kind *kind)
{
	/* Up to e_machine all are alike. */
	unsigned char head[offsetof(Elf64_Ehdr, e_machine) + 2];
	ssize_t n = files_read_at(fd, head, sizeof(head), 0);
	size_t low;

	if (n < 0)
		return unseen(path);
	if (n != sizeof(head) || memcmp(head, ELFMAG, SELFMAG) != 0)
		return false;
	kind->class = head[EI_CLASS];
	kind->order = head[EI_DATA];
	low = sizeof(head) - (kind->order == ELFDATA2MSB ? 1 : 2);
	kind->machine = head[low] | (unsigned)head[low ^ 1] << 8;
	return true;
}

struct elf *elf_of(int fd, const char *path)
{
	struct elf *elf = mem_array(1, sizeof(*elf));
	const ElfW(Ehdr) * head;
	struct stat st;

	elf->fd = fd;
	elf->path = path;
	if (fstat(elf->fd, &st)) {
		unseen(path);
		goto none;
	}
	if (!S_ISREG(st.st_mode))
		goto none;
	head = (const void *)read_at(elf, 0, sizeof(*head));
	if (!head || !is_native(head))
		goto none;
	elf->section_count = head->e_shnum;
	elf->sections = (const void *)read_at(elf, head->e_shoff,
					      elf->section_count * sizeof(*elf->sections));
	if (!elf->sections)
		goto none;
	return elf;
none:
	close(elf->fd);
	return NULL;
}

struct elf *elf_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd >= 0)
		return elf_of(fd, path);
	unseen(path);
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

static const ElfW(Sym) * find_symbol(struct elf *elf, const char *name)
{
	const ElfW(Sym) * symbols;
	size_t count;

	if (!elf->has_symbols)
		read_table(elf, SHT_DYNSYM, &elf->symbols);
	elf->has_symbols = true;
	symbols = (const void *)elf->symbols.data;
	count = elf->symbols.data ? elf->symbols.size / sizeof(*symbols) : 0;

	for (size_t i = 0; i < count; i++)
		if (streq(string(&elf->symbols, symbols[i].st_name), name))
			return &symbols[i];
	return NULL;
}

bool elf_exports(struct elf *elf, const char *name)
{
	const ElfW(Sym) *symbol = find_symbol(elf, name);

	return symbol && symbol->st_shndx != SHN_UNDEF;
}

bool elf_constant(struct elf *elf, const char *name, unsigned long *value)
{
	const ElfW(Sym) *symbol = find_symbol(elf, name);
	const ElfW(Shdr) * section;
	const char *data;
	uint64_t at, offset;

	if (!symbol || symbol->st_size < sizeof(*value) || symbol->st_shndx >= elf->section_count)
		return false;
	section = &elf->sections[symbol->st_shndx];
	at = symbol->st_value - section->sh_addr;
	/* What lies before the section wraps round to far behind it. */
	if (section->sh_type != SHT_PROGBITS || at > section->sh_size ||
	    section->sh_size - at < sizeof(*value) ||
	    __builtin_add_overflow(section->sh_offset, at, &offset))
		return false;
	data = read_at(elf, offset, sizeof(*value));
	if (!data)
		return false;
	memcpy(value, data, sizeof(*value));
	return true;
}

void elf_needs(struct elf *elf, const char *prefix, const char **library, const char **runpath)
{
	const ElfW(Dyn) * entries;
	size_t count;

	if (!elf->has_dynamic)
		read_table(elf, SHT_DYNAMIC, &elf->dynamic);
	elf->has_dynamic = true;
	entries = (const void *)elf->dynamic.data;
	count = elf->dynamic.data ? elf->dynamic.size / sizeof(*entries) : 0;
	*library = *runpath = NULL;
	for (size_t i = 0; i < count && entries[i].d_tag != DT_NULL; i++) {
		const char *text = string(&elf->dynamic, entries[i].d_un.d_val);

		if (entries[i].d_tag == DT_NEEDED && !*library && starts_with(text, prefix))
			*library = text;
		if (entries[i].d_tag == DT_RUNPATH || (entries[i].d_tag == DT_RPATH && !*runpath))
			*runpath = text;
	}
}

#else

bool elf_kind(int fd, const char *path, struct elf_kind *kind)
{
	(void)fd;
	(void)path;
	(void)kind;
	return false;
}

struct elf *elf_of(int fd, const char *path)
{
	(void)path;
	close(fd);
	return NULL;
}

bool elf_exports(struct elf *elf, const char *name)
{
	(void)elf;
	(void)name;
	return false;
}

struct elf *elf_open(const char *path)
{
	(void)path;
	return NULL;
}

void elf_close(struct elf *elf)
{
	(void)elf;
}

bool elf_constant(struct elf *elf, const char *name, unsigned long *value)
{
	(void)elf;
	(void)name;
	(void)value;
	return false;
}

void elf_needs(struct elf *elf, const char *prefix, const char **library, const char **runpath)
{
	(void)elf;
	(void)prefix;
	*library = *runpath = NULL;
}

#endif

bool elf_same_kind(const struct elf_kind *a, const struct elf_kind *b)
{
	return a->class == b->class && a->order == b->order && a->machine == b->machine;
}

const char *elf_machine(const struct elf_kind *kind)
{
	static const struct {
		unsigned machine;
		const char *name;
	} names[] = {
		{ 3, "i386" },    { 8, "mips" },        { 20, "ppc" },    { 21, "ppc64" },
		{ 22, "s390x" },  { 40, "arm" },        { 62, "x86_64" }, { 183, "aarch64" },
		{ 243, "riscv" }, { 258, "loongarch" },
	};
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i].machine == kind->machine)
			return names[i].name;
	buf_puts(&b, "machine ");
	buf_putu(&b, kind->machine);
	return b.data;
}

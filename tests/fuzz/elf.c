/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ELF files, as interpreters are looked at. */
#include <fcntl.h>
#include <unistd.h>

#include "lib/fuzz.h"

#include "cli/elf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *path = scratch_at("elf"), *library, *runpath;
	unsigned long value = 0, again = 0;
	struct elf_kind kind;
	struct elf *elf;
	int fd;

	scratch_file("elf", data, size);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	CHECK(fd >= 0);
	if (elf_kind(fd, &kind)) {
		const char *machine = elf_machine(&kind);

		CHECK(is_shown(machine, strlen(machine)));
		CHECK(elf_same_kind(&kind, &kind));
	}
	close(fd);
	elf = elf_open(path);
	if (elf) {
		bool is = elf_constant(elf, "Py_Version", &value);

		CHECK(is == elf_constant(elf, "Py_Version", &again));
		CHECK(value == again);
		elf_exports(elf, "PyInit_x");
		elf_needs(elf, "libpython", &library, &runpath);
		CHECK(!library || starts_with(library, "libpython"));
		CHECK(!runpath || strlen(runpath) <= size);
		elf_close(elf);
	}
	mem_reset();
	return 0;
}

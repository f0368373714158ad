/*
 * A program of i386, made in memory: its first system call is its last.
 *
 * @verdict RTE
 * @reason of i386 denied
 */
#include "attack.h"

#include <elf.h>
#include <signal.h>
#include <sys/mman.h>

enum { BASE = 0x10000 };

/* mov eax, 1 (exit); xor ebx, ebx; int 0x80 */
static const unsigned char code[] = { 0xb8, 1, 0, 0, 0, 0x31, 0xdb, 0xcd, 0x80, 0xf4 };

int main(void)
{
	struct {
		Elf32_Ehdr header;
		Elf32_Phdr segment;
		unsigned char code[sizeof code];
	} file = {
		.header = { .e_ident = { 0x7f, 'E', 'L', 'F', ELFCLASS32, ELFDATA2LSB, EV_CURRENT },
			    .e_type = ET_EXEC, .e_machine = EM_386, .e_version = EV_CURRENT,
			    .e_phoff = sizeof(Elf32_Ehdr), .e_ehsize = sizeof(Elf32_Ehdr),
			    .e_phentsize = sizeof(Elf32_Phdr), .e_phnum = 1 },
		.segment = { .p_type = PT_LOAD, .p_vaddr = BASE, .p_paddr = BASE,
			     .p_flags = PF_R | PF_X, .p_align = 0x1000 },
	};
	char *const arguments[] = { (char *)(size_t)"i386", NULL };
	int fd = memfd_create("i386", MFD_CLOEXEC);

	memcpy(file.code, code, sizeof code);
	file.header.e_entry = BASE + (Elf32_Addr)((char *)file.code - (char *)&file);
	file.segment.p_filesz = file.segment.p_memsz = sizeof file;
	must(fd >= 0 && write(fd, &file, sizeof file) == sizeof file, "cannot make a program");
	fexecve(fd, arguments, arguments + 1);
	/* A kernel without i386 cannot execute it: then the attack ends as the others do. */
	if (errno == ENOEXEC)
		raise(SIGSYS);
	came_through("cannot execute it: %s", strerror(errno));
	return finish();
}

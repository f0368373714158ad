/* SPAWNER_PATH is the built spawner; the Makefile defines it. */
	.section .rodata
	.globl spawner_image_start, spawner_image_end
	.balign 16
spawner_image_start:
	.incbin SPAWNER_PATH
spawner_image_end:
	.section .note.GNU-stack, "", @progbits

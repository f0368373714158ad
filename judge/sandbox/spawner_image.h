/*
 * spawner_image: the static spawner, carried inside the binary, so that it can be executed from a
 * sealed memory file wherever the binary itself lies (a clone in a directory of mode 700).
 */
#ifndef SANDBOX_SPAWNER_IMAGE_H
#define SANDBOX_SPAWNER_IMAGE_H

extern const unsigned char spawner_image_start[], spawner_image_end[];

#endif

/* version: of the program, for --version and for the list of workers. */
#ifndef UTIL_VERSION_H
#define UTIL_VERSION_H

#ifndef ASSIZE_VERSION
#define ASSIZE_VERSION "0.1"
#endif

#endif

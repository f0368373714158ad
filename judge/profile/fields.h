/*
 * fields: the keys of a profile, as a table for util/yaml.h. The object is a struct profile.
 */
#ifndef PROFILE_FIELDS_H
#define PROFILE_FIELDS_H

#include "util/yaml.h"

extern const struct yaml_field profile_fields[];

#endif

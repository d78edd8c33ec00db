// What glibc and musl declare only under _GNU_SOURCE, which Swift's own module for them is built without.
#include <spawn.h>

int memfd_create(const char *name, unsigned int flags);
int pipe2(int ends[2], int flags);
int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int first);

// What Glibc's Swift module map leaves out: epoll, eventfd, accept4 and pipe2, and a signal handler that only writes a byte.
#ifndef TIDEMARK_CLINUX_H
#define TIDEMARK_CLINUX_H

// No header of the system but this one: with the GNU extensions on, theirs would disagree with the Glibc module.
#include <stdint.h>

// An epoll event without the packing that the kernel's own has on x86.
struct tidemark_event {
    uint64_t token;
    uint32_t events;
};

// The flags of epoll as numbers; as an enumeration they do not combine in Swift.
extern const uint32_t tidemark_epoll_in;
extern const uint32_t tidemark_epoll_out;
extern const uint32_t tidemark_epoll_rdhup;
extern const uint32_t tidemark_epoll_hup;
extern const uint32_t tidemark_epoll_err;
extern const uint32_t tidemark_epoll_edge;
extern const uint32_t tidemark_epoll_oneshot;

int tidemark_epoll_create(void);
int tidemark_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token);
int tidemark_epoll_modify(int epoll, int descriptor, uint32_t events, uint64_t token);
int tidemark_epoll_remove(int epoll, int descriptor);
// At most 256 events at once.
int tidemark_epoll_wait(int epoll, struct tidemark_event *events, int count, int timeout_ms);

// A counter to wake an epoll with; non-blocking.
int tidemark_wake_create(void);
void tidemark_wake(int descriptor);
void tidemark_wake_clear(int descriptor);

// Non-blocking, closed on exec, without Nagle's delay.
int tidemark_accept(int listener);

// A pipe, its reading end first, that programs started meanwhile do not inherit.
int tidemark_pipe(int *ends);

// From now on the first of each of these signals writes its number as one byte; the second does what it always did.
int tidemark_forward_signals(const int *signals, int count, int descriptor);

// Names the calling thread, in at most fifteen bytes.
void tidemark_name_thread(const char *name);

#endif

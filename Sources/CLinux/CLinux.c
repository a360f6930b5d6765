#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

const uint32_t tidemark_epoll_in = EPOLLIN;
const uint32_t tidemark_epoll_out = EPOLLOUT;
const uint32_t tidemark_epoll_rdhup = EPOLLRDHUP;
const uint32_t tidemark_epoll_hup = EPOLLHUP;
const uint32_t tidemark_epoll_err = EPOLLERR;
const uint32_t tidemark_epoll_edge = EPOLLET;
const uint32_t tidemark_epoll_oneshot = EPOLLONESHOT;

int tidemark_epoll_create(void) {
    return epoll_create1(EPOLL_CLOEXEC);
}

int tidemark_epoll_add(int epoll, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

int tidemark_epoll_modify(int epoll, int descriptor, uint32_t events, uint64_t token) {
    struct epoll_event event = {.events = events, .data.u64 = token};
    return epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event);
}

int tidemark_epoll_remove(int epoll, int descriptor) {
    struct epoll_event event = {0};
    return epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, &event);
}

int tidemark_epoll_wait(int epoll, struct tidemark_event *events, int count, int timeout_ms) {
    struct epoll_event raw[256];
    int found = epoll_wait(epoll, raw, count < 256 ? count : 256, timeout_ms);
    for (int index = 0; index < found; index++) {
        events[index].token = raw[index].data.u64;
        events[index].events = raw[index].events;
    }
    return found;
}

int tidemark_wake_create(void) {
    return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
}

void tidemark_wake(int descriptor) {
    uint64_t one = 1;
    // A full counter wakes as well as one that was added to.
    (void)!write(descriptor, &one, sizeof one);
}

void tidemark_wake_clear(int descriptor) {
    uint64_t count;
    (void)!read(descriptor, &count, sizeof count);
}

int tidemark_accept(int listener) {
    int descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (descriptor >= 0) {
        int on = 1;
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
    return descriptor;
}

int tidemark_pipe(int *ends) {
    return pipe2(ends, O_CLOEXEC);
}

static volatile int signal_descriptor = -1;

static void forward_signal(int number) {
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    (void)!write(signal_descriptor, &byte, 1);
    errno = saved;
}

int tidemark_forward_signals(const int *signals, int count, int descriptor) {
    signal_descriptor = descriptor;
    struct sigaction action = {.sa_handler = forward_signal, .sa_flags = SA_RESTART | SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    for (int index = 0; index < count; index++) {
        if (sigaction(signals[index], &action, NULL) != 0) {
            return -1;
        }
    }
    return 0;
}

void tidemark_name_thread(const char *name) {
    pthread_setname_np(pthread_self(), name);
}

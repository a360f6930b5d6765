// Swift cannot call variadic C functions, so every kind of curl_easy_setopt argument has a plain function here.
#ifndef TIDEMARK_CCURL_H
#define TIDEMARK_CCURL_H

#include <curl/curl.h>

static inline CURLcode tidemark_setopt_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode tidemark_setopt_off(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode tidemark_setopt_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*tidemark_data_callback)(char *data, size_t size, size_t count, void *context);

static inline CURLcode tidemark_setopt_data(CURL *handle, CURLoption option, tidemark_data_callback callback) {
    return curl_easy_setopt(handle, option, callback);
}

typedef int (*tidemark_connected_callback)(
    void *context, char *remote_address, char *local_address, int remote_port, int local_port);

static inline CURLcode tidemark_setopt_connected(CURL *handle, tidemark_connected_callback callback) {
    return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, callback);
}

typedef int (*tidemark_seek_callback)(void *context, curl_off_t offset, int origin);

static inline CURLcode tidemark_setopt_seek(CURL *handle, tidemark_seek_callback callback) {
    return curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, callback);
}

static inline CURLcode tidemark_getinfo_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode tidemark_getinfo_off(CURL *handle, CURLINFO info, curl_off_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode tidemark_getinfo_pointer(CURL *handle, CURLINFO info, void **value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode tidemark_getinfo_socket(CURL *handle, CURLINFO info, curl_socket_t *value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode tidemark_multi_setopt_long(CURLM *handle, CURLMoption option, long value) {
    return curl_multi_setopt(handle, option, value);
}

#endif

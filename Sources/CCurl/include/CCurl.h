// SPDX-License-Identifier: Apache-2.0
//
// libcurl for Swift: its variadic functions, one typed function for each kind of argument. And epoll, which Swift's own
// module of the system leaves out.

#pragma once

#include <curl/curl.h>

#ifdef __linux__
#include <sys/epoll.h>
#endif

#if LIBCURL_VERSION_NUM < 0x075801
#error "libcurl 7.88.1 or later is needed"
#endif

static inline CURLcode ccurl_set_long(CURL *_Nonnull handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_size(CURL *_Nonnull handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

/// libcurl keeps a copy of the text.
static inline CURLcode ccurl_set_text(CURL *_Nonnull handle, CURLoption option, const char *_Nullable text) {
  return curl_easy_setopt(handle, option, text);
}

/// libcurl keeps the address alone: what it points at must outlive the transfer.
static inline CURLcode ccurl_set_pointer(CURL *_Nonnull handle, CURLoption option, const void *_Nullable pointer) {
  return curl_easy_setopt(handle, option, pointer);
}

/// libcurl keeps the address alone: the list must outlive the transfer.
static inline CURLcode ccurl_set_list(CURL *_Nonnull handle, CURLoption option,
                                      const struct curl_slist *_Nullable list) {
  return curl_easy_setopt(handle, option, list);
}

/// The type of CURLOPT_WRITEFUNCTION, CURLOPT_HEADERFUNCTION and CURLOPT_READFUNCTION.
typedef size_t (*ccurl_transfer_callback)(char *_Nullable bytes, size_t size, size_t count, void *_Nullable context);

static inline CURLcode ccurl_set_callback(CURL *_Nonnull handle, CURLoption option,
                                          ccurl_transfer_callback _Nonnull callback) {
  return curl_easy_setopt(handle, option, callback);
}

/// The type of CURLOPT_PREREQFUNCTION.
typedef int (*ccurl_request_callback)(void *_Nullable context, char *_Nullable remote_address,
                                      char *_Nullable local_address, int remote_port, int local_port);

static inline CURLcode ccurl_set_request_callback(CURL *_Nonnull handle, ccurl_request_callback _Nonnull callback) {
  return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, callback);
}

static inline CURLcode ccurl_get_long(CURL *_Nonnull handle, CURLINFO info, long *_Nonnull value) {
  return curl_easy_getinfo(handle, info, value);
}

/// What CURLOPT_PRIVATE was set to.
static inline void *_Nullable ccurl_get_private(CURL *_Nonnull handle) {
  void *context = 0;
  return curl_easy_getinfo(handle, CURLINFO_PRIVATE, &context) == CURLE_OK ? context : 0;
}

static inline CURLMcode ccurl_multi_set_long(CURLM *_Nonnull multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}

/// The type of CURLMOPT_SOCKETFUNCTION.
typedef int (*ccurl_socket_callback)(CURL *_Nullable handle, curl_socket_t socket, int what, void *_Nullable context,
                                     void *_Nullable socket_context);

/// The type of CURLMOPT_TIMERFUNCTION.
typedef int (*ccurl_timer_callback)(CURLM *_Nullable multi, long milliseconds, void *_Nullable context);

/// Both callbacks get the same context.
static inline void ccurl_multi_set_callbacks(CURLM *_Nonnull multi, ccurl_socket_callback _Nonnull socket,
                                             ccurl_timer_callback _Nonnull timer, void *_Nonnull context) {
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket);
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
  curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
}

// What Swift cannot see of OpenSSL: macros that are more than a number.
#ifndef TIDEMARK_COPENSSL_H
#define TIDEMARK_COPENSSL_H

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

static const int tidemark_ed25519 = EVP_PKEY_ED25519;

#endif

// Functions of libcrypto that fail on demand, as the real ones do: with an error in the queue. They stand
// before the real ones; what does not fail goes there.
#include <dlfcn.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

#include "tests/stress/faults.hpp"

namespace {

template <class Function>
Function* realOf(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

bool fails() {
  if (!ssc::stress::faultIsDue(ssc::stress::Fault::crypto)) return false;
  ERR_raise(ERR_LIB_CRYPTO, ERR_R_INTERNAL_ERROR);
  return true;
}

}  // namespace

// A function that says 0 or null when it fails.
#define SSC_FAILING(result, name, parameters, arguments)       \
  result name parameters {                                     \
    if (fails()) return {};                                    \
    static const auto real = realOf<result parameters>(#name); \
    return real arguments;                                     \
  }

#pragma GCC visibility push(default)
extern "C" {
SSC_FAILING(int, RAND_bytes_ex, (OSSL_LIB_CTX * c, unsigned char* o, size_t n, unsigned int s), (c, o, n, s))
SSC_FAILING(EVP_CIPHER*, EVP_CIPHER_fetch, (OSSL_LIB_CTX * c, const char* a, const char* p), (c, a, p))
SSC_FAILING(EVP_CIPHER_CTX*, EVP_CIPHER_CTX_new, (), ())
SSC_FAILING(int, EVP_CIPHER_CTX_set_padding, (EVP_CIPHER_CTX * c, int p), (c, p))
SSC_FAILING(int, EVP_CipherInit_ex2,
            (EVP_CIPHER_CTX * c, const EVP_CIPHER* e, const unsigned char* k, const unsigned char* i, int d,
             const OSSL_PARAM* p),
            (c, e, k, i, d, p))
SSC_FAILING(int, EVP_CipherUpdate,
            (EVP_CIPHER_CTX * c, unsigned char* o, int* l, const unsigned char* i, int n), (c, o, l, i, n))
SSC_FAILING(int, EVP_Digest,
            (const void* d, size_t n, unsigned char* o, unsigned int* l, const EVP_MD* m, ENGINE* e),
            (d, n, o, l, m, e))
SSC_FAILING(EVP_MD_CTX*, EVP_MD_CTX_new, (), ())
SSC_FAILING(int, EVP_DigestVerifyInit_ex,
            (EVP_MD_CTX * c, EVP_PKEY_CTX** k, const char* m, OSSL_LIB_CTX* x, const char* q, EVP_PKEY* p,
             const OSSL_PARAM* a),
            (c, k, m, x, q, p, a))
SSC_FAILING(int, EVP_DigestVerify,
            (EVP_MD_CTX * c, const unsigned char* s, size_t n, const unsigned char* t, size_t m),
            (c, s, n, t, m))
SSC_FAILING(EVP_PKEY_CTX*, EVP_PKEY_CTX_new_from_pkey, (OSSL_LIB_CTX * c, EVP_PKEY* k, const char* q),
            (c, k, q))
SSC_FAILING(EVP_PKEY_CTX*, EVP_PKEY_CTX_new_from_name, (OSSL_LIB_CTX * c, const char* n, const char* q),
            (c, n, q))
SSC_FAILING(int, EVP_PKEY_CTX_set1_id, (EVP_PKEY_CTX * c, const void* i, int n), (c, i, n))
SSC_FAILING(int, EVP_PKEY_fromdata_init, (EVP_PKEY_CTX * c), (c))
SSC_FAILING(int, EVP_PKEY_fromdata, (EVP_PKEY_CTX * c, EVP_PKEY** k, int s, OSSL_PARAM* p), (c, k, s, p))
SSC_FAILING(int, EVP_PKEY_decrypt_init, (EVP_PKEY_CTX * c), (c))
SSC_FAILING(int, EVP_PKEY_decrypt,
            (EVP_PKEY_CTX * c, unsigned char* o, size_t* l, const unsigned char* i, size_t n),
            (c, o, l, i, n))
SSC_FAILING(BIGNUM*, BN_new, (), ())
SSC_FAILING(BIGNUM*, BN_bin2bn, (const unsigned char* s, int n, BIGNUM* r), (s, n, r))
SSC_FAILING(X509*, d2i_X509, (X509 * *x, const unsigned char** i, long n), (x, i, n))
}
#pragma GCC visibility pop

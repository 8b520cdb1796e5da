import { readFile } from 'node:fs/promises'
import tls from 'node:tls'

/** Where Linux distributions keep the certificates that the machine's owner trusts (Go's crypto/x509 looks there too). */
const systemBundles: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/** Node's own certificates, the system's and those of `NODE_EXTRA_CA_CERTS`, so that a company's own are among them. */
export async function trustedCertificates(
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  const extra = environment['NODE_EXTRA_CA_CERTS']
  return [
    ...tls.rootCertificates,
    ...(await systemCertificates()),
    ...(extra === undefined || extra === '' ? [] : [await readFile(extra, 'utf8')]),
  ]
}

async function systemCertificates(): Promise<readonly string[]> {
  // Node 22.15 and later.
  if ('getCACertificates' in tls && typeof tls.getCACertificates === 'function') {
    return (tls.getCACertificates as (type: string) => string[])('system')
  }
  for (const path of systemBundles) {
    try {
      return [await readFile(path, 'utf8')]
    } catch {
      // Another distribution's place.
    }
  }
  return []
}

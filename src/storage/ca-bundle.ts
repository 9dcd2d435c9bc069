import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { UserError } from '../user-error.ts'

const CERTIFICATE = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs

/**
 * The certificates in the file, as text. Checked here: Node passes over in silence what it cannot read, and the error
 * would later be that of a connection.
 *
 * @throws {UserError}
 */
export function readCaBundle(path: string | undefined): string | undefined {
  if (path === undefined || path === '') return undefined
  const text = read(path)
  const certificates = text.match(CERTIFICATE) ?? []
  if (certificates.length === 0)
    throw unusable(path, 'holds no certificate', 'It must be text (PEM) with `-----BEGIN CERTIFICATE-----`.')
  for (const [at, certificate] of certificates.entries()) {
    try {
      new X509Certificate(certificate)
    } catch (error) {
      throw unusable(path, `holds a certificate that cannot be read, number ${at + 1}`, 'Replace it.', error)
    }
  }
  return certificates.join('\n')
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw unusable(path, `cannot be read (${code})`, 'Correct the variable, or leave it out.', error)
  }
}

function unusable(path: string, what: string, mend: string, cause?: unknown): UserError {
  return new UserError(`The file that AWS_CA_BUNDLE names, ${path}, ${what}. ${mend}`, { cause })
}

import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { isIPv4, isIPv6 } from 'node:net'
import {
  bitString,
  boolean,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
  tagged,
  utcTime,
  utf8String,
} from './der.ts'

/** A certificate and its key, in PEM. */
export interface Identity {
  readonly cert: string
  readonly key: string
}

const ECDSA_WITH_SHA256 = sequence(objectIdentifier('1.2.840.10045.4.3.2'))
const COMMON_NAME = '2.5.4.3'
const SUBJECT_ALT_NAME = '2.5.29.17'
const BASIC_CONSTRAINTS = '2.5.29.19'
const DAY_MS = 86_400_000

/** A certificate authority that nobody knows, as companies have them; made anew by each test, so no key is kept. */
export class CertificateAuthority {
  /** What a user would put into NODE_EXTRA_CA_CERTS. */
  readonly certificate: string
  readonly #name: string
  readonly #key: KeyObject
  #serial = 1

  constructor(name: string) {
    this.#name = name
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#key = privateKey
    this.certificate = this.#certify(name, publicKey, tomorrow(), [
      extension(BASIC_CONSTRAINTS, sequence(boolean(true))),
    ])
  }

  /** A server's certificate for these host names and IP addresses. */
  issue(names: readonly string[], notAfter = tomorrow()): Identity {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const altNames = extension(SUBJECT_ALT_NAME, sequence(...names.map(generalName)))
    return {
      cert: this.#certify('server', publicKey, notAfter, [altNames]),
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    }
  }

  #certify(subject: string, publicKey: KeyObject, notAfter: Date, extensions: readonly Buffer[]): string {
    const notBefore = new Date(Date.now() - 400 * DAY_MS)
    const content = sequence(
      tagged(0xa0, integer(2)), // version 3
      integer(this.#serial++),
      ECDSA_WITH_SHA256,
      nameOf(this.#name),
      sequence(utcTime(notBefore), utcTime(notAfter)),
      nameOf(subject),
      publicKey.export({ type: 'spki', format: 'der' }),
      tagged(0xa3, sequence(...extensions)),
    )
    return toPem(sequence(content, ECDSA_WITH_SHA256, bitString(sign('sha256', content, this.#key))))
  }
}

function tomorrow(): Date {
  return new Date(Date.now() + DAY_MS)
}

function nameOf(commonName: string): Buffer {
  return sequence(set(sequence(objectIdentifier(COMMON_NAME), utf8String(commonName))))
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(objectIdentifier(id), octetString(value))
}

function generalName(name: string): Buffer {
  if (isIPv4(name)) return tagged(0x87, Buffer.from(name.split('.').map(Number)))
  if (isIPv6(name)) return tagged(0x87, ipv6Bytes(name))
  return tagged(0x82, Buffer.from(name, 'ascii'))
}

function ipv6Bytes(address: string): Buffer {
  const [head = [], tail = []] = address.split('::').map((half) => half.split(':').filter((group) => group))
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0')
  return Buffer.from([...head, ...zeros, ...tail].map((group) => group.padStart(4, '0')).join(''), 'hex')
}

function toPem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`
}

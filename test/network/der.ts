/** The few pieces of DER that a certificate is made of. https://www.rfc-editor.org/rfc/rfc5280#section-4.1 */

export function sequence(...contents: readonly Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(contents))
}

export function set(...contents: readonly Buffer[]): Buffer {
  return tagged(0x31, Buffer.concat(contents))
}

/** One octet and its content. */
export function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content])
}

/** A positive number of at most six bytes. */
export function integer(value: number): Buffer {
  const bytes = Buffer.alloc(7)
  bytes.writeUIntBE(value, 1, 6)
  const first = bytes.findIndex((byte) => byte !== 0)
  // The highest bit is the sign.
  const from = first === -1 ? 6 : (bytes[first] ?? 0) >= 0x80 ? first - 1 : first
  return tagged(0x02, bytes.subarray(from))
}

/** `2.5.4.3`, say. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]))
}

export function boolean(value: boolean): Buffer {
  return tagged(0x01, Buffer.from([value ? 0xff : 0]))
}

export function utf8String(text: string): Buffer {
  return tagged(0x0c, Buffer.from(text, 'utf8'))
}

export function octetString(content: Buffer): Buffer {
  return tagged(0x04, content)
}

/** Of whole bytes. */
export function bitString(content: Buffer): Buffer {
  return tagged(0x03, Buffer.concat([Buffer.from([0]), content]))
}

/** To the second, with the year's last two digits. */
export function utcTime(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]|\.\d{3}/g, '')
  return tagged(0x17, Buffer.from(digits.slice(2), 'ascii'))
}

function lengthOf({ length }: Buffer): Buffer {
  return length < 0x80 ? Buffer.from([length]) : Buffer.from([0x82, length >> 8, length & 0xff])
}

function base128(value: number): number[] {
  const digits = [value & 0x7f]
  for (let rest = value >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80)
  return digits
}

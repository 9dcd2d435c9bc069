/**
 * A text that JavaScript's `<` puts where the order of UTF-8 bytes, which is the order of S3, puts the key. The two
 * differ only above U+D7FF: UTF-16 has the surrogates before U+E000, UTF-8 the characters they stand for behind U+FFFF.
 * For all other keys it is the very same string, which costs nothing.
 */
export function byteOrder(key: string): string {
  return /[\ud800-\uffff]/.test(key) ? key.replace(/[\ud800-\uffff]/g, moved) : key
}

function moved(unit: string): string {
  const code = unit.charCodeAt(0)
  return String.fromCharCode(code < 0xe000 ? code + 0x2000 : code - 0x800)
}

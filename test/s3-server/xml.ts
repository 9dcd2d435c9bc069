const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}

/** Characters that XML 1.0 cannot hold, which AWS writes as references all the same, and those with a meaning. */
const SPECIAL = /[&<>"\0-\x08\x0b-\x1f\ufffe\uffff]/
const EVERY_SPECIAL = new RegExp(SPECIAL, 'g')

/** In an answer: a reference to a character that XML 1.0 cannot hold. */
export const UNSPEAKABLE = /&#x(?:[0-8bcef]|1[0-9a-f]|fff[ef]);/

export function escapeXml(text: string): string {
  return SPECIAL.test(text) ? text.replace(EVERY_SPECIAL, reference) : text
}

/** One element with text; empty text gives `<Name/>`, undefined nothing. */
export function element(name: string, text: string | number | boolean | undefined): string {
  if (text === undefined) return ''
  return text === '' ? `<${name}/>` : `<${name}>${escapeXml(String(text))}</${name}>`
}

/** A whole answer; `content` is XML already. */
export function document(root: string, content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${root}>`
}

/** The texts of all elements of that name, in order: enough for the bodies that clients send. */
export function elementTexts(xml: string, name: string): string[] {
  const pattern = new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`, 'g')
  return [...xml.matchAll(pattern)].map(([, text]) => unescapeXml(text ?? ''))
}

function unescapeXml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#34;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
}

function reference(character: string): string {
  return ENTITIES[character] ?? `&#x${character.charCodeAt(0).toString(16)};`
}

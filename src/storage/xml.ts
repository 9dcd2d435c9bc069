/**
 * A reader for the XML that S3 servers answer with: elements, text, nothing mixed. It is strict where a lenient one
 * would lose uploads in silence (anything cut off, unbalanced or unknown is an error) and exact where the usual ones
 * change keys: control characters, CR and characters beyond U+FFFF come out as the server wrote them.
 */
export interface Element {
  /** Without a namespace prefix. */
  readonly name: string
  readonly children: Element[]
  /** The text of an element without children; otherwise without meaning. */
  text: string
}

const MAX_DEPTH = 64
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** @throws {SyntaxError} that says what was seen instead of XML */
export function parseXml(source: string): Element {
  const document: Element = { name: '', children: [], text: '' }
  const open: Element[] = [document]
  let at = source.charCodeAt(0) === 0xfeff ? 1 : 0
  while (at < source.length) {
    const parent = open[open.length - 1] ?? document
    const tag = source.indexOf('<', at)
    const end = tag === -1 ? source.length : tag
    if (end > at) parent.text += textOf(source.slice(at, end), parent)
    if (tag === -1) break
    at = readMarkup(source, tag, open, parent)
  }
  const unclosed = open[open.length - 1]
  if (unclosed !== undefined && unclosed !== document)
    throw new SyntaxError(`it ends in the middle of <${unclosed.name}>`)
  const root = document.children[0]
  if (root === undefined) throw new SyntaxError(source.trim() === '' ? 'it is empty' : 'it holds no element')
  return root
}

/** The first child of that name. */
export function child(element: Element, name: string): Element | undefined {
  return element.children.find((candidate) => candidate.name === name)
}

/** The text of the first child of that name; undefined where there is none. */
export function childText(element: Element, name: string): string | undefined {
  return child(element, name)?.text
}

/** Reads what begins with the `<` at `tag`; gives the position behind it. */
function readMarkup(source: string, tag: number, open: Element[], parent: Element): number {
  const next = source[tag + 1]
  if (next === '/') return readEndTag(source, tag, open, parent)
  if (next === '?') return endOf(source, tag, '?>')
  if (next !== '!') return readStartTag(source, tag, open, parent)
  if (source.startsWith('<!--', tag)) return endOf(source, tag, '-->')
  if (!source.startsWith('<![CDATA[', tag)) throw new SyntaxError('it has a document type, as HTML pages do')
  const end = endOf(source, tag, ']]>')
  parent.text += source.slice(tag + '<![CDATA['.length, end - ']]>'.length)
  return end
}

function readStartTag(source: string, tag: number, open: Element[], parent: Element): number {
  const end = endOf(source, tag, '>')
  const selfClosing = source[end - 2] === '/'
  const inside = source.slice(tag + 1, selfClosing ? end - 2 : end - 1)
  const name = localName(/^[^\s/<>&"'=]+/.exec(inside)?.[0])
  if (open.length === 1 && parent.children.length > 0)
    throw new SyntaxError(`<${name}> follows where it should end`)
  if (open.length > MAX_DEPTH) throw new SyntaxError('its elements are nested too deeply')
  const element: Element = { name, children: [], text: '' }
  parent.children.push(element)
  if (!selfClosing) open.push(element)
  return end
}

function readEndTag(source: string, tag: number, open: Element[], parent: Element): number {
  const end = endOf(source, tag, '>')
  const name = localName(source.slice(tag + 2, end - 1).trimEnd())
  if (open.length === 1 || name !== parent.name) throw new SyntaxError(`</${name}> closes what is not open`)
  open.pop()
  return end
}

function endOf(source: string, from: number, terminator: string): number {
  const at = source.indexOf(terminator, from)
  if (at === -1) throw new SyntaxError('it ends in the middle of a tag')
  return at + terminator.length
}

function localName(name: string | undefined): string {
  if (name === undefined || name === '') throw new SyntaxError('it has a `<` that begins no tag')
  return name.slice(name.indexOf(':') + 1)
}

function textOf(raw: string, parent: Element): string {
  if (parent.name === '' && raw.trim() !== '') throw new SyntaxError('it has text where an element should be')
  return raw.includes('&') ? raw.replace(/&([^;&]*);?/g, decodeReference) : raw
}

function decodeReference(reference: string, name: string): string {
  const known = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined
  if (known !== undefined && reference.endsWith(';')) return known
  const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name) ?? []
  const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal)
  if (!(code <= 0x10ffff) || !reference.endsWith(';'))
    throw new SyntaxError(`it has the unknown reference ${reference.slice(0, 20)}`)
  return String.fromCodePoint(code)
}

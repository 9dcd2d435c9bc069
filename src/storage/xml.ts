/**
 * A reader for the XML that S3 servers answer with: elements, text, nothing mixed. It is strict where a lenient one
 * would lose uploads in silence (anything cut off, unbalanced or unknown is an error) and exact where the usual ones
 * change keys: control characters, CR and characters beyond U+FFFF come out as the server wrote them.
 */
export interface XmlVisitor {
  /** @param depth 1 for the root */
  open(name: string, depth: number): void
  /** @param text the text of an element without children; otherwise without meaning */
  close(name: string, depth: number, text: string): void
}

/** A whole document as a tree, for the short ones. */
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
  const path = [document]
  readXml(source, {
    open(name, depth) {
      const element: Element = { name, children: [], text: '' }
      path[depth - 1]?.children.push(element)
      path[depth] = element
    },
    close(_name, depth, text) {
      const element = path[depth]
      if (element !== undefined) element.text = text
    },
  })
  return document.children[0] ?? document
}

/** The first child of that name. */
export function child(element: Element, name: string): Element | undefined {
  return element.children.find((candidate) => candidate.name === name)
}

/** The text of the first child of that name; undefined where there is none. */
export function childText(element: Element, name: string): string | undefined {
  return child(element, name)?.text
}

/**
 * Walks through a document and keeps nothing of it, because a listing has a thousand entries a page.
 *
 * @throws {SyntaxError} that says what was seen instead of XML
 */
export function readXml(source: string, visitor: XmlVisitor): void {
  new Walk(source, visitor).toTheEnd()
}

class Walk {
  readonly #source: string
  readonly #visitor: XmlVisitor
  /** The names of the open elements, as they are written, the root first. */
  readonly #open: string[] = []
  #text = ''
  #hadRoot = false

  constructor(source: string, visitor: XmlVisitor) {
    this.#source = source
    this.#visitor = visitor
  }

  toTheEnd(): void {
    const source = this.#source
    let at = source.charCodeAt(0) === 0xfeff ? 1 : 0
    while (at < source.length) {
      const tag = source.indexOf('<', at)
      const end = tag === -1 ? source.length : tag
      if (end > at) this.#addText(source.slice(at, end))
      if (tag === -1) break
      at = this.#markup(tag)
    }
    const unclosed = this.#open.at(-1)
    if (unclosed !== undefined) throw new SyntaxError(`it ends in the middle of <${localName(unclosed)}>`)
    if (!this.#hadRoot) throw new SyntaxError(source.trim() === '' ? 'it is empty' : 'it holds no element')
  }

  #addText(raw: string): void {
    if (this.#open.length === 0 && raw.trim() !== '')
      throw new SyntaxError('it has text where an element should be')
    this.#text += raw.includes('&') ? raw.replace(/&([^;&]*);?/g, decodeReference) : raw
  }

  /** Reads what begins with the `<` at `tag`; gives the position behind it. */
  #markup(tag: number): number {
    const source = this.#source
    const next = source[tag + 1]
    if (next === '/') return this.#endTag(tag)
    if (next === '?') return this.#endOf(tag, '?>')
    if (next !== '!') return this.#startTag(tag)
    if (source.startsWith('<!--', tag)) return this.#endOf(tag, '-->')
    if (!source.startsWith('<![CDATA[', tag))
      throw new SyntaxError('it has a document type, as HTML pages do')
    const end = this.#endOf(tag, ']]>')
    this.#text += source.slice(tag + '<![CDATA['.length, end - ']]>'.length)
    return end
  }

  #startTag(tag: number): number {
    const end = this.#endOf(tag, '>')
    const selfClosing = this.#source[end - 2] === '/'
    const inside = this.#source.slice(tag + 1, selfClosing ? end - 2 : end - 1)
    // Most tags are a name and nothing else.
    const written = /^\w+$/.test(inside) ? inside : (/^[^\s/<>&"'=]+/.exec(inside)?.[0] ?? '')
    const name = localName(written)
    if (this.#open.length === 0 && this.#hadRoot)
      throw new SyntaxError(`<${name}> follows where it should end`)
    if (this.#open.length >= MAX_DEPTH) throw new SyntaxError('its elements are nested too deeply')
    this.#hadRoot = true
    this.#open.push(written)
    this.#text = ''
    this.#visitor.open(name, this.#open.length)
    if (selfClosing) this.#close(name)
    return end
  }

  #endTag(tag: number): number {
    const end = this.#endOf(tag, '>')
    const written = this.#source.slice(tag + 2, end - 1).trimEnd()
    const name = localName(written)
    if (written !== this.#open.at(-1)) throw new SyntaxError(`</${name}> closes what is not open`)
    this.#close(name)
    return end
  }

  #close(name: string): void {
    this.#visitor.close(name, this.#open.length, this.#text)
    this.#open.pop()
    this.#text = ''
  }

  #endOf(from: number, terminator: string): number {
    const at = this.#source.indexOf(terminator, from)
    if (at === -1) throw new SyntaxError('it ends in the middle of a tag')
    return at + terminator.length
  }
}

function localName(written: string): string {
  if (written === '') throw new SyntaxError('it has a `<` that begins no tag')
  return written.includes(':') ? written.slice(written.indexOf(':') + 1) : written
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

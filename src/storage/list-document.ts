import { shortened } from './shortened.ts'
import { readXml } from './xml.ts'

/** The texts of an element's children, by name; of several of the same name the first. What is nested deeper is left out. */
export type Fields<Name extends string> = Partial<Record<Name, string>>

/** What to read of a document that lists something. */
export interface Shape<Own extends string, Item extends string> {
  readonly root: string
  /** The root's own fields that matter. */
  readonly own: readonly Own[]
  /** The name of the root's children that are listed. */
  readonly item: string
  /** Their fields that matter. */
  readonly fields: readonly Item[]
}

export interface ListDocument<Own extends string, Item extends string> {
  readonly own: Fields<Own>
  readonly items: readonly Fields<Item>[]
}

/** @throws {SyntaxError} that says what was seen instead of such a document */
export function readListDocument<Own extends string, Item extends string>(
  body: string,
  shape: Shape<Own, Item>,
): ListDocument<Own, Item> {
  const own: Fields<Own> = {}
  const items: Fields<Item>[] = []
  let item: Fields<Item> | undefined
  readXml(body, {
    open(name, depth) {
      if (depth === 1 && name !== shape.root) throw new SyntaxError(`it is <${name}>, not <${shape.root}>`)
      if (depth !== 2) return
      item = name === shape.item ? {} : undefined
      if (item !== undefined) items.push(item)
    },
    close(name, depth, text) {
      if (depth === 2 && item === undefined) keepFirst(own, shape.own, name, text)
      if (depth === 3 && item !== undefined) keepFirst(item, shape.fields, name, text)
    },
  })
  return { own, items }
}

/** A text that a request has to hold; undefined for none. @throws {SyntaxError} where no request can hold it */
export function sendable(name: string, text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined
  if (!text.isWellFormed()) throw new SyntaxError(`its ${name} cannot be read`)
  return text
}

/**
 * Does more follow? Where the server does not say, the marker of a next page does.
 *
 * @throws {SyntaxError} where it says so in words that mean nothing
 */
export function readTruncated(isTruncated: string | undefined, nextMarker: string | undefined): boolean {
  const text = isTruncated?.trim().toLowerCase() ?? ''
  if (text === 'true') return true
  if (text === 'false') return false
  if (text === '') return nextMarker !== undefined
  throw new SyntaxError(`its IsTruncated is ${JSON.stringify(shortened(text))}`)
}

function keepFirst<Name extends string>(
  fields: Fields<Name>,
  names: readonly Name[],
  name: string,
  text: string,
): void {
  const known = names.find((candidate) => candidate === name)
  if (known !== undefined) fields[known] ??= text
}

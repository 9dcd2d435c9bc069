/** A value in a JSON file that somebody else wrote. Whatever is not as expected is named by the way to it. */
export class JsonValue {
  readonly #value: unknown
  readonly #way: string

  constructor(value: unknown, way = '') {
    this.#value = value
    this.#way = way
  }

  at(name: string): JsonValue {
    if (!isRecord(this.#value)) throw this.#isNot('an object')
    return new JsonValue(this.#value[name], this.#way === '' ? name : `${this.#way}.${name}`)
  }

  list(): JsonValue[] {
    if (!Array.isArray(this.#value)) throw this.#isNot('a list')
    return this.#value.map((item: unknown, at) => new JsonValue(item, `${this.#way}[${at}]`))
  }

  text(): string {
    if (typeof this.#value !== 'string') throw this.#isNot('text')
    return this.#value
  }

  truth(): boolean {
    if (typeof this.#value !== 'boolean') throw this.#isNot('true or false')
    return this.#value
  }

  count(): number {
    if (typeof this.#value !== 'number' || !Number.isSafeInteger(this.#value) || this.#value < 0)
      throw this.#isNot('a whole number')
    return this.#value
  }

  /** A number of seconds, in ms. */
  seconds(): number {
    if (typeof this.#value !== 'number' || !(this.#value >= 0)) throw this.#isNot('a number of seconds')
    return this.#value * 1_000
  }

  /** A date, in ms since 1970. */
  date(): number {
    const ms = Date.parse(this.text())
    if (Number.isNaN(ms)) throw this.#isNot('a date')
    return ms
  }

  oneOf<Word extends string>(words: readonly Word[]): Word {
    const word = words.find((candidate) => candidate === this.#value)
    if (word === undefined) throw this.#isNot(`one of ${words.join(', ')}`)
    return word
  }

  isNull(): boolean {
    return this.#value === null
  }

  /** undefined for null; not for what is missing. */
  orNull<Read>(read: (value: JsonValue) => Read): Read | undefined {
    return this.isNull() ? undefined : read(this)
  }

  #isNot(what: string): SyntaxError {
    return new SyntaxError(`${this.#way === '' ? 'it' : `\`${this.#way}\``} is not ${what}`)
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

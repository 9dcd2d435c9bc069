/** Says something in one of several ways. That one way fails keeps none of the others back. */
export class Trying {
  readonly failures: string[] = []

  /** Did it work? */
  say(what: string, how: () => void): boolean {
    try {
      how()
      return true
    } catch (error) {
      this.failures.push(
        `The ${what} could not be written: ${error instanceof Error ? error.message : String(error)}`,
      )
      return false
    }
  }
}

/**
 * Something that the user can mend: the message says what happened, where, and what to do, and is shown without a
 * stack. Every other error is a bug of this action and keeps its stack and its cause.
 */
export class UserError extends Error {
  override readonly name = 'UserError'
}

/** What to say of any other error. */
export function bugMessage(error: unknown): string {
  return `This is a bug of the action: ${error instanceof Error ? error.message : String(error)}. Please report it with the stack above.`
}

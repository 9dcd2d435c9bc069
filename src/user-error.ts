/**
 * Something that the user can mend: the message says what happened, where, and what to do, and is shown without a
 * stack. Every other error is a bug of this action and keeps its stack and its cause.
 */
export class UserError extends Error {
  override readonly name = 'UserError'
}

import { styleText } from 'node:util'

export type Ink = (text: string) => string

/** Colours for a terminal, and none for a file or a pipe (nor where NO_COLOR asks for none). */
export const bold: Ink = (text) => paint('bold', text)
export const dim: Ink = (text) => paint('dim', text)
export const red: Ink = (text) => paint('red', text)
export const green: Ink = (text) => paint('green', text)
export const yellow: Ink = (text) => paint('yellow', text)
export const blue: Ink = (text) => paint('blue', text)
export const cyan: Ink = (text) => paint('cyan', text)

function paint(format: Parameters<typeof styleText>[0], text: string): string {
  return styleText(format, text, { stream: process.stdout })
}

/** What a stranger wrote, or a server said, must not steer the terminal. */
export function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (char) =>
    char === '\t' ? ' ' : `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  )
}

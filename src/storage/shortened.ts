/** No S3 server has a name or a code as long; what has one must not fill the log. */
const LONGEST = 1_200

/** What a server sent, on its way into a message. */
export function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text
}

import { element } from './xml.ts'

/** The account that owns buckets unless a test says otherwise. */
export const DEFAULT_OWNER = '111122223333'

/** Owner and initiator, as they stand in listings. */
export function ownerElement(name: 'Owner' | 'Initiator', account: string): string {
  const id = name === 'Initiator' ? `arn:aws:iam::${account}:user/embedded` : account.padEnd(64, '0')
  return `<${name}>${element('ID', id)}${element('DisplayName', 'embedded')}</${name}>`
}

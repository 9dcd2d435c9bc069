/** One upload of a listing, as a server writes it; undefined leaves an element out. */
export interface Entry {
  readonly key: string | undefined
  readonly uploadId: string | undefined
  readonly initiated?: string
  readonly storageClass?: string
}

export interface Page {
  readonly uploads?: readonly Entry[]
  readonly encodingType?: string | undefined
  readonly isTruncated?: string | undefined
  readonly nextKeyMarker?: string | undefined
  readonly nextUploadIdMarker?: string | undefined
}

export function listingXml(page: Page): string {
  const { uploads = [], encodingType, isTruncated, nextKeyMarker, nextUploadIdMarker } = page
  const entries = uploads.map(
    ({ key, uploadId, initiated, storageClass }) =>
      `<Upload>${element('Key', key)}${element('UploadId', uploadId)}${element('StorageClass', storageClass)}${element('Initiated', initiated)}</Upload>`,
  )
  return `<ListMultipartUploadsResult>${element('EncodingType', encodingType)}${element('NextKeyMarker', nextKeyMarker)}${element('NextUploadIdMarker', nextUploadIdMarker)}${element('IsTruncated', isTruncated)}${entries.join('')}</ListMultipartUploadsResult>`
}

export function element(name: string, text: string | undefined): string {
  if (text === undefined) return ''
  return `<${name}>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</${name}>`
}

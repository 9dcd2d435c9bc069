// The ceiling: the same requests by the same HTTP client, without a signature, a check, a retry or a judgement.
const http = require('node:http')

const { BENCH_ENDPOINT, BENCH_BUCKET, BENCH_JOB } = process.env
const CONCURRENCY = 64
const { hostname, port } = new URL(BENCH_ENDPOINT)
const agent = new http.Agent({ keepAlive: true, maxSockets: CONCURRENCY })

function send(method, path) {
  return new Promise((resolve, reject) => {
    const request = http.request({ method, hostname, port, path, agent }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => resolve(Buffer.concat(chunks).toString()))
    })
    request.on('error', reject).end()
  })
}

const last = (page, name) => page.match(`<${name}>(.*?)</${name}>`)?.[1]

async function list() {
  const uploads = []
  let markers = ''
  for (;;) {
    const page = await send('GET', `/${BENCH_BUCKET}?uploads${markers}`)
    if (BENCH_JOB !== 'list')
      for (const [, key, id] of page.matchAll(/<Key>(.*?)<\/Key><UploadId>(.*?)<\/UploadId>/g))
        uploads.push(`/${BENCH_BUCKET}/${key}?uploadId=${id}`)
    if (!page.includes('<IsTruncated>true<')) return uploads
    markers = `&key-marker=${encodeURIComponent(last(page, 'NextKeyMarker'))}&upload-id-marker=${last(page, 'NextUploadIdMarker')}`
  }
}

async function main() {
  const uploads = await list()
  let next = 0
  const work = async () => {
    while (next < uploads.length) await send(BENCH_JOB === 'clean' ? 'DELETE' : 'GET', uploads[next++])
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work))
  agent.destroy()
}

main()

import { afterAll } from 'vitest'
import { type S3Server, type S3ServerOptions, startS3Server } from '../s3-server/index.ts'

const started: S3Server[] = []

afterAll(() => Promise.all(started.map((server) => server.close())))

/** For tests that run side by side: the server is closed when all tests of the file are done. */
export async function startServerOfFile(options?: S3ServerOptions): Promise<S3Server> {
  const server = await startS3Server(options)
  started.push(server)
  return server
}

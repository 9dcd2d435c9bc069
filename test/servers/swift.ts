import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { promisify } from 'node:util'

import { install, Unavailable } from './packages.ts'
import { freePorts } from './port.ts'
import { inSandbox, type Sandbox } from './sandbox.ts'
import type { RealServer, ServerAddress } from './server.ts'

const execute = promisify(execFile)

const rings = ['account', 'container', 'object'] as const
type Ring = (typeof rings)[number]

/** OpenStack Swift with its S3 API: one of each server, and memcached, where the proxy keeps what it knows. */
export async function start(): Promise<RealServer> {
  await install('swift-proxy', 'swift-account', 'swift-container', 'swift-object', 'memcached')
  return inSandbox('Swift', build, await folderWithAttributes())
}

/** Swift keeps what it knows of an object in extended attributes, which not every file system has. */
async function folderWithAttributes(): Promise<string> {
  const candidates = ['/dev/shm', tmpdir(), '/var/tmp']
  for (const folder of candidates) if (await hasAttributes(folder)) return folder
  throw new Unavailable(`no file system with extended attributes at ${candidates.join(', ')}`)
}

const attributeProbe = `
import os, sys, tempfile
with tempfile.NamedTemporaryFile(dir=sys.argv[1]) as file:
  os.setxattr(file.name, "user.swift.probe", bytes(3000))
`

const hasAttributes = (folder: string): Promise<boolean> =>
  execute('/usr/bin/python3', ['-c', attributeProbe, folder]).then(
    () => true,
    () => false,
  )

async function build(sandbox: Sandbox): Promise<ServerAddress> {
  const [proxy = 0, cache = 0, account = 0, container = 0, object = 0] = await freePorts(5)
  await sandbox.folders('disk/one')
  await sandbox.write('swift.conf', clusterConfiguration)
  const ports = { account, container, object }
  await Promise.all(rings.map((ring) => startRing(sandbox, ring, ports[ring])))
  sandbox.daemon('memcached', 'memcached', '-u', sandbox.user, '-l', '127.0.0.1', '-p', `${cache}`, '-U', '0')
  await sandbox.write('proxy.conf', proxyConfiguration(sandbox, proxy, cache))
  sandbox.daemon('proxy', 'swift-proxy-server', 'proxy.conf', '--verbose')
  await Promise.all([...Object.values(ports), proxy].map((port) => answers(sandbox, port)))
  const version = await sandbox.run('/usr/bin/python3', '-c', 'import swift; print(swift.__version__)')
  return {
    name: 'Swift',
    version: version.trim(),
    endpoint: `http://127.0.0.1:${proxy}`,
    region: 'us-east-1',
    accessKeyId: 'test:owner',
    secretAccessKey: 'secret-of-owner',
    // Of the same account: to that of another account, the bucket would not exist.
    other: { accessKeyId: 'test:stranger', secretAccessKey: 'secret-of-stranger' },
  }
}

const clusterConfiguration = `[swift-hash]
swift_hash_path_prefix = real
swift_hash_path_suffix = server

[storage-policy:0]
name = only
default = yes
`

/** In the foreground and in one process, without a word to the system's log. */
const common = ({ folder, user }: Sandbox, port: number): string => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = ${user}
swift_dir = ${folder}
log_address = ${folder}/no-system-log
`

async function startRing(sandbox: Sandbox, ring: Ring, port: number): Promise<void> {
  const builder = (...args: string[]) => sandbox.run('swift-ring-builder', `${ring}.builder`, ...args)
  await builder('create', '2', '1', '1')
  await builder('add', `r1z1-127.0.0.1:${port}/one`, '1')
  await builder('rebalance')
  await sandbox.write(`${ring}.conf`, ringConfiguration(sandbox, ring, port))
  sandbox.daemon(ring, `swift-${ring}-server`, `${ring}.conf`, '--verbose')
}

const ringConfiguration = (sandbox: Sandbox, ring: Ring, port: number): string => `${common(sandbox, port)}
devices = ${sandbox.folder}/disk
mount_check = false
fallocate_reserve = 0

[pipeline:main]
pipeline = healthcheck ${ring}-server

[app:${ring}-server]
use = egg:swift#${ring}

[filter:healthcheck]
use = egg:swift#healthcheck
`

const proxyConfiguration = (
  sandbox: Sandbox,
  port: number,
  cache: number,
): string => `${common(sandbox, port)}
[pipeline:main]
pipeline = catch_errors gatekeeper healthcheck cache listing_formats bulk s3api tempauth slo dlo versioned_writes proxy-server

[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true

[filter:catch_errors]
use = egg:swift#catch_errors

[filter:gatekeeper]
use = egg:swift#gatekeeper

[filter:healthcheck]
use = egg:swift#healthcheck

[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:${cache}

[filter:listing_formats]
use = egg:swift#listing_formats

[filter:bulk]
use = egg:swift#bulk

[filter:s3api]
use = egg:swift#s3api
location = us-east-1

[filter:tempauth]
use = egg:swift#tempauth
user_test_owner = secret-of-owner .admin
user_test_stranger = secret-of-stranger

[filter:slo]
use = egg:swift#slo

[filter:dlo]
use = egg:swift#dlo

[filter:versioned_writes]
use = egg:swift#versioned_writes
`

const answers = (sandbox: Sandbox, port: number): Promise<void> =>
  sandbox.until('all four servers', async () => (await fetch(`http://127.0.0.1:${port}/healthcheck`)).ok)

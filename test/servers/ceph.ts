import { randomUUID } from 'node:crypto'

import { install } from './packages.ts'
import { freePorts } from './port.ts'
import { inSandbox, type Sandbox } from './sandbox.ts'
import type { Credentials, RealServer, ServerAddress } from './server.ts'

const owner = { accessKeyId: 'owner', secretAccessKey: 'secret-of-owner' }
const stranger = { accessKeyId: 'stranger', secretAccessKey: 'secret-of-stranger' }

/** Ceph with its S3 gateway: a monitor, one store in memory, and radosgw. A manager would only count what they do. */
export async function start(): Promise<RealServer> {
  await install('ceph-mon', 'ceph-osd', 'radosgw', 'ceph-common')
  return inSandbox('Ceph', build)
}

async function build(sandbox: Sandbox): Promise<ServerAddress> {
  const [monitor = 0, gateway = 0] = await freePorts(2)
  const cluster = randomUUID()
  await sandbox.folders('mon', 'osd', 'rgw')
  await sandbox.write('ceph.conf', configuration(sandbox.folder, cluster, monitor))
  await startMonitor(sandbox, cluster, monitor)
  await startStore(sandbox)
  const version = await sandbox.run('radosgw', '--version')
  // The first one creates the gateway's pools too, which is what takes the time.
  await createUser(sandbox, owner)
  await createUser(sandbox, stranger)
  const endpoint = await startGateway(sandbox, gateway)
  return {
    name: 'Ceph',
    version: /\d+\.\d+\.\d+/.exec(version)?.[0] ?? version,
    endpoint,
    region: 'us-east-1',
    ...owner,
    other: stranger,
  }
}

const configuration = (folder: string, cluster: string, monitorPort: number): string => `[global]
fsid = ${cluster}
mon host = [v2:127.0.0.1:${monitorPort}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
# The gateway wants an encrypted way to the monitor unless told so, and there is none without keys.
ms mon client mode = crc
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
# Each pool costs several changes of the cluster's map, and the monitor would collect changes for a second.
paxos propose interval = 0.05
paxos min wait = 0.01
mon allow pool size one = true
osd crush chooseleaf type = 0
osd objectstore = memstore
mon data = ${folder}/mon
osd data = ${folder}/osd
rgw data = ${folder}/rgw
run dir = ${folder}
crash dir = ${folder}
admin socket = ${folder}/$name.asok
keyring = ${folder}/keyring
# To the standard error, which the sandbox keeps.
log file =
log to stderr = true
mon cluster log file =
# A crash would print the last ten thousand events.
log max recent = 1
`

const configured = ['--conf', 'ceph.conf']

async function startMonitor(sandbox: Sandbox, cluster: string, port: number): Promise<void> {
  await sandbox.run('ceph-authtool', '--create-keyring', 'keyring', '--gen-key', '--name', 'mon.')
  const address = `[v2:127.0.0.1:${port}]`
  await sandbox.run('monmaptool', '--create', '--fsid', cluster, '--addv', 'a', address, 'monmap')
  await sandbox.run('ceph-mon', ...configured, '--id', 'a', '--mkfs', '--monmap', 'monmap')
  sandbox.daemon('ceph-mon', 'ceph-mon', '--foreground', ...configured, '--id', 'a')
}

async function startStore(sandbox: Sandbox): Promise<void> {
  const store = randomUUID()
  // Waits for the monitor by itself.
  await sandbox.run('ceph', ...configured, 'osd', 'new', store)
  await sandbox.run('ceph-osd', ...configured, '--id', '0', '--mkfs', '--osd-uuid', store)
  sandbox.daemon('ceph-osd', 'ceph-osd', '--foreground', ...configured, '--id', '0')
}

async function createUser(sandbox: Sandbox, user: Credentials): Promise<void> {
  const keys = ['--access-key', user.accessKeyId, '--secret-key', user.secretAccessKey]
  const names = ['--uid', user.accessKeyId, '--display-name', user.accessKeyId]
  await sandbox.run('radosgw-admin', ...configured, 'user', 'create', ...names, ...keys)
}

async function startGateway(sandbox: Sandbox, port: number): Promise<string> {
  const frontend = `--rgw-frontends=beast endpoint=127.0.0.1:${port}`
  sandbox.daemon('radosgw', 'radosgw', '--foreground', ...configured, '--name', 'client.rgw', frontend)
  const endpoint = `http://127.0.0.1:${port}`
  await sandbox.until('the gateway', async () => (await fetch(endpoint)).ok)
  return endpoint
}

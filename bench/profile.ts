import { readFileSync } from 'node:fs'

/** What V8 writes: a tree of calls, which of them was running at each sample, and how long after the one before. */
interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[]
  readonly samples: readonly number[]
  /** Microseconds. */
  readonly timeDeltas: readonly number[]
}

interface CallFrame {
  readonly functionName: string
  readonly url: string
}

/** Whose code it is: what is in dist/, the JavaScript that Node brings, or what is not JavaScript. */
export type Owner = 'dist' | 'node' | 'native'

/** A function of dist/, a module of Node's, or a native function: what one would want to make faster. */
export interface Place {
  readonly owner: Owner
  readonly name: string
  /** Its own time, without that of what it calls. */
  readonly cpuMs: number
}

export interface Profile {
  readonly idleMs: number
  readonly places: readonly Place[]
}

/** Where a Node process spent its time. */
export function readProfile(path: string): Profile {
  const { nodes, samples, timeDeltas }: CpuProfile = JSON.parse(readFileSync(path, 'utf8'))
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]))
  const places = new Map<string, Place>()
  let idleMs = 0
  for (const [index, id] of samples.entries()) {
    const frame = frames.get(id)
    const ms = (timeDeltas[index] ?? 0) / 1_000
    if (frame === undefined || frame.functionName === '(idle)') {
      idleMs += ms
      continue
    }
    const { owner, name } = locate(frame)
    const place = `${owner} ${name}`
    places.set(place, { owner, name, cpuMs: (places.get(place)?.cpuMs ?? 0) + ms })
  }
  return { idleMs, places: [...places.values()] }
}

function locate({ functionName, url }: CallFrame): Pick<Place, 'owner' | 'name'> {
  const name = functionName === '' ? '(unnamed)' : functionName
  if (url === '') return { owner: 'native', name }
  return url.startsWith('node:') ? { owner: 'node', name: url } : { owner: 'dist', name }
}

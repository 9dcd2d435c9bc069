import { cpus, loadavg, totalmem, type } from 'node:os'
import { number } from './quantity.ts'

const GIB = 1024 ** 3

/** Where it was measured, as lines of Markdown. */
export function describeMachine(loadBefore: readonly number[]): string[] {
  const processors = cpus()
  return [
    `- ${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}, ${number(totalmem() / GIB)} GiB, ${type()}, Node ${process.versions.node}`,
    `- load average over a minute: ${number(loadBefore[0] ?? Number.NaN, 2)} before, ${number(loadavg()[0] ?? Number.NaN, 2)} after (the bench itself makes about two)`,
  ]
}

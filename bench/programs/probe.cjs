// Preloaded into every Node process that is measured: what it took, written as the last thing it does. Not
// `resourceUsage().maxRSS`: on Linux that begins with the memory of the process that started this one.
const { readFileSync, writeFileSync } = require('node:fs')

process.on('exit', () => {
  const { user, system } = process.cpuUsage()
  writeFileSync(
    process.env.BENCH_PROBE,
    JSON.stringify({ cpuMs: (user + system) / 1_000, peakBytes: peak() }),
  )
})

function peak() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024
  return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024
}

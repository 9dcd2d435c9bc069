import { Runner } from '../github/runner.ts'
import { main } from './main.ts'

// Whoever reads the log may have gone: the outputs are still wanted.
process.stdout.on('error', () => {})

process.exitCode = await main({ env: process.env, runner: new Runner() })

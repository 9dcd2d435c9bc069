import { Runner } from '../github/runner.ts'
import { main } from './main.ts'

process.exitCode = await main({ env: process.env, runner: new Runner() })

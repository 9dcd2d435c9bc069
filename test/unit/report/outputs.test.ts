import { expect, test } from 'vitest'
import { toOutputs } from '../../../src/report/outputs.ts'
import { report, totals } from '../sum-up/reports.ts'

const COUNTS = { listed: 9_999, stale: 5, aborted: 1, alreadyGone: 2, failed: 3, deferred: 4, kept: 6 }

test('the numbers are plain digits', () => {
  const bytesFreed = { bytes: 1_234_567_890_123, isExact: true }

  expect(toOutputs(report({ totals: totals({ ...COUNTS, bytesFreed }) }), '/tmp/report.json')).toEqual({
    listed: '9999',
    stale: '5',
    aborted: '1',
    'already-gone': '2',
    failed: '3',
    deferred: '4',
    kept: '6',
    'bytes-freed': '1234567890123',
    'report-path': '/tmp/report.json',
  })
})

test('bytes that are not known are empty, and never 0', () => {
  const unknown = { bytesFreed: { bytes: 7, isExact: false } }

  expect(toOutputs(report({ totals: totals(unknown) }), '')['bytes-freed']).toBe('')
  expect(toOutputs(report(), '')['bytes-freed']).toBe('0')
})

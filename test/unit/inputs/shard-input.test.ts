import { expect, test } from 'vitest'
import { parseInputs } from '../../../src/inputs/parse.ts'

const BUCKET = { INPUT_BUCKET: 'my-bucket' }

test.each([
  ['1/1', { index: 1, of: 1 }],
  ['2/5', { index: 2, of: 5 }],
  ['256/256', { index: 256, of: 256 }],
])('shard %s is a share of the work', (text, shard) => {
  expect(parseInputs({ ...BUCKET, INPUT_SHARD: text })).toMatchObject({ kind: 'valid', inputs: { shard } })
})

test.each(['0/5', '6/5', 'a/b', '1/0', '0/0', '1', '1/', '/5', '-1/5', '1.5/5', '1/5/9', '1 / 5', '1/257'])(
  'shard %s is refused with a right example',
  (text) => {
    expect(parseInputs({ ...BUCKET, INPUT_SHARD: text })).toEqual({
      kind: 'invalid',
      problems: [
        `Input \`shard\`: \`${text}\` is not a share of the work. Write for example \`shard: 2/5\` for the second of five (at most 256).`,
      ],
    })
  },
)

test('shard is refused together with upload-id: there is one upload, and nothing to share', () => {
  expect(parseInputs({ ...BUCKET, INPUT_SHARD: '2/5', 'INPUT_UPLOAD-ID': 'abc' })).toEqual({
    kind: 'invalid',
    problems: [
      'Input `shard`: cannot be used together with `upload-id`: there is only one upload to abort. Leave one of them out.',
    ],
  })
})

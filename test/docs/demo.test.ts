import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify, stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readCommandLine } from '../../demo/command-line.ts'
import { toLogLines } from '../../demo/log.ts'
import { toPage } from '../../demo/summary-page.ts'
import { toLines } from '../../demo/summary-text.ts'
import { read } from './repository.ts'

describe('the options of the demo', () => {
  it('are the inputs of the action; a bucket of one’s own is dry unless told otherwise', () => {
    expect(readCommandLine(['--bucket', 'b', '--prefix', 'x/', '--prefix', 'y/', '--no-verify'])).toEqual({
      kind: 'own',
      inputs: { bucket: 'b', prefix: 'x/\ny/', verify: 'false', 'dry-run': 'true' },
    })
    expect(readCommandLine(['--bucket', 'b', '--no-dry-run'])).toMatchObject({
      inputs: { 'dry-run': 'false' },
    })
  })

  it('change the make-believe runs, where no bucket is named', () => {
    expect(readCommandLine(['--max-age', '1d'])).toEqual({
      kind: 'make-believe',
      inputs: { 'max-age': '1d' },
    })
    expect(readCommandLine([])).toEqual({ kind: 'make-believe', inputs: {} })
  })

  it.each([['--endpoint', 'https://s3.example.com'], ['--bukcet', 'b'], ['--dry-run=yes'], ['bucket']])(
    'refuse %s',
    (...args) => {
      expect(readCommandLine(args)).toMatchObject({ kind: 'mistake' })
    },
  )
})

describe('the log', () => {
  it('is shown as GitHub shows it', () => {
    const stdout =
      '::add-mask::top-secret\nIt is top-secret.\n::group::Aborting\none\n::endgroup::\n::error title=x::100%25 wrong\n'
    expect(toLogLines(stdout).map(stripVTControlCharacters)).toEqual([
      'It is ***.',
      '▾ Aborting',
      '│ one',
      'Error: 100% wrong',
    ])
  })

  it('cannot steer the terminal', () => {
    expect(toLogLines('a\u001b[2Jb\u202E')).toEqual(['a\\u{1b}[2Jb\\u{202e}'])
  })
})

describe('the summary', () => {
  const markdown = [
    '## Title',
    '**Aborted `b`.**',
    '- 1 &#60;b&#62;\n- two',
    '| Key | Parts |\n| --- | ---: |\n| `a<img src=x>` | 3 |',
    '<details><summary>More</summary>\n\n<script>alert(1)</script>\n\n</details>',
  ].join('\n\n')

  it('becomes a page on which only our own markup is markup', () => {
    const [, main = ''] = toPage(markdown).split('<main>')
    expect(main).toContain('<td><code>a&#60;img src=x&#62;</code></td><td class="right">3</td>')
    expect(main).toContain('<li>1 &#60;b&#62;</li>')
    expect(main).toContain('<strong>Aborted <code>b</code>.</strong>')
    expect(main).not.toMatch(
      /<(?!\/?(?:h2|p|ul|li|table|thead|tbody|tr|th|td|code|strong|details|summary|main|html)\b)/,
    )
  })

  it('becomes lines for a terminal', () => {
    const lines = toLines(markdown).map(stripVTControlCharacters)
    expect(lines.filter((line) => line !== '')).toEqual([
      'Title',
      'Aborted b.',
      '• 1 <b>',
      '• two',
      'Key           Parts',
      '────────────  ─────',
      'a<img src=x>      3',
      '▸ More',
      '  <script>alert(1)</script>',
    ])
  })
})

describe('the demo', () => {
  it('aborts what is stale in its make-believe bucket, and nothing else', async () => {
    const demo = fileURLToPath(new URL('../../demo/demo.ts', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [demo], {
      env: { ...process.env, NO_COLOR: '1' },
    })
    expect(stdout).toContain('Would abort 6 stale uploads')
    expect(stdout).toContain('Aborted 6 stale uploads')
    expect(stdout.match(/^kept +\w+\//gm)).toHaveLength(5)
    expect(stdout.match(/^aborted +\w+\//gm)).toHaveLength(6)
    expect(stdout).toContain('untouched')
    expect(read('demo/out/summary.html')).not.toContain('<img')
  })
})

import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 1421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 4708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 8161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 1708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:process");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 8500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 3581:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   b: () => (/* binding */ Runner)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3024);
/* harmony import */ var _report_visible_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(5944);
/* harmony import */ var _toolkit_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(1777);



/** GitHub shows ten annotations of a level for a step; the rest would be lost without a word. */
const MOST_ANNOTATIONS = 10;
/** The runner that started this process: what it reads from our output, and the files that it collects. */
class Runner {
    #annotations = { error: 0, warning: 0, notice: 0 };
    /** Hides the value wherever it would be shown. */
    mask(secret) {
        (0,_toolkit_js__WEBPACK_IMPORTED_MODULE_1__/* .issueCommand */ .Lb)('add-mask', {}, secret);
    }
    log(line) {
        process.stdout.write(`${(0,_report_visible_js__WEBPACK_IMPORTED_MODULE_2__/* .logLine */ .BP)(line)}\n`);
    }
    /** A block of lines that is folded until somebody asks for it. */
    group(title, lines) {
        (0,_toolkit_js__WEBPACK_IMPORTED_MODULE_1__/* .issueCommand */ .Lb)('group', {}, (0,_report_visible_js__WEBPACK_IMPORTED_MODULE_2__/* .logLine */ .BP)(title));
        for (const line of lines)
            this.log(line);
        (0,_toolkit_js__WEBPACK_IMPORTED_MODULE_1__/* .issueCommand */ .Lb)('endgroup', {}, '');
    }
    annotate(level, message) {
        if (++this.#annotations[level] <= MOST_ANNOTATIONS)
            (0,_toolkit_js__WEBPACK_IMPORTED_MODULE_1__/* .issueCommand */ .Lb)(level, {}, (0,_report_visible_js__WEBPACK_IMPORTED_MODULE_2__/* .logLine */ .BP)(message));
        else
            this.log(`${level}: ${message}`);
    }
    setOutput(name, value) {
        if (process.env.GITHUB_OUTPUT)
            (0,_toolkit_js__WEBPACK_IMPORTED_MODULE_1__/* .issueFileCommand */ .n0)('OUTPUT', (0,_toolkit_js__WEBPACK_IMPORTED_MODULE_1__/* .prepareKeyValueMessage */ .vC)(name, value));
    }
    addSummary(markdown) {
        if (process.env.GITHUB_STEP_SUMMARY)
            (0,_toolkit_js__WEBPACK_IMPORTED_MODULE_1__/* .issueFileCommand */ .n0)('STEP_SUMMARY', markdown);
    }
    /** For a bug: the stack, which is text of many lines, and still no command. */
    logStack(error) {
        const stack = error instanceof Error ? describeWithCauses(error) : String(error);
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeSync)(2, stack
            .split('\n')
            .map((line) => `${(0,_report_visible_js__WEBPACK_IMPORTED_MODULE_2__/* .logLine */ .BP)(line)}\n`)
            .join(''));
    }
}
function describeWithCauses(error) {
    const stack = error.stack ?? error.message;
    return error.cause instanceof Error ? `${stack}\nCaused by: ${describeWithCauses(error.cause)}` : stack;
}


/***/ }),

/***/ 1777:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  ob: () => (/* reexport */ Context),
  Lb: () => (/* reexport */ issueCommand),
  n0: () => (/* reexport */ issueFileCommand),
  vC: () => (/* reexport */ prepareKeyValueMessage)
});

;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/utils.js
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */
/**
 * Sanitizes an input into a string so it can be passed into issueCommand safely
 * @param input input to sanitize into a string
 */
function toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
/**
 *
 * @param annotationProperties
 * @returns The command properties to send with the actual annotation command
 * See IssueCommandProperties: https://github.com/actions/runner/blob/main/src/Runner.Worker/ActionCommandManager.cs#L646
 */
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/command.js


/**
 * Issues a command to the GitHub Actions runner
 *
 * @param command - The command name to issue
 * @param properties - Additional properties for the command (key-value pairs)
 * @param message - The message to include with the command
 * @remarks
 * This function outputs a specially formatted string to stdout that the Actions
 * runner interprets as a command. These commands can control workflow behavior,
 * set outputs, create annotations, mask values, and more.
 *
 * Command Format:
 *   ::name key=value,key=value::message
 *
 * @example
 * ```typescript
 * // Issue a warning annotation
 * issueCommand('warning', {}, 'This is a warning message');
 * // Output: ::warning::This is a warning message
 *
 * // Set an environment variable
 * issueCommand('set-env', { name: 'MY_VAR' }, 'some value');
 * // Output: ::set-env name=MY_VAR::some value
 *
 * // Add a secret mask
 * issueCommand('add-mask', {}, 'secretValue123');
 * // Output: ::add-mask::secretValue123
 * ```
 *
 * @internal
 * This is an internal utility function that powers the public API functions
 * such as setSecret, warning, error, and exportVariable.
 */
function issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function issue(name, message = '') {
    issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");
;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");
;// CONCATENATED MODULE: ./node_modules/@actions/core/lib/file-command.js
// For internal use, subject to change.
// We use any as a valid input type
/* eslint-disable @typescript-eslint/no-explicit-any */




function issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_namespaceObject.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_namespaceObject.appendFileSync(filePath, `${toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
        encoding: 'utf8'
    });
}
function prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = toCommandValue(value);
    // These should realistically never happen, but just in case someone finds a
    // way to exploit uuid generation let's not allow keys or values that contain
    // the delimiter.
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_namespaceObject.EOL}${convertedValue}${external_os_namespaceObject.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: ./node_modules/@actions/github/lib/context.js


class Context {
    /**
     * Hydrate the context from the environment
     */
    constructor() {
        var _a, _b, _c;
        this.payload = {};
        if (process.env.GITHUB_EVENT_PATH) {
            if ((0,external_fs_namespaceObject.existsSync)(process.env.GITHUB_EVENT_PATH)) {
                this.payload = JSON.parse((0,external_fs_namespaceObject.readFileSync)(process.env.GITHUB_EVENT_PATH, { encoding: 'utf8' }));
            }
            else {
                const path = process.env.GITHUB_EVENT_PATH;
                process.stdout.write(`GITHUB_EVENT_PATH ${path} does not exist${external_os_namespaceObject.EOL}`);
            }
        }
        this.eventName = process.env.GITHUB_EVENT_NAME;
        this.sha = process.env.GITHUB_SHA;
        this.ref = process.env.GITHUB_REF;
        this.workflow = process.env.GITHUB_WORKFLOW;
        this.action = process.env.GITHUB_ACTION;
        this.actor = process.env.GITHUB_ACTOR;
        this.job = process.env.GITHUB_JOB;
        this.runAttempt = parseInt(process.env.GITHUB_RUN_ATTEMPT, 10);
        this.runNumber = parseInt(process.env.GITHUB_RUN_NUMBER, 10);
        this.runId = parseInt(process.env.GITHUB_RUN_ID, 10);
        this.apiUrl = (_a = process.env.GITHUB_API_URL) !== null && _a !== void 0 ? _a : `https://api.github.com`;
        this.serverUrl = (_b = process.env.GITHUB_SERVER_URL) !== null && _b !== void 0 ? _b : `https://github.com`;
        this.graphqlUrl =
            (_c = process.env.GITHUB_GRAPHQL_URL) !== null && _c !== void 0 ? _c : `https://api.github.com/graphql`;
    }
    get issue() {
        const payload = this.payload;
        return Object.assign(Object.assign({}, this.repo), { number: (payload.issue || payload.pull_request || payload).number });
    }
    get repo() {
        if (process.env.GITHUB_REPOSITORY) {
            const [owner, repo] = process.env.GITHUB_REPOSITORY.split('/');
            return { owner, repo };
        }
        if (this.payload.repository) {
            return {
                owner: this.payload.repository.owner.login,
                repo: this.payload.repository.name
            };
        }
        throw new Error("context.repo requires a GITHUB_REPOSITORY environment variable like 'owner/repo'");
    }
}
//# sourceMappingURL=context.js.map
;// CONCATENATED MODULE: ./lib/github/toolkit.js
/**
 * The parts of GitHub's toolkit that a run needs. They are taken from behind the packages' front doors, because those
 * load an HTTP client (undici, for OIDC tokens) and Octokit on the way: 45 and 50 ms of the 85 that a short run takes.
 */





/***/ }),

/***/ 5691:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(7598);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(8161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(6760);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(8500);
/* harmony import */ var _github_runner_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(3581);
/* harmony import */ var _main_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(6238);
/* harmony import */ var _sweep_cancellation_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(8057);







// A log that nobody reads any more is no reason to leave the work half done and unreported.
process.stdout.on('error', () => { });
const cancellation = new _sweep_cancellation_js__WEBPACK_IMPORTED_MODULE_6__/* .Cancellation */ .m();
for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => cancellation.cancel());
const exitCode = await (0,_main_js__WEBPACK_IMPORTED_MODULE_5__/* .main */ .i)({
    env: process.env,
    runner: new _github_runner_js__WEBPACK_IMPORTED_MODULE_4__/* .Runner */ .b(),
    cancellation,
    reportPath: (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(process.env.RUNNER_TEMP || (0,node_os__WEBPACK_IMPORTED_MODULE_1__.tmpdir)(), 'abort-stale-multipart-uploads', `report-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)()}.json`),
    nowMs: Date.now,
    random: Math.random,
    // A timer that is cut short says so with the signal's own reason, not with an AbortError that wraps it.
    sleep: async (ms, signal) => {
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_3__.setTimeout)(ms, undefined, { signal }).catch(() => signal.throwIfAborted());
    },
});
// A connection that hangs must not keep the step alive; what was written must still get out.
process.stdout.write('', () => process.exit(exitCode));

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 6238:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  i: () => (/* binding */ main)
});

// EXTERNAL MODULE: ./lib/github/toolkit.js + 7 modules
var toolkit = __nccwpck_require__(1777);
;// CONCATENATED MODULE: ./lib/github/run-context.js

/** undefined outside GitHub Actions. */
function readRunContext() {
    try {
        const { repo, workflow, job, runId, runAttempt, serverUrl } = new toolkit/* Context */.ob();
        if (!Number.isInteger(runId))
            return undefined;
        const repository = `${repo.owner}/${repo.repo}`;
        const attempt = Number.isInteger(runAttempt) ? runAttempt : 1;
        return {
            repository,
            workflow,
            job,
            runId,
            attempt,
            url: `${serverUrl}/${repository}/actions/runs/${runId}`,
        };
    }
    catch {
        // Without GITHUB_REPOSITORY, or with an event file that is no JSON: a report is worth more than its origin.
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/uploads/glob.js
/** More alternatives than this are a mistake, not a pattern. */
const MAX_ALTERNATIVES = 1_000;
/** Each alternative that is expanded takes its place on the stack. */
const MAX_BRACES = 100;
/** Any of the characters that make a text a glob. */
function isGlob(text) {
    return /[*?[{\\]/.test(text);
}
/** @throws {SyntaxError} with a message that says what is wrong with the pattern */
function parseGlob(source) {
    if (source.split('{', MAX_BRACES + 2).length > MAX_BRACES + 1)
        throw new SyntaxError(`has more than ${MAX_BRACES} \`{\`; write several patterns`);
    if (source.startsWith('!'))
        throw new SyntaxError('begins with `!`, and no pattern is negated here; name what is to be kept in `exclude`, or write `\\!` for the character itself');
    return { source, alternatives: expandBraces(source).map(tokenize) };
}
function matchesAny(globs, text) {
    return globs.some((glob) => matches(glob, text));
}
/** Does the glob match the whole text? */
function matches(glob, text) {
    return glob.alternatives.some((tokens) => matchesTokens(tokens, text));
}
/** Follows all positions in the pattern at once, one character of the text after the other. */
function matchesTokens(tokens, text) {
    let reached = new Set();
    enter(tokens, 0, reached);
    for (const char of text) {
        const next = new Set();
        for (const at of reached)
            advance(tokens, at, char, next);
        if (next.size === 0)
            return false;
        reached = next;
    }
    return reached.has(tokens.length);
}
/** Adds the position, and those behind tokens that may match nothing. */
function enter(tokens, from, reached) {
    for (let at = from; !reached.has(at); at++) {
        reached.add(at);
        const kind = tokens[at]?.kind;
        if (kind !== 'star' && kind !== 'globstar' && kind !== 'segments')
            return;
    }
}
function advance(tokens, at, char, next) {
    const token = tokens[at];
    switch (token?.kind) {
        case undefined:
            return;
        case 'char':
            if (token.char === char)
                enter(tokens, at + 1, next);
            return;
        case 'set':
            if (char !== '/' && inSet(token, char))
                enter(tokens, at + 1, next);
            return;
        case 'one':
            if (char !== '/')
                enter(tokens, at + 1, next);
            return;
        case 'star':
            if (char !== '/')
                enter(tokens, at, next);
            return;
        case 'globstar':
            enter(tokens, at, next);
            return;
        case 'segments':
            // In the middle of a segment the rest of the pattern may not begin; behind its slash it may.
            if (char === '/')
                enter(tokens, at, next);
            else
                next.add(at);
    }
}
function inSet(set, char) {
    return set.ranges.some(([from, to]) => from <= char && char <= to) !== set.negated;
}
function tokenize(pattern) {
    if (/(?<!\\)\/$/.test(pattern))
        throw new SyntaxError(`ends in \`/\`, and matches nothing below it; write \`${pattern}**\` for all that is, or \`\\/\` for the character itself`);
    const chars = [...pattern];
    const tokens = [];
    let at = 0;
    while (at < chars.length) {
        const char = chars[at] ?? '';
        if (char === '\\') {
            tokens.push({ kind: 'char', char: escaped(chars, at) });
            at += 2;
        }
        else if (char === '[') {
            const end = endOfSet(chars, at);
            tokens.push(parseSet(chars.slice(at + 1, end)));
            at = end + 1;
        }
        else if (char === '*') {
            let end = at;
            while (chars[end] === '*')
                end++;
            if (end === at + 1)
                tokens.push({ kind: 'star' });
            else if (chars[end] === '/' && (at === 0 || chars[at - 1] === '/')) {
                tokens.push({ kind: 'segments' });
                end++;
            }
            else
                tokens.push({ kind: 'globstar' });
            at = end;
        }
        else {
            tokens.push(char === '?' ? { kind: 'one' } : { kind: 'char', char });
            at++;
        }
    }
    return tokens;
}
function escaped(chars, at) {
    const char = chars[at + 1];
    if (char === undefined)
        throw new SyntaxError('ends with a lone `\\`; write `\\\\` for a backslash');
    return char;
}
/** The position of the `]`; one right behind the opening `[` or `[!` stands for itself. */
function endOfSet(chars, start) {
    const first = chars[start + 1] === '!' || chars[start + 1] === '^' ? start + 2 : start + 1;
    const end = chars.indexOf(']', first + 1);
    if (chars.slice(start, end).includes('\\'))
        throw new SyntaxError('has a `\\` within `[` and `]`; write `{\\],a}` in place of `[\\]a]`');
    if (end === -1)
        throw new SyntaxError('has a `[` without its `]`; write `\\[` for the character itself');
    return end;
}
function parseSet(chars) {
    const negated = chars[0] === '!' || chars[0] === '^';
    const members = negated ? chars.slice(1) : chars;
    const ranges = [];
    for (let at = 0; at < members.length; at++) {
        const from = members[at] ?? '';
        const to = members[at + 1] === '-' ? members[at + 2] : undefined;
        ranges.push([from, to ?? from]);
        if (to !== undefined)
            at += 2;
    }
    return { kind: 'set', negated, ranges };
}
/** `a{b,c}d` is `abd` and `acd`; braces nest. */
function expandBraces(pattern) {
    const open = indexOfBrace(pattern);
    if (open === -1)
        return [pattern];
    const { choices, end } = readChoices(pattern, open);
    const tails = expandBraces(pattern.slice(end + 1));
    const heads = choices.flatMap(expandBraces);
    if (heads.length * tails.length > MAX_ALTERNATIVES) {
        throw new SyntaxError(`stands for more than ${MAX_ALTERNATIVES} patterns; write fewer \`{a,b}\``);
    }
    return heads.flatMap((head) => tails.map((tail) => pattern.slice(0, open) + head + tail));
}
function indexOfBrace(pattern) {
    for (let at = 0; at < pattern.length; at++) {
        if (pattern[at] === '\\')
            at++;
        else if (pattern[at] === '{')
            return at;
    }
    return -1;
}
function readChoices(pattern, open) {
    const choices = [];
    let depth = 0;
    let start = open + 1;
    for (let at = open; at < pattern.length; at++) {
        const char = pattern[at];
        if (char === '\\')
            at++;
        else if (char === '{')
            depth++;
        else if (char === ',' && depth === 1) {
            choices.push(pattern.slice(start, at));
            start = at + 1;
        }
        else if (char === '}' && --depth === 0) {
            if (choices.length === 0)
                throw new SyntaxError('has `{` and `}` without a comma in between; write `\\{` for the character itself, and `[1-3]` or `{1,2,3}` for a range');
            return { choices: [...choices, pattern.slice(start, at)], end: at };
        }
    }
    throw new SyntaxError('has a `{` without its `}`; write `\\{` for the character itself');
}

;// CONCATENATED MODULE: ./lib/inputs/bucket-name.js

const ACCESS_POINT_ARN = /^arn:[a-z-]+:(s3|s3-outposts):([a-z0-9-]*):\d{12}:(?:accesspoint|outpost)[:/][A-Za-z0-9:/.-]+$/;
/** The longest name that any known store allows; AWS has had names of 255 characters. */
const LONGEST_NAME = 255;
function isArn(bucket) {
    return bucket.startsWith('arn:');
}
/** What is wrong with a bucket as the user wrote it; undefined when it can be used. */
function bucketProblem(bucket, endpoint) {
    // Not shown: it holds a password.
    if (/:.*@/.test(bucket))
        return 'must not hold a user or password. Write the name alone, for example `bucket: my-bucket`.';
    if (/[?&][^=]*(?:signature|token|credential)=/i.test(bucket))
        return 'must not be a signed URL. Write the name alone, for example `bucket: my-bucket`.';
    if (bucket.includes('://'))
        return urlProblem(bucket);
    if (isArn(bucket))
        return arnProblem(bucket, endpoint);
    // No bucket may be called so: it is the alias of a multi-region access point.
    if (endpoint === undefined && bucket.endsWith('.mrap'))
        return multiRegionProblem(bucket);
    if (bucket === '.' || bucket === '..')
        return `\`${bucket}\` is not a bucket name: in a URL it would address another bucket.`;
    // In a glob such as `{dev,test}-logs` a comma is right.
    if (bucket.includes(',') && !bucket.includes('{'))
        return `\`${bucket}\` is not a bucket name. Write one bucket a line.`;
    if (bucket.includes('/'))
        return pathProblem(bucket);
    // A glob is for the buckets of one's own, so it does without `?`, which is more often the begin of a query.
    if (/[\s?#\p{Cc}\p{Cs}%"<>^`|\\]/u.test(isGlob(bucket) ? bucket.replaceAll('\\', '') : bucket) ||
        bucket.length > LONGEST_NAME) {
        return `\`${bucket}\` is not a bucket name. Write for example \`bucket: my-bucket\`, or a glob such as \`logs-*\`.`;
    }
    return undefined;
}
function urlProblem(url) {
    const [, scheme = '', bucket = '', key = ''] = /^(\w+):\/\/([^/]*)\/?(.*)$/.exec(url) ?? [];
    if (scheme !== 's3')
        return `\`${url}\` is a URL. Write the bucket's name here, and the URL of the store as \`endpoint\`.`;
    const prefix = key === '' ? '' : ` and \`prefix: ${key}\``;
    return `\`${url}\` is a URL. Write \`bucket: ${bucket}\`${prefix}.`;
}
function pathProblem(path) {
    const [bucket = '', ...rest] = path.split('/');
    return `\`${path}\` is not a bucket name. Write \`bucket: ${bucket}\` and \`prefix: ${rest.join('/')}\`, if that is meant.`;
}
function arnProblem(arn, endpoint) {
    const [, , region] = ACCESS_POINT_ARN.exec(arn) ?? [];
    if (region === undefined) {
        return `\`${arn}\` is not an access point ARN. Write for example \`arn:aws:s3:eu-central-1:123456789012:accesspoint/my-access-point\`, or a bucket's name.`;
    }
    if (region === '')
        return multiRegionProblem(arn);
    if (endpoint !== undefined)
        return `\`${arn}\` is an ARN, which only AWS knows. Leave \`endpoint\` out, or name a bucket.`;
    return undefined;
}
function multiRegionProblem(bucket) {
    return `\`${bucket}\` is a multi-region access point, which this action cannot sign for. Name the buckets behind it.`;
}

;// CONCATENATED MODULE: ./lib/uploads/shard.js
/** Each share lists the whole bucket: with more of them the listing costs more than the sharing saves. */
const MOST_SHARDS = 256;
/** Reads `2/5`; undefined for anything else. */
function parseShard(text) {
    const [, index = 0, of = 0] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
    return index >= 1 && index <= of && of <= MOST_SHARDS ? { index, of } : undefined;
}
/**
 * Is this upload in the share? Decided by the upload alone, so that the shares are disjoint and complete, and stay the
 * same while other uploads come and go. FNV-1a over UTF-16 units, then mixed: neighbouring keys spread evenly.
 */
function isInShard(shard, upload) {
    return hash(`${upload.bucket}\n${upload.uploadId}\n${upload.key}`) % shard.of === shard.index - 1;
}
function hash(text) {
    let h = 0x811c9dc5;
    for (let at = 0; at < text.length; at++)
        h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
    return (h ^ (h >>> 13)) >>> 0;
}

;// CONCATENATED MODULE: ./lib/inputs/endpoint.js
/** Stores that sign for the region `auto`: Cloudflare R2, Google Cloud Storage. */
const REGION_AUTO_HOSTS = /(?:^|\.)(?:r2\.cloudflarestorage\.com|storage\.googleapis\.com)$/;
/** What follows a bucket in the host names of well-known stores. A bucket `s3` at `s3.example.com` is no mistake. */
const S3_HOSTS = /^\.(?:s3[.-]|[\w.-]+\.(?:digitaloceanspaces|r2\.cloudflarestorage|aliyuncs|linodeobjects|your-objectstorage|idrivee2(?:-\d+)?)\.com$|storage\.googleapis\.com$)/;
function wantsRegionAuto(endpoint) {
    return REGION_AUTO_HOSTS.test(endpoint.hostname);
}
/** What is wrong with an endpoint as the user wrote it; undefined when it can be used. */
function endpointProblem(text, buckets) {
    // Not shown: it holds a password. Also where it is no URL, so the text itself is looked at.
    if (text.includes('@'))
        return 'must not hold a user or password. Set `access-key-id` and `secret-access-key`.';
    // Nor is a query: it may be a signature.
    const shown = text.replace(/[?#].*$/s, '');
    if (!/^https?:\/\//i.test(text)) {
        const host = text.includes('://') ? 's3.example.com' : shown;
        return `\`${shown}\` does not begin with \`https://\` or \`http://\`. Write for example \`endpoint: https://${host}\`.`;
    }
    if (!URL.canParse(text))
        return `\`${shown}\` is not a URL. Write for example \`endpoint: https://s3.example.com\`.`;
    const url = new URL(text);
    // Not shown either: it may be signed.
    if (url.search !== '' || url.hash !== '') {
        return `has a query or a fragment. Write for example \`endpoint: ${url.origin}\`.`;
    }
    return bucketInside(url, buckets);
}
function bucketInside(url, buckets) {
    const segments = url.pathname.split('/').filter((segment) => segment !== '');
    const inPath = buckets.find((bucket) => segments.at(-1) === bucket);
    if (inPath !== undefined) {
        const rest = segments.slice(0, -1).join('/');
        return `\`${url.href}\` has the bucket \`${inPath}\` in its path, which would name it twice. Write \`endpoint: ${url.origin}${rest === '' ? '' : `/${rest}`}\`.`;
    }
    const inHost = buckets.find((bucket) => S3_HOSTS.test(url.hostname.slice(bucket.length)) && url.hostname.startsWith(bucket));
    if (inHost !== undefined) {
        const host = url.host.slice(inHost.length + 1);
        return `\`${url.href}\` has the bucket \`${inHost}\` in its host name. Write \`endpoint: ${url.protocol}//${host}\`; set \`force-path-style: false\` to have the bucket put there.`;
    }
    return undefined;
}

;// CONCATENATED MODULE: ./lib/inputs/environment-keys.js
/**
 * The keys that aws-actions/configure-aws-credentials and most others leave in the environment: what the SDK's default
 * provider chain finds first, unless a profile is named. Read here, they cost no loading of the SDK, which takes longer
 * than the rest of a short run.
 */
function environmentKeys(env) {
    // A secret that was pasted often ends in a line break, which no header can hold.
    const accessKeyId = env.AWS_ACCESS_KEY_ID?.trim();
    const secretAccessKey = env.AWS_SECRET_ACCESS_KEY?.trim();
    if (env.AWS_PROFILE || !accessKeyId || !secretAccessKey)
        return undefined;
    return { accessKeyId, secretAccessKey, sessionToken: env.AWS_SESSION_TOKEN?.trim() || undefined };
}

;// CONCATENATED MODULE: ./lib/inputs/duration.js
/** The units of a duration, in ms. */
const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
/** A millennium: anything longer is a slip, and dates would no longer fit. */
const LONGEST_MS = 1_000 * 366 * UNIT_MS.d;
/** Small letters only: who writes `1M` means a month, and must not get a minute. */
const UNITS_TEXT = /^(?:\d+(?:\.\d+)?[smhdw])+$/;
const ISO_TEXT = /^P(?:(\d+)W|(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?)$/i;
/**
 * Reads `90m`, `7d`, `1d12h`, ISO 8601 (`P7D`, `PT36H`) or `0`, in ms; undefined for anything else. The libraries for
 * this read a bare `7` as seven milliseconds or drop what they do not know: either would end uploads that are in use.
 */
function parseDurationMs(text) {
    const ms = text === '0' ? 0 : UNITS_TEXT.test(text) ? sumOfUnits(text) : parseIso(text);
    return ms !== undefined && ms <= LONGEST_MS ? ms : undefined;
}
function sumOfUnits(text) {
    const seen = new Set();
    let ms = 0;
    for (const [, amount = '', unit = ''] of text.matchAll(/([\d.]+)([smhdw])/g)) {
        // `1d1d` is a slip of the hand, and not one to guess about.
        if (!isUnit(unit) || seen.has(unit))
            return undefined;
        seen.add(unit);
        ms += Number(amount) * UNIT_MS[unit];
    }
    return ms;
}
function isUnit(text) {
    return text in UNIT_MS;
}
/** Years and months have no fixed length, so they are refused. */
function parseIso(text) {
    const match = ISO_TEXT.exec(text);
    if (match === null || /^P$/i.test(text))
        return undefined;
    const [, weeks = '0', days = '0', hours = '0', minutes = '0', seconds = '0'] = match;
    return (Number(weeks) * UNIT_MS.w +
        Number(days) * UNIT_MS.d +
        Number(hours) * UNIT_MS.h +
        Number(minutes) * UNIT_MS.m +
        Number(seconds) * UNIT_MS.s);
}
/** `604800000` is `7 days`: the largest units first, nothing that is zero. */
function formatDuration(ms) {
    const names = [
        ['day', UNIT_MS.d],
        ['hour', UNIT_MS.h],
        ['minute', UNIT_MS.m],
        ['second', UNIT_MS.s],
    ];
    const words = [];
    let rest = Math.round(ms / 1_000) * 1_000;
    for (const [name, unitMs] of names) {
        const count = Math.floor(rest / unitMs);
        rest -= count * unitMs;
        if (count > 0)
            words.push(`${count} ${name}${count === 1 ? '' : 's'}`);
    }
    return words.length === 0 ? '0 seconds' : words.join(' ');
}

;// CONCATENATED MODULE: ./lib/inputs/raw-inputs.js


/** The texts of the inputs, and the problems found in them so far. */
class RawInputs {
    problems = [];
    #env;
    #names;
    constructor(env, names) {
        this.#env = env;
        this.#names = names;
    }
    problem(name, what) {
        this.problems.push(`Input \`${name}\`: ${what}`);
    }
    refuseUnknown() {
        const known = new Set(this.#names.map(variableOf));
        for (const variable of Object.keys(this.#env).sort()) {
            if (!variable.startsWith('INPUT_') || known.has(variable))
                continue;
            const name = variable.slice('INPUT_'.length).toLowerCase();
            this.problems.push(`Input \`${name}\` is unknown. The inputs are: ${this.#names.join(', ')}.`);
        }
    }
    lines(name) {
        const lines = (this.#env[variableOf(name)] ?? '').split(/\r?\n/).map((line) => line.trim());
        return [...new Set(lines.filter((line) => line !== ''))];
    }
    /** The value of an input that has one line; undefined when it is not set. */
    text(name) {
        const lines = this.lines(name);
        if (lines.length > 1)
            this.problem(name, `takes one value, but has ${lines.length} lines. Leave one of them.`);
        return lines[0];
    }
    /** Like `text`; but a value of white space was meant to be something, and is a problem. */
    name(name) {
        const text = this.text(name);
        if (text === undefined && (this.#env[variableOf(name)] ?? '') !== '')
            this.problem(name, 'is blank. Name the upload that is to be aborted, or leave the input out.');
        return text;
    }
    /** What YAML 1.2 core calls booleans, and nothing else: `dry-run: yse` must not mean false. */
    boolean(name, otherwise) {
        const text = this.text(name);
        if (text === undefined)
            return otherwise;
        if (/^(?:true|True|TRUE)$/.test(text))
            return true;
        if (/^(?:false|False|FALSE)$/.test(text))
            return false;
        const auto = otherwise === 'auto' ? ', or `auto`' : '';
        this.problem(name, `${quoted(text)} is neither \`true\` nor \`false\`${auto}. Write for example \`${name}: true\`.`);
        return otherwise;
    }
    /** Empty is an error, and not the default: a variable that does not exist must not change what is ended. */
    durationMs(name, otherwise) {
        if (this.#env[variableOf(name)] === undefined)
            return otherwise.ms;
        const text = this.text(name);
        const ms = text === undefined ? undefined : parseDurationMs(text);
        if (ms !== undefined)
            return ms;
        const isBare = text !== undefined && /^\d+$/.test(text);
        const what = text === undefined ? 'is empty' : `${quoted(text)} ${isBare ? 'has no unit' : 'is not a duration'}`;
        this.problem(name, `${what}. Write a number with a unit (s, m, h, d, w), for example \`${name}: ${isBare ? `${text}d` : otherwise.text}\`, \`36h\`, \`1d12h\`, or ISO 8601 \`P7D\`.`);
        return otherwise.ms;
    }
    wholeNumber(name, least, most, example) {
        const text = this.text(name);
        if (text === undefined)
            return undefined;
        const number = Number(text);
        if (/^\d+$/.test(text) && number >= least && number <= most)
            return number;
        const bounds = most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
        this.problem(name, `${quoted(text)} is not a whole number ${bounds}. Write for example \`${name}: ${example}\`.`);
        return undefined;
    }
    globs(name) {
        return this.lines(name).flatMap((line) => this.glob(name, line) ?? []);
    }
    glob(name, source) {
        try {
            return parseGlob(source);
        }
        catch (error) {
            if (!(error instanceof SyntaxError))
                throw error;
            this.problem(name, `the pattern ${quoted(source)} ${error.message}.`);
            return undefined;
        }
    }
}
function variableOf(name) {
    return `INPUT_${name.toUpperCase()}`;
}
function quoted(text) {
    return `\`${text}\``;
}

;// CONCATENATED MODULE: ./lib/inputs/fail-on.js

/** When the step is to fail; empty: never. */
function readFailOn(raw) {
    const words = raw
        .lines('fail-on')
        .flatMap((line) => line.split(','))
        .map((word) => word.trim())
        .filter((word) => word !== '');
    if (words.length === 0)
        return new Set(['failed']);
    const unknown = words.filter((word) => !isFailOn(word) && word !== 'never');
    for (const word of unknown) {
        raw.problem('fail-on', `${quoted(word)} is not one of \`failed\`, \`stale\`, \`deferred\`, \`never\`. Write for example \`fail-on: failed, deferred\`.`);
    }
    if (words.includes('never') && words.some(isFailOn)) {
        raw.problem('fail-on', `${quoted(words.join(', '))} contradicts itself. Write \`fail-on: never\` alone, or leave \`never\` out.`);
    }
    return new Set(words.filter(isFailOn));
}
function isFailOn(word) {
    return word === 'failed' || word === 'stale' || word === 'deferred';
}

;// CONCATENATED MODULE: ./lib/inputs/parse.js







const INPUT_NAMES = [
    'bucket',
    'prefix',
    'endpoint',
    'region',
    'force-path-style',
    'access-key-id',
    'secret-access-key',
    'session-token',
    'expected-bucket-owner',
    'max-age',
    'min-idle',
    'include',
    'exclude',
    'upload-id',
    'key',
    'max-aborts',
    'shard',
    'dry-run',
    'verify',
    'fail-on',
    'concurrency',
    'summary',
];
const SECRET_INPUTS = ['access-key-id', 'secret-access-key', 'session-token'];
const SECRET_VARIABLES = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
const MAX_CONCURRENCY = 1_000;
/** The values that must be masked before anything else is done. */
function secretsIn(env) {
    const names = [...SECRET_INPUTS.map(variableOf), ...SECRET_VARIABLES];
    return names
        .flatMap((name) => (env[name] ?? '').split(/\r?\n/))
        .map((line) => line.trim())
        .filter((line) => line !== '');
}
/** Reads all inputs; asks nothing of the network. */
function parseInputs(env) {
    const raw = new RawInputs(env, INPUT_NAMES);
    raw.refuseUnknown();
    const inputs = readInputs(raw, env);
    return raw.problems.length === 0 ? { kind: 'valid', inputs } : { kind: 'invalid', problems: raw.problems };
}
function readInputs(raw, env) {
    const endpoint = readEndpoint(raw);
    const buckets = readBuckets(raw, endpoint);
    const prefixes = withoutCovered(raw.lines('prefix'));
    const policy = readPolicy(raw, buckets, prefixes);
    return {
        buckets,
        prefixes,
        connection: {
            endpoint,
            region: readRegion(raw, env, endpoint),
            forcePathStyle: raw.text('force-path-style') === 'auto' ? 'auto' : raw.boolean('force-path-style', 'auto'),
            credentials: readCredentials(raw) ?? environmentKeys(env),
            expectedBucketOwner: readOwner(raw),
        },
        policy,
        maxAborts: raw.wholeNumber('max-aborts', 0, Number.MAX_SAFE_INTEGER, '500'),
        shard: readShard(raw),
        dryRun: raw.boolean('dry-run', false),
        verify: raw.boolean('verify', true),
        failOn: readFailOn(raw),
        concurrency: raw.wholeNumber('concurrency', 1, MAX_CONCURRENCY, '64') ?? 64,
        summary: raw.boolean('summary', true),
    };
}
function readBuckets(raw, endpoint) {
    const lines = raw.lines('bucket');
    if (lines.length === 0)
        raw.problem('bucket', 'is required. Write for example `bucket: my-bucket`.');
    return lines.flatMap((line) => {
        const problem = bucketProblem(line, endpoint);
        if (problem !== undefined)
            raw.problem('bucket', problem);
        if (problem !== undefined)
            return [];
        if (!isGlob(line))
            return [{ kind: 'name', name: line }];
        const glob = raw.glob('bucket', line);
        return glob === undefined ? [] : [{ kind: 'glob', glob }];
    });
}
function readEndpoint(raw) {
    const text = raw.text('endpoint');
    if (text === undefined)
        return undefined;
    const problem = endpointProblem(text, raw.lines('bucket'));
    if (problem !== undefined)
        raw.problem('endpoint', problem);
    return problem === undefined ? new URL(text) : undefined;
}
/** A store that knows only the region `auto` gets it, whatever region the job uses for AWS. */
function readRegion(raw, env, endpoint) {
    const given = raw.text('region');
    if (given !== undefined && !/^[A-Za-z0-9-]+$/.test(given)) {
        raw.problem('region', `${quoted(given)} is not a region. Write for example \`region: eu-central-1\`.`);
    }
    const isAws = raw.lines('endpoint').length === 0;
    if (given === 'auto' && isAws) {
        raw.problem('region', '`auto` is for stores other than AWS. Set `endpoint` too, or write for example `region: eu-central-1`.');
    }
    if (given !== undefined)
        return given;
    if (endpoint !== undefined && wantsRegionAuto(endpoint))
        return 'auto';
    const fromJob = env.AWS_REGION?.trim() || env.AWS_DEFAULT_REGION?.trim() || 'us-east-1';
    return fromJob === 'auto' && isAws ? 'us-east-1' : fromJob;
}
/** The values are secrets: no message shows them. */
function readCredentials(raw) {
    const accessKeyId = raw.text('access-key-id');
    const secretAccessKey = raw.text('secret-access-key');
    const sessionToken = raw.text('session-token');
    if (accessKeyId !== undefined && secretAccessKey !== undefined)
        return { accessKeyId, secretAccessKey, sessionToken };
    const example = '`${{ secrets.S3_SECRET_ACCESS_KEY }}`';
    if (accessKeyId !== undefined) {
        raw.problem('secret-access-key', `is missing or empty, while \`access-key-id\` is set. Set both, for example to ${example}; an empty value is often a secret that does not exist.`);
    }
    else if (secretAccessKey !== undefined) {
        raw.problem('access-key-id', 'is missing or empty, while `secret-access-key` is set. Set both, for example to `${{ secrets.S3_ACCESS_KEY_ID }}`.');
    }
    else if (sessionToken !== undefined) {
        raw.problem('session-token', 'is set without `access-key-id` and `secret-access-key`. Set all three, or none of them.');
    }
    return undefined;
}
function readOwner(raw) {
    const owner = raw.text('expected-bucket-owner');
    if (owner !== undefined && !/^\d{12}$/.test(owner)) {
        raw.problem('expected-bucket-owner', `${quoted(owner)} is not an AWS account id of 12 digits. Write for example \`expected-bucket-owner: "123456789012"\`.`);
    }
    return owner;
}
function readPolicy(raw, buckets, prefixes) {
    const maxAgeMs = raw.durationMs('max-age', { text: '7d', ms: 7 * 86_400_000 });
    const minIdleMs = raw.durationMs('min-idle', { text: '1h', ms: 3_600_000 });
    const include = raw.globs('include');
    const exclude = raw.globs('exclude');
    const uploadId = raw.name('upload-id');
    const key = raw.name('key');
    if (uploadId !== undefined) {
        checkExactly(raw, buckets, prefixes, key);
        return { kind: 'exactly', uploadId, key };
    }
    if (key !== undefined) {
        raw.problem('key', `${quoted(key)} is set without \`upload-id\`. Set \`upload-id\` too, or use \`include\` to choose uploads by key.`);
    }
    if (maxAgeMs === 0 && minIdleMs === 0 && prefixes.length === 0) {
        raw.problem('max-age', '`0` together with `min-idle: 0` and no `prefix` would end every upload in the bucket, those being written now included. ' +
            'Set `min-idle` (for example `min-idle: 1h`), or name a `prefix`.');
    }
    return { kind: 'stale', maxAgeMs, minIdleMs, include, exclude };
}
function checkExactly(raw, buckets, prefixes, key) {
    if (raw.text('shard') !== undefined) {
        raw.problem('shard', 'cannot be used together with `upload-id`: there is only one upload to abort. Leave one of them out.');
    }
    if (key === undefined)
        return;
    if (buckets.length > 1 || buckets.some((bucket) => bucket.kind === 'glob')) {
        raw.problem('bucket', 'must be one bucket by name where `upload-id` and `key` say which upload to abort. Write for example `bucket: my-bucket`.');
    }
    if (prefixes.length > 0 && !prefixes.some((prefix) => key.startsWith(prefix))) {
        raw.problem('key', `${quoted(key)} does not begin with ${quoted(prefixes.join(', '))}. Leave \`prefix\` out.`);
    }
}
function readShard(raw) {
    const text = raw.text('shard');
    if (text === undefined)
        return undefined;
    const shard = parseShard(text);
    if (shard !== undefined)
        return shard;
    raw.problem('shard', `${quoted(text)} is not a share of the work. Write for example \`shard: 2/5\` for the second of five (at most ${MOST_SHARDS}).`);
    return undefined;
}
/** A prefix that begins with another finds nothing that the other does not. */
function withoutCovered(prefixes) {
    return prefixes.filter((prefix) => !prefixes.some((other) => other !== prefix && prefix.startsWith(other)));
}

;// CONCATENATED MODULE: ./lib/parallel.js
/** Runs tasks side by side, at most `limit` of them; whoever adds one waits for a place, so nothing piles up. */
class Parallel {
    #limit;
    #running = 0;
    #failure;
    #onPlace = [];
    #onIdle = [];
    constructor(limit) {
        this.#limit = limit;
    }
    /** Starts the task when there is a place. @throws what an earlier task threw */
    async add(task) {
        while (this.#running >= this.#limit)
            await new Promise((resolve) => this.#onPlace.push(resolve));
        this.#rethrow();
        this.#running++;
        task().then(() => this.#ended(), (error) => {
            this.#failure ??= { error };
            this.#ended();
        });
    }
    /** Waits for all tasks. @throws what the first failing task threw */
    async finish() {
        if (this.#running > 0)
            await new Promise((resolve) => this.#onIdle.push(resolve));
        this.#rethrow();
    }
    #ended() {
        this.#running--;
        // After a failure nobody gets a place any more, and there may be more who wait than tasks that end.
        const woken = this.#failure === undefined ? 1 : this.#onPlace.length;
        for (const wake of this.#onPlace.splice(0, woken))
            wake();
        if (this.#running > 0)
            return;
        for (const resolve of this.#onIdle.splice(0))
            resolve();
    }
    #rethrow() {
        if (this.#failure !== undefined)
            throw this.#failure.error;
    }
}
/** Does the same with each item, at most `limit` at a time. @throws what the first failing call threw, after all ended */
async function forEachInParallel(items, limit, work) {
    const parallel = new Parallel(limit);
    try {
        for (const item of items)
            await parallel.add(() => work(item));
    }
    finally {
        await parallel.finish();
    }
}

;// CONCATENATED MODULE: ./lib/report/report.js
const NO_BYTES = { bytes: 0, isExact: true };
const NONE_KEPT = { young: 0, active: 0, excluded: 0, 'unknown-age': 0, 'unknown-activity': 0 };
const NOTHING = {
    listed: 0,
    stale: 0,
    aborted: 0,
    alreadyGone: 0,
    failed: 0,
    deferred: 0,
    planned: 0,
    kept: 0,
    keptBecause: NONE_KEPT,
    bytesFreed: NO_BYTES,
    bytesPlanned: NO_BYTES,
};
/** What was found, turned into what is to be said. */
function toBucketReport(findings) {
    const isListed = findings.listing === 'complete';
    const stale = isListed ? findings.stale.filter(({ outcome }) => outcome.kind !== 'spared') : [];
    const prefixes = isListed ? totalsByPrefix(findings) : [];
    return {
        bucket: findings.bucket,
        listing: isListed ? 'complete' : 'failed',
        totals: sum(prefixes.map(({ totals }) => totals)),
        prefixes,
        problems: [...findings.problems].map(([message, times]) => ({ message, times })),
        warnings: findings.warnings,
        stale,
        unknown: isListed ? [...findings.unknown, ...findings.stale.flatMap(unknownAfterAll)] : [],
    };
}
/** A second look could not see the parts any more. */
function unknownAfterAll(upload) {
    const { outcome } = upload;
    const isUnknown = outcome.kind === 'spared' && outcome.verdict === 'unknown-activity';
    return isUnknown ? [{ ...upload, verdict: 'unknown-activity' }] : [];
}
function totalsByPrefix(findings) {
    const groups = new Map(findings.prefixes.map((prefix) => [prefix, new Tally(findings.keptUnder(prefix))]));
    for (const upload of findings.stale)
        groups.get(findings.prefixOf(upload))?.add(upload);
    return [...groups].map(([prefix, tally]) => ({ prefix, totals: tally.totals() }));
}
/** Counts what became of the stale uploads under one prefix. */
class Tally {
    #kept;
    #count = { aborted: 0, 'already-gone': 0, failed: 0, deferred: 0, planned: 0 };
    #freed = NO_BYTES;
    #planned = NO_BYTES;
    constructor(kept) {
        this.#kept = { ...kept };
    }
    add(upload) {
        const { outcome } = upload;
        if (outcome.kind === 'spared') {
            this.#kept[outcome.verdict]++;
            return;
        }
        this.#count[outcome.kind]++;
        if (outcome.kind === 'aborted')
            this.#freed = addBytes(this.#freed, bytesOf(upload));
        if (outcome.kind === 'planned')
            this.#planned = addBytes(this.#planned, bytesOf(upload));
    }
    totals() {
        const { aborted, 'already-gone': alreadyGone, failed, deferred, planned } = this.#count;
        const stale = aborted + alreadyGone + failed + deferred + planned;
        const kept = Object.values(this.#kept).reduce((total, count) => total + count, 0);
        return {
            listed: stale + kept,
            stale,
            aborted,
            alreadyGone,
            failed,
            deferred,
            planned,
            kept,
            keptBecause: this.#kept,
            bytesFreed: this.#freed,
            bytesPlanned: this.#planned,
        };
    }
}
/** Unknown where nobody looked, or nobody could see. */
function bytesOf({ look }) {
    return look.kind === 'parts' ? { bytes: look.parts.bytes, isExact: true } : { bytes: 0, isExact: false };
}
function addBytes(a, b) {
    return { bytes: a.bytes + b.bytes, isExact: a.isExact && b.isExact };
}
function sum(all) {
    return all.reduce((a, b) => ({
        listed: a.listed + b.listed,
        stale: a.stale + b.stale,
        aborted: a.aborted + b.aborted,
        alreadyGone: a.alreadyGone + b.alreadyGone,
        failed: a.failed + b.failed,
        deferred: a.deferred + b.deferred,
        planned: a.planned + b.planned,
        kept: a.kept + b.kept,
        keptBecause: addKept(a.keptBecause, b.keptBecause),
        bytesFreed: addBytes(a.bytesFreed, b.bytesFreed),
        bytesPlanned: addBytes(a.bytesPlanned, b.bytesPlanned),
    }), NOTHING);
}
function addKept(a, b) {
    return {
        young: a.young + b.young,
        active: a.active + b.active,
        excluded: a.excluded + b.excluded,
        'unknown-age': a['unknown-age'] + b['unknown-age'],
        'unknown-activity': a['unknown-activity'] + b['unknown-activity'],
    };
}
/** Why the step is to fail; empty when it is to succeed. */
function report_reasonsToFail({ ending, inputs, totals, buckets, problems }) {
    const reasons = [];
    // Without inputs nothing is known of `fail-on`, and a bug is no reason to be green.
    if (inputs === undefined || ending === 'crashed')
        reasons.push('The run did not come to its end.');
    if (ending === 'cancelled')
        reasons.push('The run was cancelled.');
    const failOn = inputs?.failOn;
    const hasProblems = problems.length > 0 || buckets.some((bucket) => bucket.problems.length > 0);
    if (failOn?.has('failed') && (totals.failed > 0 || hasProblems))
        reasons.push(failedReason(totals.failed));
    if (failOn?.has('stale') && totals.stale > 0)
        reasons.push(`Stale uploads were found (${totals.stale}), and \`fail-on\` names \`stale\`.`);
    if (failOn?.has('deferred') && totals.deferred > 0) {
        reasons.push(`Uploads were deferred by \`max-aborts\` (${totals.deferred}), and \`fail-on\` names \`deferred\`.`);
    }
    return reasons;
}
function failedReason(failed) {
    return failed === 0
        ? 'The run could not do all of its job; see the problems.'
        : `${failed} uploads could not be aborted.`;
}

;// CONCATENATED MODULE: ./node_modules/pretty-bytes/index.js
const BYTE_UNITS = [
	'B',
	'kB',
	'MB',
	'GB',
	'TB',
	'PB',
	'EB',
	'ZB',
	'YB',
];

const BIBYTE_UNITS = [
	'B',
	'KiB',
	'MiB',
	'GiB',
	'TiB',
	'PiB',
	'EiB',
	'ZiB',
	'YiB',
];

const BIT_UNITS = [
	'b',
	'kbit',
	'Mbit',
	'Gbit',
	'Tbit',
	'Pbit',
	'Ebit',
	'Zbit',
	'Ybit',
];

const BIBIT_UNITS = [
	'b',
	'kibit',
	'Mibit',
	'Gibit',
	'Tibit',
	'Pibit',
	'Eibit',
	'Zibit',
	'Yibit',
];

// Indexed by `bits` and then `binary`, so the four unit systems are picked in one step.
const UNIT_SETS = [BYTE_UNITS, BIBYTE_UNITS, BIT_UNITS, BIBIT_UNITS];

/*
`Number#toString` switches to exponential notation outside the range [1e-6, 1e21) and `Intl.NumberFormat` drops every fraction digit past the 100 it accepts.
Byte counts read as plain decimal numbers, so both losses are undone here. Expects a finite, non-negative number.
*/
const toDecimalString = number => {
	if (number >= 1e-6 && number < 1e21) {
		return String(number);
	}

	const [mantissa, exponentString] = number.toExponential().split('e');
	const digits = mantissa.replace('.', '');
	const pointPosition = Number(exponentString) + 1;
	const isPositive = pointPosition > 0;
	const padded = isPositive ? digits.padEnd(pointPosition, '0') : '0'.repeat(1 - pointPosition) + digits;
	const integerPart = padded.slice(0, isPositive ? pointPosition : 1);
	const fractionPart = padded.slice(isPositive ? pointPosition : 1).replace(/0+$/, '');

	return fractionPart ? `${integerPart}.${fractionPart}` : integerPart;
};

/*
Formats the given number using `Number#toLocaleString`.
- If locale is a string or array, the value is expected to be a BCP 47 language tag or list of language tags (for example: `de`).
- If locale is true, the system default locale is used for translation.
- If locale is false or unspecified, formatting options are applied without localization; without options, the number is written out as plain digits.
*/
const toLocaleString = (number, locale, options) => {
	if (typeof locale === 'string' || Array.isArray(locale) || locale === true) {
		const locales = locale === true ? undefined : locale;

		if (options !== undefined) {
			return number.toLocaleString(locales, options);
		}

		// `Intl.NumberFormat` limits itself to 3 *fraction* digits while the default here is 3 *significant* digits, so the limit comes from the value.
		const text = toDecimalString(number);
		const pointIndex = text.indexOf('.');
		const maximumFractionDigits = pointIndex === -1 ? 0 : text.length - pointIndex - 1;

		// `Intl.NumberFormat` accepts at most 100 fraction digits. Rounding to 3 significant digits only needs more than that for absurdly small values, which are written out as plain digits instead.
		if (maximumFractionDigits > 100) {
			return text;
		}

		return number.toLocaleString(locales, {maximumFractionDigits});
	}

	if (options === undefined) {
		return toDecimalString(number);
	}

	return number.toLocaleString('en-US', {...options, useGrouping: false});
};

const log10 = numberOrBigInt => {
	if (typeof numberOrBigInt === 'number') {
		return Math.log10(numberOrBigInt);
	}

	const string = numberOrBigInt.toString(10);

	// A `number` only holds about 15 significant digits, so the remaining digits cannot move the magnitude. The result can still land exactly on a unit boundary, which the caller corrects for.
	return string.length + Math.log10(`0.${string.slice(0, 15)}`);
};

const log = numberOrBigInt => {
	if (typeof numberOrBigInt === 'number') {
		return Math.log(numberOrBigInt);
	}

	return log10(numberOrBigInt) * Math.log(10);
};

/*
A `bigint` that a `number` can hold exactly is divided the same way, so the output never depends on which type it was given as.
`floor(a / b) + (a % b) / b` is a different double than `a / b`, which flips the rounding at ties like 1805 bytes.
*/
const divide = (numberOrBigInt, base, exponent) => {
	const divisor = base ** exponent;

	if (typeof numberOrBigInt === 'number' || numberOrBigInt <= Number.MAX_SAFE_INTEGER) {
		return Number(numberOrBigInt) / divisor;
	}

	// `divisor` is not exact for every unit, as `1000 ** 8` is not `1e24`, so the exact divisor is rebuilt from the base and the exponent.
	const bigintDivisor = BigInt(base) ** BigInt(exponent);
	const integerPart = numberOrBigInt / bigintDivisor;
	const remainder = numberOrBigInt % bigintDivisor;

	return Number(integerPart) + (Number(remainder) / divisor);
};

/*
The plain decimal digits of a scaled value that no `number` can hold. `Intl.NumberFormat` is not involved, so the output carries no grouping or localized separator, the same as the fallback for a value with more fraction digits than it accepts.
*/
const toUnrepresentableString = (number, base, exponent, localeOptions) => {
	const scale = BigInt(base) ** BigInt(exponent);
	const whole = number / scale;

	// The 3 significant digit default never bites here: it only ever rounds to at least as many digits as the value has integers, and this one has far more than 3.
	if (localeOptions === undefined) {
		return whole.toString();
	}

	// The fraction digit options take over from that default, so the integer part stays exact and the fraction is truncated.
	const minimumFractionDigits = localeOptions.minimumFractionDigits ?? 0;
	const maximumFractionDigits = Math.max(localeOptions.maximumFractionDigits ?? 3, minimumFractionDigits);
	const truncated = ((number % scale) * (10n ** BigInt(maximumFractionDigits)) / scale).toString().padStart(maximumFractionDigits, '0');
	const fraction = truncated.replace(/0+$/, '').padEnd(minimumFractionDigits, '0');

	return fraction ? `${whole}.${fraction}` : whole.toString();
};

/*
The sign to print in front of the number. A difference of exactly zero gets a space instead of a plus sign, for better alignment. `0 === 0n` is `false`, so both are compared.
*/
const signOf = (number, signed) => {
	if (number < 0) {
		return '-';
	}

	if (!signed) {
		return '';
	}

	return number === 0 || number === 0n ? ' ' : '+';
};

const assertFixedWidth = fixedWidth => {
	if (fixedWidth !== undefined && (typeof fixedWidth !== 'number' || !Number.isSafeInteger(fixedWidth) || fixedWidth < 0)) {
		throw new TypeError(`Expected fixedWidth to be a non-negative integer, got ${typeof fixedWidth}: ${fixedWidth}`);
	}
};

/*
`Intl.NumberFormat` silently truncates non-integers, so they are rejected here instead of quietly changing the output.
*/
const assertFractionDigits = (name, value) => {
	if (value !== undefined && (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 100)) {
		throw new TypeError(`Expected ${name} to be an integer between 0 and 100, got ${typeof value}: ${value}`);
	}
};

const buildLocaleOptions = options => {
	const {minimumFractionDigits, maximumFractionDigits} = options;

	if (minimumFractionDigits === undefined && maximumFractionDigits === undefined) {
		return undefined;
	}

	assertFractionDigits('minimumFractionDigits', minimumFractionDigits);
	assertFractionDigits('maximumFractionDigits', maximumFractionDigits);

	// Checked here rather than left to `Intl.NumberFormat`, which is skipped for a value past the number range.
	if (minimumFractionDigits > maximumFractionDigits) {
		throw new RangeError(`Expected minimumFractionDigits (${minimumFractionDigits}) to not be greater than maximumFractionDigits (${maximumFractionDigits})`);
	}

	return {
		...(minimumFractionDigits !== undefined && {minimumFractionDigits}),
		...(maximumFractionDigits !== undefined && {maximumFractionDigits}),
		roundingMode: 'trunc',
	};
};

function prettyBytes(number, options) {
	if (typeof number !== 'bigint' && !Number.isFinite(number)) {
		throw new TypeError(`Expected a finite number, got ${typeof number}: ${number}`);
	}

	options = {
		bits: false,
		binary: false,
		space: true,
		nonBreakingSpace: false,
		...options,
	};

	assertFixedWidth(options.fixedWidth);
	const localeOptions = buildLocaleOptions(options);

	// Indexed by `bits` then `binary`, so the four combinations line up in one table.
	const UNITS = UNIT_SETS[(options.bits ? 2 : 0) + (options.binary ? 1 : 0)];

	const separator = options.space ? (options.nonBreakingSpace ? '\u00A0' : ' ') : '';

	// Normalize `-0` to `0` so it never formats as `-0`.
	if (Object.is(number, -0)) {
		number = 0;
	}

	const prefix = signOf(number, options.signed);

	if (number < 0) {
		number = -number;
	}

	const base = options.binary ? 1024 : 1000;

	let exponent = 0;
	if (number >= 1) {
		exponent = Math.min(Math.floor(options.binary ? log(number) / Math.log(base) : log10(number) / 3), UNITS.length - 1);
	}

	// A `number` always scales down to something a `number` can hold, and a `bigint` stops being able to once the quotient passes `Number.MAX_VALUE`, where `divide` overflows to `Infinity` and the exact quotient is formatted instead.
	const scaled = divide(number, base, exponent);

	let numberString;
	if (Number.isFinite(scaled)) {
		number = scaled;

		// A value that sits just below a unit boundary, like `999999999999999` bytes, has a `log10` that rounds up to the boundary itself, so the exponent has to be corrected back.
		if (number < 1 && exponent > 0) {
			number *= base;
			exponent -= 1;
		}

		if (!localeOptions) {
			const minimumPrecision = Math.max(3, Math.floor(number).toString().length);
			number = Number(number.toPrecision(minimumPrecision));

			if (number >= base && exponent < UNITS.length - 1) {
				number /= base;
				exponent += 1;
			}
		}

		numberString = toLocaleString(number, options.locale, localeOptions);
	} else {
		// The scaled value is past what a `number` can hold, so the exact quotient is written out instead.
		numberString = toUnrepresentableString(number, base, exponent, localeOptions);
	}

	const result = prefix + numberString + separator + UNITS[exponent];
	return result.padStart(options.fixedWidth ?? 0);
}

;// CONCATENATED MODULE: ./lib/report/words.js


/** `1,234 uploads`, `1 upload`. */
function uploads(count, adjective = '') {
    return `${number(count)} ${adjective}upload${count === 1 ? '' : 's'}`;
}
/** Not by `toLocaleString`: loading the world's number formats takes a tenth of a short run. */
function number(count) {
    return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
/** `38.2 GB`, or `at least 38.2 GB` where some parts could not be seen; undefined when nothing is known. */
function size({ bytes, isExact }) {
    if (isExact)
        return prettyBytes(bytes);
    return bytes === 0 ? undefined : `at least ${prettyBytes(bytes)}`;
}
const KEPT_BECAUSE = {
    young: 'younger than `max-age`',
    active: 'still receiving parts',
    excluded: 'left out by `include` or `exclude`',
    'unknown-age': 'of unknown age',
    'unknown-activity': 'with parts that could not be looked at',
};
/** `12 younger than ..., 3 still receiving parts`; empty when none was kept. */
function keptBecause({ keptBecause: counts }) {
    const entries = [
        ['young', KEPT_BECAUSE.young],
        ['active', KEPT_BECAUSE.active],
        ['excluded', KEPT_BECAUSE.excluded],
        ['unknown-age', KEPT_BECAUSE['unknown-age']],
        ['unknown-activity', KEPT_BECAUSE['unknown-activity']],
    ];
    return entries
        .flatMap(([verdict, words]) => (counts[verdict] === 0 ? [] : `${number(counts[verdict])} ${words}`))
        .join(', ');
}
/** The policy in one sentence. */
function policyInWords(policy) {
    if (policy.kind === 'exactly')
        return 'Exactly the upload with the given `upload-id`, whatever its age, activity or name.';
    const idle = policy.minIdleMs === 0 ? '' : ` and no part arrived for ${formatDuration(policy.minIdleMs)}`;
    const only = policy.include.length === 0 ? '' : `, only keys that match ${patterns(policy.include)}`;
    const never = policy.exclude.length === 0 ? '' : `, never keys that match ${patterns(policy.exclude)}`;
    return `Stale is what was started more than ${formatDuration(policy.maxAgeMs)} ago${idle}${only}${never}.`;
}
function patterns(globs) {
    return globs.map(({ source }) => `\`${source}\``).join(', ');
}

;// CONCATENATED MODULE: ./lib/report/announce.js


/** Stores name the key in their messages, so that a thousand failures may have a thousand; the report has them all. */
const MOST_MESSAGES = 100;
/** Shows what a user should not miss on the run's page: every problem, every warning, and why the step failed. */
function announce(report, runner) {
    const { inputs } = report;
    const level = inputs === undefined || inputs.failOn.has('failed') ? 'error' : 'warning';
    let count = 0;
    for (const [ofMessage, message] of messages(report, level))
        if (++count <= MOST_MESSAGES)
            runner.annotate(ofMessage, message);
    if (count > MOST_MESSAGES)
        runner.annotate(level, `... and ${number(count - MOST_MESSAGES)} more problems, in the report.`);
    for (const reason of report_reasonsToFail(report)) {
        if (reason.includes('`fail-on` names'))
            runner.annotate('error', reason);
    }
}
function* messages({ problems, buckets }, level) {
    for (const message of problems)
        yield [level, message];
    for (const bucket of buckets) {
        for (const { message, times } of bucket.problems)
            yield [level, times === 1 ? message : `${message} (${number(times)} times)`];
        for (const [error, count] of failuresByReason(bucket.stale))
            yield [level, `${uploads(count)} in \`${bucket.bucket}\` could not be aborted. ${error}`];
        for (const warning of [...bucket.warnings, ...unknownAge(bucket)])
            yield ['warning', warning];
    }
}
function failuresByReason(stale) {
    const counts = new Map();
    for (const { outcome } of stale) {
        if (outcome.kind === 'failed')
            counts.set(outcome.error, (counts.get(outcome.error) ?? 0) + 1);
    }
    return counts;
}
function unknownAge({ bucket, totals }) {
    const count = totals.keptBecause['unknown-age'];
    if (count === 0)
        return [];
    return [
        `${uploads(count)} in \`${bucket}\` ${count === 1 ? 'has' : 'have'} no start date that can be true, and ${count === 1 ? 'was' : 'were'} kept: nobody can say whether they are stale. The report names them; abort them by \`upload-id\`.`,
    ];
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(6760);
;// CONCATENATED MODULE: ./lib/report/json.js


/** Entries are written in blocks of about this many bytes: a million of them never stand in memory as one text. */
const BLOCK_LENGTH = 64 * 1024;
/** Writes the report as JSON, described by docs/report.schema.json; one upload a line. */
function writeJson(report, run, path) {
    (0,external_node_fs_.mkdirSync)((0,external_node_path_.dirname)(path), { recursive: true });
    const file = (0,external_node_fs_.openSync)(path, 'w');
    try {
        let block = '';
        for (const text of pieces(report, run)) {
            block += text;
            if (block.length < BLOCK_LENGTH)
                continue;
            (0,external_node_fs_.writeSync)(file, block);
            block = '';
        }
        (0,external_node_fs_.writeSync)(file, block);
    }
    finally {
        (0,external_node_fs_.closeSync)(file);
    }
}
function* pieces(report, run) {
    const { inputs, ending, totals, problems } = report;
    const head = {
        version: 1,
        startedAt: iso(report.startedMs),
        endedAt: iso(report.endedMs),
        ending,
        dryRun: inputs?.dryRun ?? null,
        policy: inputs === undefined ? null : policyOf(inputs),
        run: run ?? null,
        totals: totalsOf(totals),
        problems,
    };
    yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "buckets": [`;
    let separator = '\n';
    for (const bucket of report.buckets) {
        yield separator;
        yield* bucketPieces(bucket);
        separator = ',\n';
    }
    yield '\n  ]\n}\n';
}
function policyOf({ policy, maxAborts, shard, prefixes }) {
    const limits = {
        prefixes,
        maxAborts: maxAborts ?? null,
        shard: shard === undefined ? null : `${shard.index}/${shard.of}`,
    };
    if (policy.kind === 'exactly')
        return { kind: policy.kind, uploadId: policy.uploadId, key: policy.key ?? null, ...limits };
    return {
        kind: policy.kind,
        maxAgeSeconds: policy.maxAgeMs / 1_000,
        minIdleSeconds: policy.minIdleMs / 1_000,
        include: policy.include.map(({ source }) => source),
        exclude: policy.exclude.map(({ source }) => source),
        ...limits,
    };
}
function totalsOf(totals) {
    const { bytesFreed, bytesPlanned, keptBecause, ...counts } = totals;
    return {
        ...counts,
        keptBecause,
        bytesFreed: bytesFreed.isExact ? bytesFreed.bytes : null,
        bytesFreedAtLeast: bytesFreed.bytes,
        bytesPlanned: bytesPlanned.isExact ? bytesPlanned.bytes : null,
        bytesPlannedAtLeast: bytesPlanned.bytes,
    };
}
function* bucketPieces({ bucket, listing, totals, prefixes, problems, warnings, stale, unknown, }) {
    const head = {
        bucket,
        listing,
        totals: totalsOf(totals),
        prefixes: prefixes.map(({ prefix, totals: ofPrefix }) => ({ prefix, totals: totalsOf(ofPrefix) })),
        problems,
        warnings,
    };
    yield `${JSON.stringify(head).slice(0, -1)},"uploads":[`;
    let separator = '\n';
    for (const upload of stale) {
        yield separator + JSON.stringify(staleEntry(upload));
        separator = ',\n';
    }
    for (const upload of unknown) {
        yield separator +
            JSON.stringify({ ...named(upload), verdict: upload.verdict, outcome: 'kept', error: null });
        separator = ',\n';
    }
    yield '\n]}';
}
function staleEntry(upload) {
    const { outcome, look } = upload;
    const parts = look.kind === 'parts' ? look.parts : undefined;
    return {
        ...named(upload),
        lastPartAt: iso(parts?.lastPartMs),
        parts: parts?.count ?? null,
        bytes: parts?.bytes ?? null,
        verdict: 'stale',
        outcome: outcome.kind,
        error: outcome.kind === 'failed' ? outcome.error : outcome.kind === 'deferred' ? outcome.reason : null,
    };
}
function named({ bucket, key, uploadId, initiatedMs, storageClass }) {
    return {
        bucket,
        key,
        uploadId,
        initiated: iso(initiatedMs),
        lastPartAt: null,
        parts: null,
        bytes: null,
        storageClass: storageClass ?? null,
    };
}
/** Dates that no `Date` can hold are not dates. */
function iso(ms) {
    return ms === undefined || Math.abs(ms) > 8.64e15 ? null : new Date(ms).toISOString();
}

// EXTERNAL MODULE: ./lib/report/visible.js
var visible = __nccwpck_require__(5944);
;// CONCATENATED MODULE: ./lib/report/headline.js



/** One sentence that says what happened, for someone who reads no more than that. */
function headline(report) {
    const { inputs, totals, ending } = report;
    if (inputs === undefined)
        return 'Nothing was done: the inputs need mending.';
    const where = places(report);
    const cancelled = ending === 'cancelled'
        ? ' The run was cancelled before it was done.'
        : ending === 'crashed'
            ? ' The run ended early.'
            : '';
    const failed = totals.failed > 0 ? ` ${uploads(totals.failed)} could not be aborted.` : '';
    const problems = failed === '' && ending === 'completed' && hasProblems(report)
        ? ' Not all of the job could be done; see the problems below.'
        : '';
    const deferred = totals.deferred > 0 && ending === 'completed'
        ? ` ${uploads(totals.deferred)} ${totals.deferred === 1 ? 'is' : 'are'} left for a later run.`
        : '';
    return `${deed(report, where)}${failed}${problems}${deferred}${cancelled}`;
}
function deed({ inputs, totals }, where) {
    if (inputs?.dryRun === true) {
        if (totals.planned === 0)
            return `A dry run would abort nothing in ${where}.`;
        return `Would abort ${uploads(totals.planned, 'stale ')} and free ${size(totals.bytesPlanned) ?? 'their storage'} in ${where} (dry run).`;
    }
    if (totals.aborted > 0)
        return `Aborted ${uploads(totals.aborted, 'stale ')} and freed ${size(totals.bytesFreed) ?? 'their storage'} in ${where}.`;
    if (totals.stale > 0)
        return `Aborted none of ${uploads(totals.stale, 'stale ')} in ${where}.`;
    return `Found nothing stale in ${where}.`;
}
function places({ buckets, inputs }) {
    const shard = inputs?.shard === undefined ? '' : `, shard ${inputs.shard.index}/${inputs.shard.of}`;
    const [first, ...others] = buckets;
    if (first === undefined)
        return `no bucket${shard}`;
    if (others.length < 3)
        return buckets.map(({ bucket }) => (0,visible/* code */.aY)(bucket)).join(', ') + shard;
    return `${buckets.length} buckets${shard}`;
}
function hasProblems(report) {
    return report.problems.length > 0 || report.buckets.some(({ problems }) => problems.length > 0);
}
function isFailure(report) {
    return reasonsToFail(report).length > 0;
}

;// CONCATENATED MODULE: ./lib/report/narrator.js




/** Long work says how far it is this often. */
const PROGRESS_EVERY_MS = 5_000;
/** A list in the log is for a glance; the report has all. */
const MOST_LINES = 100;
/** Tells the log's story: about ten lines, and one more every few seconds while something takes long. */
class Narrator {
    #teller;
    constructor(teller) {
        this.#teller = teller;
    }
    opening({ connection, policy, dryRun, prefixes, shard }, buckets) {
        const at = connection.endpoint === undefined
            ? `AWS S3, ${connection.region}`
            : connection.endpoint.href.replace(/\/$/, '');
        const under = prefixes.length === 0 ? '' : `, under ${prefixes.map((prefix) => `"${(0,visible/* visible */.RK)(prefix)}"`).join(', ')}`;
        const share = shard === undefined ? '' : `, shard ${shard.index}/${shard.of}`;
        const named = buckets.length > 5 ? `${buckets.length} buckets` : buckets.map((bucket) => (0,visible/* visible */.RK)(bucket)).join(', ');
        this.#teller.log(`${dryRun ? 'Dry run: nothing will be aborted. ' : ''}Looking at ${named} (${at})${under}${share}.`);
        this.#teller.log(policyInWords(policy));
    }
    surveyed(findings) {
        const { bucket, listing, totals, stale, problems } = toBucketReport(findings);
        if (listing === 'failed') {
            this.#teller.log(`${(0,visible/* visible */.RK)(bucket)}: could not be listed, so nothing is aborted there. ${problems[0]?.message ?? ''}`);
            return;
        }
        const because = totals.kept === 0 ? '' : `: ${keptBecause(totals)}`;
        const bytes = size(stale.map(bytesOf).reduce((a, b) => ({ bytes: a.bytes + b.bytes, isExact: a.isExact && b.isExact }), {
            bytes: 0,
            isExact: true,
        }));
        const holding = totals.stale === 0 || bytes === undefined ? '' : `, holding ${bytes}`;
        this.#teller.log(`${(0,visible/* visible */.RK)(bucket)}: ${uploads(totals.listed)} listed; ${number(totals.stale)} stale${holding}; ${number(totals.kept)} kept${because}.`);
    }
    planned(abort, defer, dryRun) {
        const rest = defer.length === 0 ? '' : `; ${uploads(defer.length)} left for a later run by max-aborts`;
        if (abort.length === 0) {
            this.#teller.log(`Nothing to abort${rest}.`);
            return;
        }
        const listed = abort.slice(0, MOST_LINES).map(describe);
        const more = abort.length > MOST_LINES ? [`... and ${abort.length - MOST_LINES} more; all are in the report.`] : [];
        this.#teller.group(`${dryRun ? 'Would abort' : 'Aborting'} ${uploads(abort.length)}, oldest first${rest}`, [...listed, ...more]);
    }
    verifying() {
        this.#teller.log('Looking again whether all that was aborted is gone.');
    }
    closing(report, reportPath) {
        this.#teller.log(headline(report).replaceAll('`', '"'));
        if (reportPath !== undefined)
            this.#teller.log(`Report: ${reportPath}`);
    }
    /** Says every few seconds how far the work is, until it ends. */
    async during(status, work) {
        const timer = setInterval(() => this.#teller.log(`... ${status()}`), PROGRESS_EVERY_MS);
        try {
            return await work();
        }
        finally {
            clearInterval(timer);
        }
    }
    /** How far the listing is. */
    static listing(all) {
        const listed = all.reduce((count, findings) => count + findings.listed, 0);
        const stale = all.reduce((count, findings) => count + findings.stale.length, 0);
        const done = all.filter(({ listing }) => listing !== 'running').length;
        return `${uploads(listed)} listed, ${stale} of them stale so far; ${done} of ${all.length} buckets done`;
    }
    /** How far the aborting is. */
    static aborting(plan) {
        const left = plan.filter(({ outcome }) => outcome.kind === 'planned').length;
        return `${plan.length - left} of ${uploads(plan.length)} done`;
    }
}
function describe(upload) {
    const started = upload.initiatedMs === undefined ? 'unknown' : new Date(upload.initiatedMs).toISOString().slice(0, 10);
    return `${started}  ${size(bytesOf(upload)) ?? 'unknown size'}  ${(0,visible/* visible */.RK)(upload.bucket)}  "${(0,visible/* visible */.RK)(upload.key)}"`;
}

;// CONCATENATED MODULE: ./lib/report/outputs.js
/** The outputs of the action, as text. */
function toOutputs(report, reportPath) {
    return { ...countOutputs(report), 'report-path': reportPath };
}
/** Those that are counts. `bytes-freed` is empty when that of any aborted upload is unknown. */
function countOutputs({ totals }) {
    return {
        listed: String(totals.listed),
        stale: String(totals.stale),
        aborted: String(totals.aborted),
        'already-gone': String(totals.alreadyGone),
        failed: String(totals.failed),
        deferred: String(totals.deferred),
        kept: String(totals.kept),
        'bytes-freed': totals.bytesFreed.isExact ? String(totals.bytesFreed.bytes) : '',
    };
}

;// CONCATENATED MODULE: ./lib/report/top.js

const bySize = (a, b) => bytesOf(b).bytes - bytesOf(a).bytes;
const byAge = (a, b) => (a.initiatedMs ?? 0) - (b.initiatedMs ?? 0);
/** The first few of that order, with this upload among them if it belongs there: nothing else need be held or sorted. */
function take(top, upload, order, most) {
    const last = top[most - 1];
    if (last !== undefined && order(upload, last) >= 0)
        return top;
    return [...top, upload].sort(order).slice(0, most);
}

;// CONCATENATED MODULE: ./lib/report/totals-table.js


/** The numbers of a run in Markdown, row by row, with their sum below. */
function totalsTable(head, rows, sum, { dryRun, mostRows }) {
    const columns = columnsOf(dryRun);
    const rule = [...head.map(() => '---'), ...columns.map(() => '---:')];
    const body = rows.slice(0, mostRows).map(({ of, totals }) => [...of, ...cells(totals, dryRun)]);
    const last = rows.length > 1 ? [['**Total**', ...head.slice(1).map(() => ''), ...cells(sum, dryRun)]] : [];
    const more = rows.length > mostRows ? [`... and ${number(rows.length - mostRows)} more rows, in the report.`] : [];
    const lines = [[...head, ...columns], rule, ...body, ...last];
    return [lines.map((row) => `| ${row.join(' | ')} |`).join('\n'), ...more];
}
function columnsOf(dryRun) {
    const [deed, effect] = dryRun ? ['Would abort', 'Would free'] : ['Aborted', 'Freed'];
    return ['Listed', 'Kept', 'Stale', deed, effect, 'Already gone', 'Failed', 'Deferred'];
}
function cells(totals, dryRun) {
    if (totals === undefined)
        return cells(NOTHING, dryRun).map(() => '');
    const done = dryRun ? totals.planned : totals.aborted;
    const bytes = size(dryRun ? totals.bytesPlanned : totals.bytesFreed) ?? 'unknown';
    return [
        number(totals.listed),
        number(totals.kept),
        number(totals.stale),
        number(done),
        bytes,
        number(totals.alreadyGone),
        number(totals.failed),
        number(totals.deferred),
    ];
}

;// CONCATENATED MODULE: ./lib/report/summary.js






/** GitHub drops a summary of over 1 MiB whole; other steps of ours may have written to the same one. */
const MOST_BYTES = 900 * 1024;
/** What is too long with the first is said with the next. The last fits whatever the keys and messages are. */
const DETAILS = [
    { rows: 200, uploads: 10, messages: 50 },
    { rows: 50, uploads: 5, messages: 10 },
    { rows: 10, uploads: 3, messages: 3 },
];
/** The job summary, in Markdown. Texts of strangers (keys, prefixes, servers' messages) are shown and never rendered. */
function toSummary(report, frame = { headline: headline(report), more: () => [] }) {
    let summary = '';
    for (const detail of DETAILS) {
        summary = write(report, frame, detail);
        if (Buffer.byteLength(summary) <= MOST_BYTES)
            return summary;
    }
    return summary;
}
function write(report, frame, detail) {
    const blocks = [
        '## Abort stale multipart uploads',
        `**${frame.headline}**`,
        ...problems(report, detail),
        ...table(report, detail),
        ...frame.more(detail),
        ...kept(report),
        ...topUploads('Largest', report, bySize, detail),
        ...topUploads('Oldest', report, byAge, detail),
        ...failures(report, detail),
        ...policy(report),
    ];
    return `${blocks.join('\n\n')}\n`;
}
function problems({ problems: ofRun, buckets }, detail) {
    const all = [
        ...ofRun.map((message) => (0,visible/* prose */.CS)(message)),
        ...buckets.flatMap((bucket) => bucket.problems.map(({ message, times }) => `${(0,visible/* prose */.CS)(message)}${times > 1 ? ` (${number(times)} times)` : ''}`)),
    ];
    const warnings = buckets.flatMap((bucket) => bucket.warnings.map((warning) => (0,visible/* prose */.CS)(warning)));
    return [...list('### Problems', all, detail), ...list('### Worth knowing', warnings, detail)];
}
function list(title, items, { messages }, count = items.length) {
    if (items.length === 0)
        return [];
    const more = count > messages ? [`- ... and ${number(count - messages)} more, in the report`] : [];
    return [title, [...items.slice(0, messages).map((item) => `- ${item}`), ...more].join('\n')];
}
function table({ buckets, inputs, totals }, { rows }) {
    if (inputs === undefined || buckets.length === 0)
        return [];
    const { dryRun } = inputs;
    return totalsTable(['Bucket', 'Prefix'], buckets.flatMap(bucketRows), totals, { dryRun, mostRows: rows });
}
function bucketRows({ bucket, listing, prefixes }) {
    if (listing === 'failed')
        return [{ of: [(0,visible/* code */.aY)(bucket), 'not listed'], totals: undefined }];
    return prefixes.map(({ prefix, totals }) => ({
        of: [(0,visible/* code */.aY)(bucket), prefix === '' ? 'all' : (0,visible/* code */.aY)(prefix)],
        totals,
    }));
}
function kept({ totals }) {
    return totals.kept === 0 ? [] : [`**Kept:** ${keptBecause(totals)}.`];
}
function topUploads(title, { buckets, startedMs, inputs }, order, detail) {
    const top = best(buckets, order, detail.uploads);
    if (top.length < 2)
        return [];
    const rows = top.map((upload) => [
        (0,visible/* code */.aY)(upload.bucket),
        (0,visible/* code */.aY)(upload.key),
        started(upload, startedMs),
        partsOf(upload),
        outcomeOf(upload, inputs?.dryRun === true),
    ]);
    const lines = [
        ['Bucket', 'Key', 'Started', 'Parts', 'Outcome'],
        ['---', '---', '---', '---', '---'],
        ...rows,
    ];
    const body = lines.map((row) => `| ${row.join(' | ')} |`).join('\n');
    return [`<details><summary>${title} stale uploads</summary>\n\n${body}\n\n</details>`];
}
/** The first few of that order, without sorting what may be a hundred thousand. */
function best(buckets, order, most) {
    let top = [];
    for (const { stale } of buckets)
        for (const upload of stale)
            top = take(top, upload, order, most);
    return top;
}
function started({ initiatedMs }, nowMs) {
    if (initiatedMs === undefined)
        return 'unknown';
    const days = Math.floor((nowMs - initiatedMs) / 86_400_000);
    const age = days >= 2
        ? `${number(days)} days`
        : formatDuration(Math.max(0, Math.floor((nowMs - initiatedMs) / 60_000) * 60_000));
    return `${new Date(initiatedMs).toISOString().slice(0, 16).replace('T', ' ')} (${age} ago)`;
}
function partsOf({ look }) {
    if (look.kind !== 'parts')
        return 'unknown';
    return `${number(look.parts.count)} (${size({ bytes: look.parts.bytes, isExact: true })})`;
}
function outcomeOf({ outcome }, dryRun) {
    if (outcome.kind === 'planned')
        return dryRun ? 'would abort' : 'not tried';
    if (outcome.kind === 'deferred')
        return outcome.reason === 'cancelled' ? 'left, cancelled' : 'deferred';
    return outcome.kind.replace('-', ' ');
}
function failures({ buckets, totals }, detail) {
    const failed = [];
    for (const { stale } of buckets) {
        for (const { bucket, key, outcome } of stale) {
            if (outcome.kind === 'failed')
                failed.push(`${(0,visible/* code */.aY)(bucket)} ${(0,visible/* code */.aY)(key)}: ${(0,visible/* prose */.CS)(outcome.error)}`);
        }
    }
    return list('### Not aborted', failed, detail, totals.failed);
}
function policy({ inputs }) {
    if (inputs === undefined)
        return [];
    return [`<sub>${(0,visible/* prose */.CS)(policyInWords(inputs.policy))} Finished objects are never touched.</sub>`];
}

;// CONCATENATED MODULE: ./lib/report/trying.js
/** Says something in one of several ways. That one way fails keeps none of the others back. */
class Trying {
    failures = [];
    /** Did it work? */
    say(what, how) {
        try {
            how();
            return true;
        }
        catch (error) {
            this.failures.push(`The ${what} could not be written: ${error instanceof Error ? error.message : String(error)}`);
            return false;
        }
    }
}

// EXTERNAL MODULE: ./lib/storage/address.js
var address = __nccwpck_require__(3013);
;// CONCATENATED MODULE: ./lib/storage/account.js

/**
 * Explicit keys and an explicit endpoint need nothing of the SDK, whose loading would take longer than the rest of a
 * short run. It is loaded for what only it knows: its chain of credential providers, and AWS's addresses.
 *
 * @param mask hears of each secret that was handed out during the run, before it is used
 */
function createAccount(connection, agents, mask) {
    const { endpoint, credentials } = connection;
    const masked = new Set();
    const maskAll = (keys) => {
        for (const secret of [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken ?? '']) {
            if (secret !== '' && !masked.has(secret))
                mask(secret);
            masked.add(secret);
        }
        return keys;
    };
    const sdk = once(async () => (await Promise.all(/* import() */[__nccwpck_require__.e(711), __nccwpck_require__.e(572)]).then(__nccwpck_require__.bind(__nccwpck_require__, 4572))).createAwsAccount(connection, agents));
    return {
        credentials: async (address, bucket) => credentials !== undefined && address.scope.service !== 's3express'
            ? credentials
            : maskAll(await (await sdk()).credentials(address, bucket)),
        renewCredentials: async () => (credentials === undefined || endpoint === undefined) && (await sdk()).renewCredentials(),
        address: async (bucket, region) => endpoint !== undefined
            ? (0,address/* addressAt */.c)(endpoint, bucket, connection, region)
            : (await sdk()).address(bucket, region),
    };
}
function once(make) {
    let made;
    return () => (made ??= make());
}

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __nccwpck_require__(7067);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __nccwpck_require__(4708);
;// CONCATENATED MODULE: external "node:tls"
const external_node_tls_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(7598);
// EXTERNAL MODULE: ./lib/user-error.js
var user_error = __nccwpck_require__(4435);
;// CONCATENATED MODULE: ./lib/storage/ca-bundle.js



const CERTIFICATE = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs;
/**
 * The certificates in the file, as text. Checked here: Node passes over in silence what it cannot read, and the error
 * would later be that of a connection.
 *
 * @throws {UserError}
 */
function readCaBundle(path) {
    if (path === undefined || path === '')
        return undefined;
    const text = read(path);
    const certificates = text.match(CERTIFICATE) ?? [];
    if (certificates.length === 0)
        throw unusable(path, 'holds no certificate', 'It must be text (PEM) with `-----BEGIN CERTIFICATE-----`.');
    for (const [at, certificate] of certificates.entries()) {
        try {
            new external_node_crypto_.X509Certificate(certificate);
        }
        catch (error) {
            throw unusable(path, `holds a certificate that cannot be read, number ${at + 1}`, 'Replace it.', error);
        }
    }
    return certificates.join('\n');
}
function read(path) {
    try {
        return (0,external_node_fs_.readFileSync)(path, 'utf8');
    }
    catch (error) {
        const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
        throw unusable(path, `cannot be read (${code})`, 'Correct the variable, or leave it out.', error);
    }
}
function unusable(path, what, mend, cause) {
    return new user_error/* UserError */.y(`The file that AWS_CA_BUNDLE names, ${path}, ${what}. ${mend}`, { cause });
}

;// CONCATENATED MODULE: external "node:net"
const external_node_net_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");
;// CONCATENATED MODULE: ./lib/storage/proxy.js


/** Lower case first, as Node and curl do. */
const VARIABLES = {
    'http:': ['http_proxy', 'HTTP_PROXY'],
    'https:': ['https_proxy', 'HTTPS_PROXY'],
};
const EXAMPLE = 'Write for example `http://proxy.example.com:3128`, or leave it out.';
/** @throws {UserError} when a proxy is set that cannot be used: going around it in silence is not what was asked for */
function readProxies(env) {
    return {
        'http:': readProxy(env, 'http:'),
        'https:': readProxy(env, 'https:'),
        direct: readDirect(env.no_proxy || env.NO_PROXY || ''),
    };
}
/** What Node's agents take. */
function toProxyEnv({ direct, ...proxies }) {
    return { http_proxy: proxies['http:']?.href, https_proxy: proxies['https:']?.href, no_proxy: direct };
}
/** The passwords in the variables, as written and decoded; found also where the rest is no URL. */
function proxyPasswords(env) {
    const values = Object.values(VARIABLES).flatMap((names) => names.map((name) => env[name] ?? ''));
    const passwords = values.flatMap((value) => /^(?:[^/]*\/\/)?[^/@:]*:(?!\/\/)(.+)@/.exec(value)?.[1] ?? []);
    return [...new Set(passwords.flatMap((password) => [password, decoded(password) ?? password]))];
}
/** No message shows the value: it may hold a password. */
function readProxy(env, protocol) {
    const name = VARIABLES[protocol].find((variable) => env[variable]);
    const value = name === undefined ? '' : (env[name] ?? '').trim();
    if (value === '')
        return undefined;
    const problem = (what) => new user_error/* UserError */.y(`The variable ${name} ${what}. ${EXAMPLE}`);
    // Most tools take `proxy.example.com:3128`; Node would go without a proxy.
    const text = value.includes('://') ? value : `http://${value}`;
    if (!URL.canParse(text))
        throw problem('is not a URL');
    const url = new URL(text);
    if (url.protocol !== 'http:' && url.protocol !== 'https:')
        throw problem('is not the URL of an HTTP proxy');
    if (decoded(url.username) === undefined || decoded(url.password) === undefined)
        throw problem('has a `%` in its user or password that stands for nothing; write it as `%25`');
    return url;
}
function decoded(text) {
    try {
        return decodeURIComponent(text);
    }
    catch {
        return undefined;
    }
}
/**
 * Node takes `example.com` for that host alone. Most tools, and GitHub's own actions, also leave out what is below it,
 * know blanks between the entries, and networks.
 */
function readDirect(value) {
    const entries = value.split(/[\s,]+/).filter((entry) => entry !== '');
    return entries.map((entry) => rangeOf(entry) ?? (isHostName(entry) ? `.${entry}` : entry)).join(',');
}
function isHostName(entry) {
    return /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/i.test(entry) && !/^[\d.-]+$/.test(entry);
}
/** `10.1.0.0/16` as `10.1.0.0-10.1.255.255`. */
function rangeOf(network) {
    const [address = '', bits = ''] = network.split('/');
    if (!(0,external_node_net_namespaceObject.isIPv4)(address) || !/^\d{1,2}$/.test(bits) || Number(bits) > 32)
        return undefined;
    const size = 2 ** (32 - Number(bits));
    const number = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
    const first = number - (number % size);
    return `${toAddress(first)}-${toAddress(first + size - 1)}`;
}
function toAddress(number) {
    return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

;// CONCATENATED MODULE: ./lib/storage/agents.js





/**
 * Proxies come from `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, a private CA from `AWS_CA_BUNDLE`
 * (`NODE_EXTRA_CA_CERTS` works without our doing).
 *
 * @throws {UserError} when one of them cannot be used
 */
function createAgents(env, maxSockets) {
    const proxies = readProxies(env);
    const options = { keepAlive: true, maxSockets, maxFreeSockets: maxSockets, proxyEnv: toProxyEnv(proxies) };
    const bundle = readCaBundle(env.AWS_CA_BUNDLE);
    return {
        http: new external_node_http_.Agent(options),
        https: new external_node_https_.Agent(bundle === undefined ? options : { ...options, secureContext: trusting(bundle) }),
        proxies,
    };
}
function closeAgents(agents) {
    agents.http.destroy();
    agents.https.destroy();
}
/**
 * Added to the usual authorities, so that a proxy's CA does not shut out the store behind it. Made once: each
 * connection would otherwise read them all again.
 */
function trusting(bundle) {
    return external_node_tls_namespaceObject.createSecureContext({ ca: [...external_node_tls_namespaceObject.getCACertificates('default'), bundle] });
}

;// CONCATENATED MODULE: ./lib/storage/pace.js
/**
 * How many requests may be under way. The bound falls by half when the store pushes back, and rises again by one for
 * each full round of good answers (additive increase, multiplicative decrease, as TCP does it).
 */
class Pace {
    #most;
    #clock;
    #bound;
    #underWay = 0;
    #pausedUntilMs = 0;
    #pausedAtMs = 0;
    /** Requests sent before the last push-back say nothing new about it. */
    #epoch = 0;
    #waiting = [];
    #nextWaiting = 0;
    constructor(most, clock) {
        this.#most = most;
        this.#bound = most;
        this.#clock = clock;
    }
    /** The bound at present, at least 1. */
    get bound() {
        return Math.max(1, Math.floor(this.#bound));
    }
    /** How long the store wants no request from now on. A clock that was set back ends the pause. */
    get pauseMs() {
        const nowMs = this.#clock();
        return nowMs < this.#pausedAtMs ? 0 : Math.max(0, this.#pausedUntilMs - nowMs);
    }
    /** Waits for a place. Gives what `release` and `pushedBack` want. */
    async acquire() {
        if (this.#underWay >= this.bound)
            await new Promise((resolve) => this.#waiting.push(resolve));
        else
            this.#underWay++;
        return this.#epoch;
    }
    release() {
        this.#underWay--;
        while (this.#underWay < this.bound && this.#nextWaiting < this.#waiting.length) {
            this.#underWay++;
            this.#takeWaiting()?.();
        }
    }
    succeeded() {
        if (this.#bound < this.#most)
            this.#bound = Math.min(this.#most, this.#bound + 1 / this.#bound);
    }
    /** @param pauseMs how long the store asked to be left alone, 0 when it did not say */
    pushedBack(epoch, pauseMs) {
        const untilMs = this.#clock() + Math.max(this.pauseMs, pauseMs);
        this.#pausedAtMs = this.#clock();
        this.#pausedUntilMs = untilMs;
        if (epoch !== this.#epoch)
            return;
        this.#epoch++;
        this.#bound = Math.max(1, this.#bound / 2);
    }
    #takeWaiting() {
        const next = this.#waiting[this.#nextWaiting++];
        if (this.#nextWaiting > 1_024 && this.#nextWaiting * 2 > this.#waiting.length) {
            this.#waiting.splice(0, this.#nextWaiting);
            this.#nextWaiting = 0;
        }
        return next;
    }
}

;// CONCATENATED MODULE: ./lib/storage/xml.js
const MAX_DEPTH = 64;
const ENTITIES = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
/** @throws {SyntaxError} that says what was seen instead of XML */
function parseXml(source) {
    const document = { name: '', children: [], text: '' };
    const path = [document];
    readXml(source, {
        open(name, depth) {
            const element = { name, children: [], text: '' };
            path[depth - 1]?.children.push(element);
            path[depth] = element;
        },
        close(_name, depth, text) {
            const element = path[depth];
            if (element !== undefined)
                element.text = text;
        },
    });
    return document.children[0] ?? document;
}
/** The first child of that name. */
function child(element, name) {
    return element.children.find((candidate) => candidate.name === name);
}
/** The text of the first child of that name; undefined where there is none. */
function childText(element, name) {
    return child(element, name)?.text;
}
/**
 * Walks through a document and keeps nothing of it, because a listing has a thousand entries a page.
 *
 * @throws {SyntaxError} that says what was seen instead of XML
 */
function readXml(source, visitor) {
    new Walk(source, visitor).toTheEnd();
}
class Walk {
    #source;
    #visitor;
    /** The names of the open elements, as they are written, the root first. */
    #open = [];
    #text = '';
    #hadRoot = false;
    constructor(source, visitor) {
        this.#source = source;
        this.#visitor = visitor;
    }
    toTheEnd() {
        const source = this.#source;
        let at = source.charCodeAt(0) === 0xfeff ? 1 : 0;
        while (at < source.length) {
            const tag = source.indexOf('<', at);
            const end = tag === -1 ? source.length : tag;
            if (end > at)
                this.#addText(source.slice(at, end));
            if (tag === -1)
                break;
            at = this.#markup(tag);
        }
        const unclosed = this.#open.at(-1);
        if (unclosed !== undefined)
            throw new SyntaxError(`it ends in the middle of <${localName(unclosed)}>`);
        if (!this.#hadRoot)
            throw new SyntaxError(source.trim() === '' ? 'it is empty' : 'it holds no element');
    }
    #addText(raw) {
        if (this.#open.length === 0 && raw.trim() !== '')
            throw new SyntaxError('it has text where an element should be');
        this.#text += raw.includes('&') ? raw.replace(/&([^;&]*);?/g, decodeReference) : raw;
    }
    /** Reads what begins with the `<` at `tag`; gives the position behind it. */
    #markup(tag) {
        const source = this.#source;
        const next = source[tag + 1];
        if (next === '/')
            return this.#endTag(tag);
        if (next === '?')
            return this.#endOf(tag, '?>');
        if (next !== '!')
            return this.#startTag(tag);
        if (source.startsWith('<!--', tag))
            return this.#endOf(tag, '-->');
        if (!source.startsWith('<![CDATA[', tag))
            throw new SyntaxError('it has a document type, as HTML pages do');
        const end = this.#endOf(tag, ']]>');
        this.#text += source.slice(tag + '<![CDATA['.length, end - ']]>'.length);
        return end;
    }
    #startTag(tag) {
        const end = this.#endOf(tag, '>');
        const selfClosing = this.#source[end - 2] === '/';
        const inside = this.#source.slice(tag + 1, selfClosing ? end - 2 : end - 1);
        // Most tags are a name and nothing else.
        const written = /^\w+$/.test(inside) ? inside : (/^[^\s/<>&"'=]+/.exec(inside)?.[0] ?? '');
        const name = localName(written);
        if (this.#open.length === 0 && this.#hadRoot)
            throw new SyntaxError(`<${name}> follows where it should end`);
        if (this.#open.length >= MAX_DEPTH)
            throw new SyntaxError('its elements are nested too deeply');
        this.#hadRoot = true;
        this.#open.push(written);
        this.#text = '';
        this.#visitor.open(name, this.#open.length);
        if (selfClosing)
            this.#close(name);
        return end;
    }
    #endTag(tag) {
        const end = this.#endOf(tag, '>');
        const written = this.#source.slice(tag + 2, end - 1).trimEnd();
        const name = localName(written);
        if (written !== this.#open.at(-1))
            throw new SyntaxError(`</${name}> closes what is not open`);
        this.#close(name);
        return end;
    }
    #close(name) {
        this.#visitor.close(name, this.#open.length, this.#text);
        this.#open.pop();
        this.#text = '';
    }
    #endOf(from, terminator) {
        const at = this.#source.indexOf(terminator, from);
        if (at === -1)
            throw new SyntaxError('it ends in the middle of a tag');
        return at + terminator.length;
    }
}
function localName(written) {
    if (written === '')
        throw new SyntaxError('it has a `<` that begins no tag');
    return written.includes(':') ? written.slice(written.indexOf(':') + 1) : written;
}
function decodeReference(reference, name) {
    const known = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
    if (known !== undefined && reference.endsWith(';'))
        return known;
    const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|([0-9]{1,7}))$/i.exec(name) ?? [];
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal);
    if (!(code <= 0x10ffff) || !reference.endsWith(';'))
        throw new SyntaxError(`it has the unknown reference ${reference.slice(0, 20)}`);
    return String.fromCodePoint(code);
}

;// CONCATENATED MODULE: ./lib/storage/reply.js

function toReply(raw) {
    const serverMs = dateOf(raw.headers.date);
    if (raw.status >= 200 &&
        raw.status < 300 &&
        !/^[^<]*(?:<\?xml[^>]*>\s*)?<Error[\s>]/.test(raw.body.slice(0, 300))) {
        return { kind: 'answer', body: raw.body, serverMs };
    }
    const error = readError(raw.body);
    const location = readUrl(raw.headers.location);
    return {
        kind: 'refusal',
        status: raw.status,
        code: error.code,
        message: error.message,
        region: reply_readRegion(reply_text(raw.headers['x-amz-bucket-region']) ?? error.region) ?? regionOf(location),
        location,
        retryAfterMs: readRetryAfter(reply_text(raw.headers['retry-after']), serverMs),
        serverMs,
    };
}
function readError(body) {
    try {
        const root = parseXml(body);
        return {
            code: childText(root, 'Code')?.trim() ?? '',
            message: childText(root, 'Message')?.trim() ?? '',
            region: childText(root, 'Region'),
        };
    }
    catch (error) {
        // Not every error has a body, and some bodies come from a proxy: the status still tells.
        if (error instanceof SyntaxError)
            return { code: '', message: '', region: undefined };
        throw error;
    }
}
function readUrl(text) {
    return text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
}
/** What is no region would only break the next signature. */
function reply_readRegion(text) {
    return text !== undefined && /^[A-Za-z0-9-]+$/.test(text) ? text : undefined;
}
/** AWS's temporary redirects name the region in the host only: `my-bucket.s3-eu-central-1.amazonaws.com`. */
function regionOf(location) {
    const [, region] = /\.s3[.-]([a-z]+-[a-z-]+-\d+)\.amazonaws\.com(?:\.cn)?$/.exec(location?.hostname ?? '') ?? [];
    return region;
}
/** Seconds, or a date. */
function readRetryAfter(header, serverMs) {
    if (header === undefined)
        return undefined;
    if (/^\d+$/.test(header))
        return Number(header) * 1_000;
    const untilMs = dateOf(header);
    return untilMs === undefined || serverMs === undefined ? undefined : Math.max(0, untilMs - serverMs);
}
/** A signature has four digits for the year. */
const LATEST_MS = Date.UTC(9999, 11, 31);
function dateOf(header) {
    const ms = Date.parse(header ?? '');
    return Number.isNaN(ms) || ms > LATEST_MS ? undefined : ms;
}
function reply_text(header) {
    return Array.isArray(header) ? header[0] : header;
}

// EXTERNAL MODULE: ./lib/storage/request.js
var storage_request = __nccwpck_require__(5292);
;// CONCATENATED MODULE: ./lib/storage/retry.js
const MAX_ATTEMPTS = 6;
/** A server that says nothing costs the whole patience each time. */
const MAX_SILENT_ATTEMPTS = 3;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 20_000;
/** A store that asks for more is not waited for. */
const LONGEST_RETRY_AFTER_MS = 60_000;
const THROTTLED_STATUS = new Set([429, 503]);
const TRANSIENT_STATUS = new Set([408, 429, 500, 502, 503, 504]);
const THROTTLED_CODE = new Set([
    'SlowDown',
    'Throttling',
    'ThrottlingException',
    'TooManyRequests',
    'RequestLimitExceeded',
]);
const TRANSIENT_CODE = new Set([
    'InternalError',
    'RequestTimeout',
    'ServiceUnavailable',
    'RequestTimeTooSkewed',
    ...THROTTLED_CODE,
]);
const EXPIRED_CODE = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']);
/** Nobody listens there, or nobody is trusted there: that does not change within seconds. */
const LASTING_CODE = new Set([
    'ENOTFOUND',
    'ENOENT',
    'EACCES',
    'EPROTO',
    'TOO_LONG',
    'PROXY_REFUSED',
    'PROXY_WANTS_PASSWORD',
    'ERR_INVALID_URL',
    'GAVE_UP',
]);
const LASTING_PREFIX = /^(?:CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH)/;
/**
 * @param attempt 1 for the first
 * @param random from 0 up to 1, so that many clients do not come back all at once
 */
function nextStep(reply, attempt, random) {
    const done = { kind: 'done' };
    if (reply.kind === 'answer' || attempt >= MAX_ATTEMPTS)
        return done;
    const backOffMs = random * Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt);
    if (reply.kind === 'unreachable') {
        return mayPass(reply.code, attempt)
            ? { kind: 'wait', waitMs: backOffMs, pushBack: reply.code === 'TIMEOUT' }
            : done;
    }
    if (EXPIRED_CODE.has(reply.code))
        return { kind: 'renew-credentials' };
    if (reply.code === 'RequestTimeTooSkewed' && reply.serverMs !== undefined)
        return { kind: 'correct-clock', serverMs: reply.serverMs };
    if (reply.region !== undefined && isWrongRegion(reply))
        return { kind: 'change-region', region: reply.region };
    if (!TRANSIENT_STATUS.has(reply.status) && !TRANSIENT_CODE.has(reply.code))
        return done;
    if (reply.retryAfterMs !== undefined && reply.retryAfterMs > LONGEST_RETRY_AFTER_MS)
        return done;
    const pushBack = THROTTLED_STATUS.has(reply.status) || THROTTLED_CODE.has(reply.code);
    return { kind: 'wait', waitMs: Math.max(backOffMs, reply.retryAfterMs ?? 0), pushBack };
}
/** A bucket elsewhere. S3 names its region in many other refusals too, where it says nothing new. */
function isWrongRegion({ status, code }) {
    return (status === 301 ||
        status === 307 ||
        code === 'AuthorizationHeaderMalformed' ||
        code === 'IllegalLocationConstraintException');
}
function mayPass(code, attempt) {
    if (LASTING_CODE.has(code) || LASTING_PREFIX.test(code))
        return false;
    if (code === 'TIMEOUT' || code === 'ECONNREFUSED')
        return attempt < MAX_SILENT_ATTEMPTS;
    return true;
}

;// CONCATENATED MODULE: ./lib/storage/signature.js

/** The SHA-256 of no bytes: none of our requests has a body. */
const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
/**
 * AWS Signature Version 4, in the header. Our own, because the SDK's signer takes 14 ms to load and twice the time to
 * sign; the tests hold it against the SDK's and against a server that checks it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
class Signer {
    /** The key of a day and scope is the same for every request. As a KeyObject it signs in 4 µs, as bytes in 24. */
    #cached;
    /** The headers to send: those given, and those that sign. */
    sign(request, credentials, scope, nowMs) {
        const timestamp = new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
        const date = timestamp.slice(0, 8);
        const headers = {
            ...request.headers,
            'x-amz-content-sha256': EMPTY_HASH,
            'x-amz-date': timestamp,
            ...tokenHeader(credentials, scope),
        };
        const names = Object.keys(headers).sort();
        const signedHeaders = names.join(';');
        const canonicalHeaders = names
            .map((name) => `${name}:${headers[name]?.trim().replace(/ +/g, ' ')}\n`)
            .join('');
        const canonical = [
            request.method,
            request.path,
            request.query,
            canonicalHeaders,
            signedHeaders,
            EMPTY_HASH,
        ].join('\n');
        const scopeText = `${date}/${scope.region}/${scope.service}/aws4_request`;
        const toSign = `AWS4-HMAC-SHA256\n${timestamp}\n${scopeText}\n${(0,external_node_crypto_.hash)('sha256', canonical)}`;
        const key = this.#key(credentials.secretAccessKey, date, scope);
        const signature = (0,external_node_crypto_.createHmac)('sha256', key).update(toSign).digest('hex');
        headers.authorization = `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/${scopeText}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
        return headers;
    }
    #key(secret, date, { region, service }) {
        const wanted = [secret, date, region, service].join('\n');
        if (this.#cached?.wanted === wanted)
            return this.#cached.key;
        const bytes = [region, service, 'aws4_request'].reduce(hmac, hmac(`AWS4${secret}`, date));
        this.#cached = { wanted, key: (0,external_node_crypto_.createSecretKey)(bytes) };
        return this.#cached.key;
    }
}
/** A directory bucket takes the token of its session under a name of its own. */
function tokenHeader({ sessionToken }, { service }) {
    if (sessionToken === undefined)
        return {};
    return { [service === 's3express' ? 'x-amz-s3session-token' : 'x-amz-security-token']: sessionToken };
}
function hmac(key, text) {
    return (0,external_node_crypto_.createHmac)('sha256', key).update(text, 'utf8').digest();
}

;// CONCATENATED MODULE: ./lib/storage/transport.js


/** Nothing came back, or not all of it. */
class ConnectionError extends Error {
    name = 'ConnectionError';
    /** A code of Node's such as `ECONNREFUSED`, or `TIMEOUT`. */
    code;
    /** The proxy that it came from, without its password; undefined where the store or the network failed. */
    proxy;
    constructor(code, message, { cause, proxy } = {}) {
        super(message, { cause });
        this.code = code;
        this.proxy = proxy;
    }
}
/** No listing page of a real server comes near this; a reply without end must not fill the memory. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;
/**
 * Sends one request and reads the whole reply, once: no retry, no redirect.
 *
 * @throws {ConnectionError}
 */
function exchange(what, agents, patience) {
    return new Promise((resolve, reject) => {
        const proxy = agents.proxies[what.origin.protocol];
        const secure = what.origin.protocol === 'https:';
        const { hostname, port } = what.origin;
        const request = (secure ? external_node_https_ : external_node_http_).request({
            method: what.method,
            host: hostname.replace(/^\[|\]$/g, ''),
            port,
            path: what.path,
            headers: what.headers,
            agent: secure ? agents.https : agents.http,
            timeout: patience.silenceMs,
        });
        // For a proxy Node makes it a whole URL, and loses the `.` and `..` of a key: the bucket itself would be addressed.
        if (request.path !== what.path)
            request.path = `${what.origin.protocol}//${what.headers.host}${what.path}`;
        const fail = (error) => {
            clearTimeout(deadline);
            reject(toConnectionError(error, proxy));
        };
        const giveUp = (afterMs) => {
            request.destroy(new ConnectionError('TIMEOUT', `no complete answer within ${Math.round(afterMs / 1_000)} s`));
        };
        const deadline = setTimeout(giveUp, patience.wholeMs, patience.wholeMs);
        request.on('timeout', () => giveUp(patience.silenceMs));
        request.on('error', fail);
        // Nobody asked for another protocol; without a listener Node would close the connection and say nothing.
        request.on('upgrade', (_response, socket) => {
            socket.destroy();
            fail(new ConnectionError('UPGRADE', 'the answer is HTTP status 101, Switching Protocols'));
        });
        request.on('response', (response) => {
            if (response.statusCode === 407 && proxy !== undefined) {
                response.resume();
                return fail(refusedBy(proxy, 407));
            }
            readBody(response, (body) => {
                clearTimeout(deadline);
                resolve({ status: response.statusCode ?? 0, headers: response.headers, body });
            }, fail);
        });
        request.end();
    });
}
function readBody(response, done, fail) {
    const chunks = [];
    let bytes = 0;
    response.on('data', (chunk) => {
        bytes += chunk.length;
        if (bytes > MAX_BODY_BYTES)
            response.destroy(new ConnectionError('TOO_LONG', 'the answer is longer than any listing page'));
        else
            chunks.push(chunk);
    });
    response.on('error', fail);
    response.on('end', () => done(chunks.length === 1 ? String(chunks[0]) : Buffer.concat(chunks).toString()));
}
function toConnectionError(error, proxy) {
    if (error instanceof ConnectionError)
        return error;
    // Of several addresses that were tried, the first failure tells enough.
    if (error instanceof AggregateError)
        return toConnectionError(error.errors[0], proxy);
    if (!(error instanceof Error))
        return new ConnectionError('UNKNOWN', String(error), { cause: error });
    if (proxy !== undefined && 'statusCode' in error && typeof error.statusCode === 'number')
        return refusedBy(proxy, error.statusCode);
    const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
    const from = proxy !== undefined && isAbout(error, code, proxy) ? { proxy: proxy.origin } : {};
    return new ConnectionError(code, error.message || code, { cause: error, ...from });
}
/** The proxy answered, and not with a tunnel. What it said itself may be a page of HTML. */
function refusedBy(proxy, status) {
    const code = status >= 500 ? 'PROXY_FAILED' : status === 407 ? 'PROXY_WANTS_PASSWORD' : 'PROXY_REFUSED';
    return new ConnectionError(code, `HTTP status ${status}`, { proxy: proxy.origin });
}
/** Where a proxy stands before the store, nothing but the proxy is looked up and connected to. */
function isAbout(error, code, { hostname, port, protocol }) {
    if (code === 'ERR_PROXY_TUNNEL')
        return true;
    if ('hostname' in error)
        return error.hostname === hostname;
    const usual = protocol === 'http:' ? 80 : 443;
    return ('syscall' in error &&
        error.syscall === 'connect' &&
        'port' in error &&
        error.port === Number(port || usual));
}

;// CONCATENATED MODULE: ./lib/storage/s3.js








const PATIENCE = { silenceMs: 20_000, wholeMs: 60_000 };
/** After so many requests in a row that failed in spite of all attempts, a bucket is given up. */
const MAX_FAILURES_IN_A_ROW = 10;
/** Speaks S3: signs, sends, retries, slows down. Knows what a request is, not what it is for. */
class S3 {
    #connection;
    #account;
    #agents;
    #around;
    #cancellation;
    #pace;
    #signer = new Signer();
    /** By bucket; the promise, so that many requests at the start ask once. */
    #addresses = new Map();
    #failuresInARow = new Map();
    /** What to add to our clock to have the server's. */
    #clockOffsetMs = 0;
    /** How many requests of which operation left, attempts included. */
    sent = new Map();
    constructor(connection, concurrency, account, agents, around, cancellation) {
        this.#connection = connection;
        this.#account = account;
        this.#agents = agents;
        this.#around = around;
        this.#cancellation = cancellation;
        this.#pace = new Pace(concurrency, around.nowMs);
        cancellation.cut.addEventListener('abort', () => closeAgents(agents));
    }
    get isAws() {
        return this.#connection.endpoint === undefined;
    }
    /** The time by our clock, in ms. */
    nowMs() {
        return this.#around.nowMs();
    }
    sleep(ms) {
        return this.#around.sleep(ms, this.#cancellation.stop);
    }
    /**
     * Sends a request, as often as it takes, within bounds.
     *
     * @throws {UserError} when there are no credentials or no address
     * @throws the reason of the cancellation, when the run was cancelled before the request was answered
     */
    async send(request) {
        const bucket = 'bucket' in request ? request.bucket : undefined;
        if ((this.#failuresInARow.get(bucket) ?? 0) >= MAX_FAILURES_IN_A_ROW)
            return givenUp();
        const reply = await this.#attemptsOrLost(request, bucket);
        this.#remember(bucket, reply);
        return reply;
    }
    /** An abort that was sent and not answered may have been carried out: cancelled after that, it has not been left out. */
    async #attemptsOrLost(request, bucket) {
        let lost;
        try {
            return await this.#attempts(request, bucket, (unanswered) => (lost = unanswered));
        }
        catch (error) {
            if (request.operation !== 'AbortMultipartUpload' || !this.#cancellation.stop.aborted)
                throw error;
            if (lost === undefined)
                throw error;
            return lost;
        }
    }
    async #attempts(request, bucket, onLost) {
        let renewed = false;
        for (let attempt = 1;; attempt++) {
            const { reply, epoch, sentAtMs, region } = await this.#paced(request, bucket);
            if (reply.kind === 'answer') {
                this.#pace.succeeded();
                return reply;
            }
            if (reply.kind === 'unreachable')
                onLost(reply);
            const step = nextStep(reply, attempt, this.#around.random());
            switch (step.kind) {
                case 'done':
                    return reply;
                case 'wait':
                    if (step.pushBack)
                        this.#pace.pushedBack(epoch, step.waitMs);
                    await this.#around.sleep(step.waitMs, this.#cancellation.stop);
                    break;
                case 'renew-credentials':
                    if (renewed || !(await this.#account.renewCredentials()))
                        return reply;
                    renewed = true;
                    break;
                case 'correct-clock':
                    this.#clockOffsetMs = step.serverMs - sentAtMs;
                    break;
                case 'change-region':
                    if (!(await this.#moveTo(bucket, region, step.region)))
                        return reply;
            }
        }
    }
    async #paced(request, bucket) {
        const { stop } = this.#cancellation;
        const epoch = await this.#pace.acquire();
        try {
            stop.throwIfAborted();
            const { pauseMs } = this.#pace;
            if (pauseMs > 0)
                await this.#around.sleep(pauseMs, stop);
            const sentAtMs = this.#around.nowMs();
            const address = await this.#addressOf(bucket);
            const reply = await this.#attempt(request, bucket, address);
            return { reply, epoch, sentAtMs, region: address.scope.region };
        }
        finally {
            this.#pace.release();
        }
    }
    async #attempt(request, bucket, address) {
        const credentials = await this.#account.credentials(address, bucket);
        this.#cancellation.stop.throwIfAborted();
        const wire = (0,storage_request/* toWire */.B)(request);
        const path = `${address.basePath}${wire.path}`;
        const owner = this.#connection.expectedBucketOwner;
        const unsigned = { host: address.host };
        if (owner !== undefined && bucket !== undefined)
            unsigned['x-amz-expected-bucket-owner'] = owner;
        const signable = { method: wire.method, path, query: wire.query, headers: unsigned };
        const headers = this.#signer.sign(signable, credentials, address.scope, this.#around.nowMs() + this.#clockOffsetMs);
        const target = wire.query === '' ? path : `${path}?${wire.query}`;
        this.sent.set(request.operation, (this.sent.get(request.operation) ?? 0) + 1);
        try {
            const { origin } = address;
            const sending = exchange({ method: wire.method, origin, path: target, headers }, this.#agents, PATIENCE);
            return withoutSecrets(toReply(await sending), credentials);
        }
        catch (error) {
            this.#cancellation.cut.throwIfAborted();
            if (error instanceof ConnectionError)
                return { kind: 'unreachable', code: error.code, message: error.message, proxy: error.proxy };
            if (error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_CHAR')
                throw unsendable(error);
            throw error;
        }
    }
    #addressOf(bucket) {
        const known = this.#addresses.get(bucket);
        if (known !== undefined)
            return known;
        const address = this.#account.address(bucket, this.#connection.region);
        this.#addresses.set(bucket, address);
        return address;
    }
    /** False when the request was signed for that region already: asking again would change nothing. */
    async #moveTo(bucket, from, to) {
        if (from === to)
            return false;
        const { scope } = await this.#addressOf(bucket);
        // Of several requests at the same time, the first moves them all.
        if (scope.region === from)
            this.#addresses.set(bucket, this.#account.address(bucket, to));
        return true;
    }
    #remember(bucket, reply) {
        const isDown = reply.kind === 'unreachable' ||
            (reply.kind === 'refusal' && (reply.status >= 500 || reply.status === 429));
        this.#failuresInARow.set(bucket, isDown ? (this.#failuresInARow.get(bucket) ?? 0) + 1 : 0);
    }
}
/** GitHub masks them in the log, but neither in the report nor where a character of them was escaped. */
function withoutSecrets(reply, { secretAccessKey, sessionToken }) {
    if (reply.kind !== 'refusal')
        return reply;
    const secrets = [secretAccessKey, sessionToken ?? ''].filter((secret) => secret !== '');
    const cleaned = (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
    return { ...reply, code: cleaned(reply.code), message: cleaned(reply.message) };
}
/** Node names the header, and not what is in it. */
function unsendable(cause) {
    return new user_error/* UserError */.y('The credentials or the region hold a character that cannot be sent in a header (a line break, say, or a letter outside of ASCII). Correct `access-key-id`, `session-token` or `region`, or the variables or the profile that they come from.', { cause });
}
function givenUp() {
    const message = `given up after ${MAX_FAILURES_IN_A_ROW} requests in a row failed in spite of all retries`;
    return { kind: 'unreachable', code: 'GAVE_UP', message };
}

;// CONCATENATED MODULE: ./lib/storage/shortened.js
/** No S3 server has a name or a code as long; what has one must not fill the log. */
const LONGEST = 1_200;
/** What a server sent, on its way into a message. */
function shortened(text) {
    return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

;// CONCATENATED MODULE: ./lib/storage/list-document.js


/** @throws {SyntaxError} that says what was seen instead of such a document */
function readListDocument(body, shape) {
    const own = {};
    const items = [];
    let item;
    readXml(body, {
        open(name, depth) {
            if (depth === 1 && name !== shape.root)
                throw new SyntaxError(`it is <${name}>, not <${shape.root}>`);
            if (depth !== 2)
                return;
            item = name === shape.item ? {} : undefined;
            if (item !== undefined)
                items.push(item);
        },
        close(name, depth, text) {
            if (depth === 2 && item === undefined)
                keepFirst(own, shape.own, name, text);
            if (depth === 3 && item !== undefined)
                keepFirst(item, shape.fields, name, text);
        },
    });
    return { own, items };
}
/** A text that a request has to hold; undefined for none. @throws {SyntaxError} where no request can hold it */
function sendable(name, text) {
    if (text === undefined || text === '')
        return undefined;
    if (!text.isWellFormed())
        throw new SyntaxError(`its ${name} cannot be read`);
    return text;
}
/**
 * Does more follow? Where the server does not say, the marker of a next page does.
 *
 * @throws {SyntaxError} where it says so in words that mean nothing
 */
function readTruncated(isTruncated, nextMarker) {
    const text = isTruncated?.trim().toLowerCase() ?? '';
    if (text === 'true')
        return true;
    if (text === 'false')
        return false;
    if (text === '')
        return nextMarker !== undefined;
    throw new SyntaxError(`its IsTruncated is ${JSON.stringify(shortened(text))}`);
}
function keepFirst(fields, names, name, text) {
    const known = names.find((candidate) => candidate === name);
    if (known !== undefined)
        fields[known] ??= text;
}

;// CONCATENATED MODULE: ./lib/storage/buckets-page.js


/**
 * Reads a `ListAllMyBucketsResult`.
 *
 * @throws {SyntaxError} that says what was seen instead
 */
function buckets_page_readBuckets(body) {
    const root = parseXml(body);
    if (root.name !== 'ListAllMyBucketsResult')
        throw new SyntaxError(`it is <${root.name}>, not <ListAllMyBucketsResult>`);
    const entries = child(root, 'Buckets')?.children ?? [];
    const token = childText(root, 'ContinuationToken');
    return {
        names: entries.flatMap((entry) => childText(entry, 'Name') || []),
        continuationToken: sendable('ContinuationToken', token),
    };
}

;// CONCATENATED MODULE: ./lib/storage/explain.js
/** What each operation needs, and what it is for. */
const PERMISSIONS = {
    ListBuckets: { action: 's3:ListAllMyBuckets', purpose: 'list the buckets for the glob in `bucket`' },
    ListMultipartUploads: { action: 's3:ListBucketMultipartUploads', purpose: 'list the uploads in progress' },
    ListParts: { action: 's3:ListMultipartUploadParts', purpose: 'look at the parts of uploads' },
    AbortMultipartUpload: { action: 's3:AbortMultipartUpload', purpose: 'abort uploads' },
};
/** One line: what happened, where, and what to do about it. Without secrets, and without keys. */
function explain(reply, place) {
    return reply.kind === 'unreachable' ? explainUnreachable(reply, place) : explainRefusal(reply, place);
}
function explainRefusal(refusal, place) {
    const { action, purpose } = PERMISSIONS[place.operation];
    const bucket = place.bucket === undefined ? 'the store' : `the bucket \`${place.bucket}\``;
    // Backticks are ours: they mark what is code.
    const message = refusal.message.slice(0, 300).replaceAll('`', "'");
    const code = refusal.code.slice(0, 300).replaceAll('`', "'");
    const said = `${code || `HTTP status ${refusal.status}`}${message === '' ? '' : `, "${message}"`}`;
    if (/x-amz-expected-bucket-owner/i.test(message))
        return `The store cannot check who owns ${bucket} (${said}). Leave out \`expected-bucket-owner\`.`;
    switch (refusal.code) {
        case 'NoSuchBucket':
            return `There is no bucket \`${place.bucket}\` at ${storeOf(place)} (${refusal.code}). Correct \`bucket\`, \`endpoint\` or \`region\`.`;
        case 'InvalidAccessKeyId':
            return `The store does not know the access key (${said}). Correct \`access-key-id\`; check that \`endpoint\` is the store that the key belongs to.`;
        case 'SignatureDoesNotMatch':
            return `The store refused the signature (${said}). Correct \`secret-access-key\`; check that nothing was cut off or added when the secret was stored.`;
        case 'ExpiredToken':
        case 'InvalidToken':
            return `The store refused the session token (${said}). Get new credentials in a step right before this one, or correct \`session-token\`.`;
        case 'RequestTimeTooSkewed':
            return `The clock of this machine is too far from the store's (${said}). Set the machine's clock.`;
        case 'AuthorizationHeaderMalformed':
        case 'PermanentRedirect':
            // An endpoint that wants one region for a bucket that wants another.
            if (place.endpoint !== undefined && (refusal.status === 301 || refusal.region === place.region))
                return `The bucket \`${place.bucket}\` is not at ${storeOf(place)} (${said}). Set \`endpoint\` to that of its region; leave it out for AWS.`;
            return `The store wants another region than \`${place.region}\` (${said}). Set \`region\`${refusal.region === undefined ? ' to the one of the bucket' : `: ${refusal.region}`}.`;
        case 'NotImplemented':
        case 'MethodNotAllowed':
            return `${capitalized(storeOf(place))} cannot ${purpose} (${said}). This store cannot be cleaned by this action.`;
    }
    if (refusal.status >= 300 && refusal.status < 400 && refusal.location !== undefined) {
        const { origin } = refusal.location;
        return `${capitalized(storeOf(place))} sends requests elsewhere, to ${origin} (${said}). If you trust that address, set \`endpoint: ${origin}\`.`;
    }
    if (refusal.status === 404 && place.operation === 'ListMultipartUploads') {
        return `Nothing that speaks S3 was found for ${bucket} at ${storeOf(place)} (${said}). Correct \`bucket\` or \`endpoint\`; try \`force-path-style\`.`;
    }
    if (refusal.status === 501 || refusal.status === 405) {
        return `${capitalized(storeOf(place))} cannot ${purpose} (${said}). This store cannot be cleaned by this action.`;
    }
    // Also inside of a 200.
    if (refusal.status === 401 || refusal.status === 403 || refusal.code === 'AccessDenied') {
        const owner = 'if `expected-bucket-owner` is set, check that it is the account that owns the bucket';
        return `The credentials may not ${purpose} in ${bucket} (${said}). Grant them \`${action}\`; ${owner}.`;
    }
    if (refusal.status >= 500 || refusal.status === 429) {
        return `The store could not ${purpose} in ${bucket}, in spite of several attempts (${said}). Run it again later, or lower \`concurrency\`. Some servers fail so for ever when a key holds a control character; then clean up such keys with the server's own tools.`;
    }
    return `The store refused to ${purpose} in ${bucket} (${said}). Check \`bucket\`, \`endpoint\` and \`region\`.`;
}
function explainUnreachable(reply, place) {
    const { code, message, proxy } = reply;
    if (proxy !== undefined)
        return explainProxy(proxy, reply, place);
    const store = storeOf(place);
    switch (code) {
        case 'ECONNREFUSED':
            return `Nothing listens at ${store} (${message}). Correct \`endpoint\`, above all its port, or start the server.`;
        case 'ENOTFOUND':
        case 'EAI_AGAIN':
            return `The host name of ${store} cannot be resolved (${message}). Correct \`endpoint\` or \`region\`; try \`force-path-style: true\`.`;
        case 'TIMEOUT':
            return `${capitalized(store)} did not answer in time (${message}). Check \`endpoint\`, and whether a firewall or proxy is in between.`;
        case 'GAVE_UP':
            return `${capitalized(store)} keeps failing: ${message}. Run it again later.`;
    }
    const mend = mendOfTrust(code);
    // Node's own advice is about its command line, which is not the user's here.
    const what = message.replace(/; if the root CA is installed locally.*$/, '');
    return mend === undefined
        ? `The connection to ${store} failed in spite of several attempts (${code}: ${message}). Check \`endpoint\` and the network.`
        : `The connection to ${store} is not trusted (${code}: ${what}). ${mend}`;
}
/** What to do about a TLS error of Node's or OpenSSL's; undefined for other errors. */
function mendOfTrust(code) {
    switch (code) {
        case 'CERT_HAS_EXPIRED':
        case 'CERT_NOT_YET_VALID':
            return "Renew the server's certificate; check the clock of this machine.";
        case 'ERR_TLS_CERT_ALTNAME_INVALID':
            return 'Set `endpoint` to a host name that the certificate holds; try `force-path-style: true`.';
        case 'EPROTO':
            return 'The server does not speak TLS there: check `https` or `http` in `endpoint`, and its port.';
    }
    if (code.startsWith('ERR_SSL'))
        return 'The server does not speak TLS there: check `https` or `http` in `endpoint`, and its port.';
    if (!/CERT|TLS|SIGN|VERIFY/.test(code))
        return undefined;
    return 'For a certificate of a private authority, set NODE_EXTRA_CA_CERTS or AWS_CA_BUNDLE in `env` to a file with that of the authority.';
}
function explainProxy(proxy, { code, message }, place) {
    const variable = place.endpoint?.startsWith('http:') ? 'HTTP_PROXY' : 'HTTPS_PROXY';
    const mend = `Correct ${variable}, or add the store's host to NO_PROXY.`;
    switch (code) {
        case 'PROXY_WANTS_PASSWORD':
            return `The proxy ${proxy} wants a user and password (${message}). Write ${variable} as \`http://user:password@host:port\`, with special characters as \`%40\`.`;
        case 'PROXY_REFUSED':
            return `The proxy ${proxy} does not let requests through to ${storeOf(place)} (${message}). Have it allow this host. ${mend}`;
        case 'ECONNREFUSED':
            return `Nothing listens at the proxy ${proxy} (${message}). ${mend}`;
        case 'ENOTFOUND':
        case 'EAI_AGAIN':
            return `The host name of the proxy ${proxy} cannot be resolved (${message}). ${mend}`;
    }
    return `The proxy ${proxy} failed in spite of several attempts (${message}). ${mend}`;
}
function storeOf({ endpoint, region }) {
    return endpoint === undefined ? `AWS S3 in ${region}` : `the endpoint ${endpoint}`;
}
function capitalized(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

;// CONCATENATED MODULE: ./lib/storage/date.js
/** ISO 8601 with a zone, as S3 writes it, with any number of digits behind the second. */
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/;
/** In ms since 1970; undefined for what is no such date. A date without a zone could be off by a day: it is none. */
function parseDate(text) {
    const trimmed = text?.trim() ?? '';
    if (!DATE.test(trimmed))
        return undefined;
    const ms = Date.parse(trimmed);
    return Number.isNaN(ms) ? undefined : ms;
}

;// CONCATENATED MODULE: ./lib/storage/url-encoding.js
/**
 * What servers make of `encoding-type=url` cannot be read from their `EncodingType`: Ceph encodes and does not say so,
 * SeaweedFS says so and does not. A raw space, a character outside ASCII, a control character or a `%` that begins no
 * escape can only be in keys that are not encoded.
 */
function isUrlEncoded(keys) {
    return keys.every((key) => /^(?:[\x21-\x24\x26-\x7e]|%[0-9a-f]{2})*$/i.test(key));
}
/** `+` is a space; bytes that are no UTF-8 become U+FFFD. */
function decodeUrl(text) {
    const spaced = text.replaceAll('+', ' ');
    try {
        return decodeURIComponent(spaced);
    }
    catch (error) {
        if (error instanceof URIError)
            return '\ufffd';
        throw error;
    }
}

;// CONCATENATED MODULE: ./lib/storage/listing-page.js




const LISTING = {
    root: 'ListMultipartUploadsResult',
    own: ['Bucket', 'EncodingType', 'IsTruncated', 'NextKeyMarker', 'NextUploadIdMarker'],
    item: 'Upload',
    fields: ['Key', 'UploadId', 'Initiated', 'StorageClass'],
};
/** An access point or an alias, which stand for a bucket of another name. */
const STAND_IN = /^arn:|-s3alias$|--[a-z]+-s3$/;
/** U+FFFD: bytes that were no UTF-8 stood here, so the key is not known. */
const REPLACEMENT = '\ufffd';
/**
 * Reads a `ListMultipartUploadsResult`.
 *
 * @param urlEncoded whether the keys were asked for in URL encoding, which servers do or do not do
 * @throws {SyntaxError} that says what was seen instead
 */
function readListing(body, bucket, urlEncoded) {
    const { own, items } = readListDocument(body, LISTING);
    if (!listing_page_isAbout(own, bucket))
        throw new SyntaxError(`it is about the bucket ${listing_page_quoted(own.Bucket ?? '')}`);
    const keys = items.map(({ Key = '' }) => Key);
    const isAnnounced = own.EncodingType === 'url';
    const encoded = urlEncoded && isUrlEncoded(keys) && (isAnnounced || keys.every(mayBeOfCeph));
    if (!urlEncoded && keys.some((key) => key.includes(REPLACEMENT)))
        throw new SyntaxError('it has keys that are no UTF-8');
    const { uploads, unreadable } = readEntries(items, bucket, encoded);
    const lastKey = keys.at(-1);
    const keyMarker = sendable('NextKeyMarker', own.NextKeyMarker);
    const uploadIdMarker = sendable('NextUploadIdMarker', own.NextUploadIdMarker);
    return {
        uploads,
        unreadable,
        isTruncated: readTruncated(own.IsTruncated, keyMarker ?? uploadIdMarker),
        markers: keyMarker === undefined && uploadIdMarker === undefined
            ? undefined
            : { keyMarker: encoded ? decodeMarker(keyMarker, lastKey, isAnnounced) : keyMarker, uploadIdMarker },
    };
}
/** A cache may give the listing of another bucket. Ceph leaves the tenant out of `tenant:bucket`. */
function listing_page_isAbout({ Bucket = '' }, bucket) {
    return Bucket === '' || Bucket === bucket || bucket.endsWith(`:${Bucket}`) || STAND_IN.test(bucket);
}
/** One bad entry hides no other. */
function readEntries(entries, bucket, encoded) {
    const uploads = [];
    const unreadable = [];
    for (const entry of entries) {
        const rawKey = entry.Key ?? '';
        const key = encoded ? decodeUrl(rawKey) : rawKey;
        const uploadId = entry.UploadId ?? '';
        const problem = problemOf(key, uploadId);
        if (problem !== undefined)
            unreadable.push(problem);
        else if (key === rawKey)
            uploads.push(toUpload(entry, bucket, key, uploadId));
        else
            uploads.push({ ...toUpload(entry, bucket, key, uploadId), isKeyDecoded: true });
    }
    return { uploads, unreadable };
}
function problemOf(key, uploadId) {
    if (uploadId.trim() === '')
        return `an entry without an upload id, for the key ${listing_page_quoted(key)}`;
    if (key === '')
        return `an entry without a key, for the upload id ${listing_page_quoted(uploadId)}`;
    if (!key.isWellFormed() || key.includes(REPLACEMENT))
        return `an entry whose key cannot be read, ${listing_page_quoted(key)}`;
    if (!uploadId.isWellFormed() || uploadId.includes(REPLACEMENT))
        return `an entry whose upload id cannot be read, for the key ${listing_page_quoted(key)}`;
    return undefined;
}
/** Backticks are the messages' own: they mark what is code. */
function listing_page_quoted(text) {
    return JSON.stringify(shortened(text)).replaceAll('`', "'");
}
function toUpload({ Initiated, StorageClass }, bucket, key, uploadId) {
    return { bucket, key, uploadId, initiatedMs: parseDate(Initiated), storageClass: nonEmpty(StorageClass) };
}
/** Ceph, the only server that encodes without saying so, writes a space as `%20` and leaves slashes alone. */
function mayBeOfCeph(key) {
    return !/\+|%2f/i.test(key);
}
/**
 * AWS encodes the marker with the keys, Ceph and Swift do not: whether it equals the last key tells. A marker that names
 * the key to come is encoded on Garage, which says so, and is not on gofakes3, which says nothing.
 */
function decodeMarker(marker, lastKey, isAnnounced) {
    if (marker === undefined)
        return undefined;
    if (marker === lastKey)
        return decodeUrl(marker);
    const isRaw = lastKey !== undefined && marker === decodeUrl(lastKey);
    return isRaw || !isAnnounced || !isUrlEncoded([marker]) ? marker : decodeUrl(marker);
}
function nonEmpty(text) {
    return text === '' ? undefined : text;
}

;// CONCATENATED MODULE: ./lib/storage/seen.js

const FIRST_SLOTS = 1_024;
/** Three of the four words of a slot are the digest, the fourth is the run; 0 is no run, so the slot is free. */
const WORDS = 4;
/**
 * Which uploads were listed already, and by which run through the pages. All that the action remembers of an upload
 * which is kept: 16 bytes in a table that is at most three quarters full, because a bucket may hold a million uploads
 * and a key 1,024 bytes. Of a million uploads, two share their 96 bits of SHA-1 with a chance of 1 in 10^17.
 */
class Seen {
    #slots = new Uint32Array(FIRST_SLOTS * WORDS);
    #used = 0;
    #runs = 0;
    beginRun() {
        return ++this.#runs;
    }
    /** `repeated`: this run had it before. `known`: another run had it, so it is not to be counted again. */
    see({ key, uploadId }, run) {
        const digest = (0,external_node_crypto_.hash)('sha1', `${uploadId}\0${key}`, 'binary');
        const [a, b, c] = [word(digest, 0), word(digest, 4), word(digest, 8)];
        let isKnown = false;
        let at = this.#home(a);
        for (let owner = this.#owner(at); owner !== 0; owner = this.#owner(at)) {
            if (this.#slots[at] === a && this.#slots[at + 1] === b && this.#slots[at + 2] === c) {
                if (owner === run)
                    return 'repeated';
                isKnown = true;
            }
            at = this.#behind(at);
        }
        this.#put(at, a, b, c, run);
        return isKnown ? 'known' : 'new';
    }
    #put(at, a, b, c, run) {
        this.#slots.set([a, b, c, run], at);
        this.#used++;
        if (this.#used * WORDS > this.#slots.length * 0.75)
            this.#grow();
    }
    #grow() {
        const before = this.#slots;
        this.#slots = new Uint32Array(before.length * 2);
        for (let from = 0; from < before.length; from += WORDS) {
            if (before[from + 3] === 0)
                continue;
            let at = this.#home(before[from] ?? 0);
            while (this.#owner(at) !== 0)
                at = this.#behind(at);
            this.#slots.set(before.subarray(from, from + WORDS), at);
        }
    }
    #home(word) {
        return (word * WORDS) % this.#slots.length;
    }
    #behind(at) {
        return (at + WORDS) % this.#slots.length;
    }
    #owner(at) {
        return this.#slots[at + 3] ?? 0;
    }
}
/** Four bytes of a Latin-1 string as a number. */
function word(bytes, at) {
    return ((bytes.charCodeAt(at) |
        (bytes.charCodeAt(at + 1) << 8) |
        (bytes.charCodeAt(at + 2) << 16) |
        (bytes.charCodeAt(at + 3) << 24)) >>>
        0);
}

;// CONCATENATED MODULE: ./lib/storage/listing.js





/** A hundred million uploads where pages are full: what has more is a server that makes them up. */
const MOST_PAGES = 100_000;
const MOST_PREFIXES_AT_ONCE = 8;
/** The name of a directory bucket, or of an access point to one. */
const DIRECTORY_BUCKET = /--xa?-s3$/;
/**
 * Finds all uploads in progress under the prefixes (none: in the whole bucket); several prefixes are listed side by
 * side. None of them may begin with another.
 *
 * @throws {UserError} when the listing cannot be had completely, be it for a refusal, or for an answer that cannot be true
 */
async function listUploads(lister, bucket, prefixes, onPage) {
    const wanted = prefixes.length === 0 ? [''] : prefixes;
    const listing = { lister, bucket, wanted, seen: new Seen(), onPage };
    let isDoubtful = false;
    await forEachInParallel(wanted, MOST_PREFIXES_AT_ONCE, async (prefix) => {
        const foundBelow = await listPrefix(listing, prefix);
        isDoubtful ||= !foundBelow && prefix !== '' && !lister.trustsPrefix;
    });
    // Some servers take a prefix for a whole key. Where nothing below one was found, the bucket is listed as a whole.
    if (isDoubtful)
        await listPrefix(listing, '');
}
/**
 * Where the upload that the markers name has ended in the meantime, gofakes3 and others answer with an empty last page.
 * For Swift such a page is the end of every list that fills its pages. A second run tells: other markers lead it on.
 *
 * @returns whether the server knows what a prefix is
 */
async function listPrefix(listing, prefix) {
    const first = await listReadably(listing, prefix);
    if (!first.endsInNothing)
        return first.foundBelow;
    const second = await listReadably(listing, prefix);
    return first.foundBelow || second.foundBelow;
}
/** Asks plainly first; when that cannot be read, for keys in URL encoding, from the start. */
async function listReadably(listing, prefix) {
    const request = {
        operation: 'ListMultipartUploads',
        bucket: listing.bucket,
        prefix: askable(prefix, listing.bucket),
        markers: undefined,
    };
    try {
        return await listPages(listing, { ...request, urlEncoded: false });
    }
    catch (error) {
        if (!(error instanceof UnreadableListing))
            throw error;
        try {
            return await listPages(listing, { ...request, urlEncoded: true });
        }
        catch (second) {
            // The first answer tells more: encoding was only the way out.
            throw second instanceof UnreadableListing ? new user_error/* UserError */.y(error.message, { cause: second }) : second;
        }
    }
}
/** What of a prefix the bucket can be asked for: a directory bucket of AWS takes only one that ends in a slash. */
function askable(prefix, bucket) {
    return DIRECTORY_BUCKET.test(bucket) ? prefix.slice(0, prefix.lastIndexOf('/') + 1) : prefix;
}
/** The plain listing failed in a way that URL encoding may mend. */
class UnreadableListing extends Error {
    name = 'UnreadableListing';
}
/** The next page is asked for while this one is worked on. */
async function listPages(listing, first) {
    const { lister, seen, wanted, onPage } = listing;
    const run = seen.beginRun();
    const markersSeen = new Set();
    let foundBelow = false;
    let coming = fetchPage(lister, first, 1);
    for (let number = 1;; number++) {
        const { page, asOfMs } = await coming;
        const sights = page.uploads.map((upload) => seen.see(upload, run));
        const bringsNews = sights.some((sight) => sight !== 'repeated');
        foundBelow ||= page.uploads.some(({ key }) => key.startsWith(first.prefix) && key !== first.prefix);
        const next = page.isTruncated
            ? followPage(listing, first, page, { number, bringsNews, markersSeen })
            : undefined;
        // Should the work on this page fail first, nobody asks any more what became of the next one.
        next?.catch(() => { });
        await onPage({
            uploads: page.uploads.filter(({ key }, at) => sights[at] === 'new' && wanted.some((prefix) => key.startsWith(prefix))),
            unreadable: page.unreadable,
            asOfMs,
        });
        if (next === undefined)
            return { foundBelow, endsInNothing: number > 1 && page.uploads.length === 0 };
        coming = next;
    }
}
async function followPage({ lister, bucket }, first, page, { number, bringsNews, markersSeen }) {
    const markers = nextMarkers(page, bucket, number);
    assertMovesOn(markers, markersSeen, bringsNews, bucket, number);
    try {
        return await fetchPage(lister, { ...first, markers }, number + 1);
    }
    catch (error) {
        if (!(error instanceof RefusedMarkers))
            throw error;
        return fetchBehindKey(lister, first, error, number + 1);
    }
}
/** The server refuses both markers together: versitygw always, LocalStack when the upload that they name has ended. */
class RefusedMarkers extends user_error/* UserError */.y {
    keyMarker;
    constructor(message, keyMarker) {
        super(message);
        this.keyMarker = keyMarker;
    }
}
/** The key marker alone leads past all uploads of that key; so those are asked for as well. */
async function fetchBehindKey(lister, first, refused, number) {
    const { keyMarker } = refused;
    const ofKey = await fetchPage(lister, { ...first, prefix: keyMarker }, number);
    const siblings = ofKey.page.uploads.filter(({ key }) => key === keyMarker);
    // They come first, so another key shows that they all came.
    if (ofKey.page.isTruncated && siblings.length === ofKey.page.uploads.length)
        throw refused;
    const behind = await fetchPage(lister, { ...first, markers: { keyMarker, uploadIdMarker: undefined } }, number);
    return {
        page: { ...behind.page, uploads: [...siblings, ...behind.page.uploads] },
        asOfMs: Math.min(ofKey.asOfMs, behind.asOfMs),
    };
}
async function fetchPage(lister, request, number) {
    const reply = await lister.send(request);
    const serverMs = reply.kind === 'unreachable' ? undefined : reply.serverMs;
    const asOfMs = Math.min(lister.nowMs(), serverMs ?? Number.POSITIVE_INFINITY);
    if (reply.kind === 'answer') {
        try {
            return { page: readListing(reply.body, request.bucket, request.urlEncoded), asOfMs };
        }
        catch (error) {
            if (!(error instanceof SyntaxError))
                throw error;
            throw new UnreadableListing(`Page ${number} of the listing of \`${request.bucket}\` is no S3 listing: ${shortened(error.message)}. Nothing was aborted in this bucket. Check that \`endpoint\` is the S3 API and not a web page or a proxy's.`);
        }
    }
    // A gofakes3 bucket that never had an upload says that there is no such upload.
    if (number === 1 && reply.kind === 'refusal' && reply.code === 'NoSuchUpload') {
        return { page: { uploads: [], unreadable: [], isTruncated: false, markers: undefined }, asOfMs };
    }
    const message = `${lister.explain(reply)}${number === 1 ? '' : ` That was page ${number} of the listing; nothing was aborted in this bucket.`}`;
    // OpenStack Swift cannot list a key with a control character, but can list it encoded.
    if (reply.kind === 'refusal' && reply.status === 500)
        throw new UnreadableListing(message);
    const { keyMarker, uploadIdMarker } = request.markers ?? {};
    // A marker that had to be decoded may have been misread, which is reason enough to refuse it.
    const isExact = !request.urlEncoded && keyMarker !== undefined && uploadIdMarker !== undefined;
    if (isExact && reply.kind === 'refusal' && reply.code === 'InvalidArgument')
        throw new RefusedMarkers(message, keyMarker);
    throw new user_error/* UserError */.y(message);
}
/** Exactly what the server returned; an empty marker is none. */
function nextMarkers(page, bucket, number) {
    if (page.markers !== undefined)
        return page.markers;
    throw new user_error/* UserError */.y(`Page ${number} of the listing of \`${bucket}\` says that more follows, and not where (no NextKeyMarker, no NextUploadIdMarker). The rest cannot be found, so nothing was aborted in this bucket; narrow \`prefix\` until a listing has one page.`);
}
function assertMovesOn(markers, markersSeen, bringsNews, bucket, number) {
    const markersText = JSON.stringify([markers.keyMarker, markers.uploadIdMarker]);
    if (number >= MOST_PAGES)
        throw new user_error/* UserError */.y(`The listing of \`${bucket}\` has more than 100,000 pages, and the server says that still more follow. Nothing was aborted in this bucket; list less of it at a time with \`prefix\`.`);
    const why = markersSeen.has(markersText)
        ? 'leads back to a page that was listed before'
        : !bringsNews
            ? 'brings nothing new and says that more follows'
            : undefined;
    markersSeen.add(markersText);
    if (why === undefined)
        return;
    throw new user_error/* UserError */.y(`Page ${number} of the listing of \`${bucket}\` ${why}: the server's paging goes round in circles. The rest cannot be found, so nothing was aborted in this bucket; narrow \`prefix\` until a listing has one page.`);
}

;// CONCATENATED MODULE: ./lib/uploads/policy.js

function covers(policy, key) {
    if (matchesAny(policy.exclude, key))
        return false;
    return policy.include.length === 0 || matchesAny(policy.include, key);
}
/** How long an upload must have been left alone, in ms; 0 where that is not asked. */
function minIdleOf(policy) {
    return policy.kind === 'exactly' ? 0 : policy.minIdleMs;
}

;// CONCATENATED MODULE: ./lib/uploads/judge.js

/** S3 learned multipart uploads on 2010-11-10, the date that some servers invent for every upload: none is older. */
const EARLIEST_MS = Date.UTC(2010, 10, 11);
/** Clocks differ a little. What was started further in the future than this has a date that cannot be true. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/**
 * The first judgement, from the listing alone: a verdict, or `look` when only the parts can tell.
 *
 * @param nowMs the earlier of the local clock and the server's, so that a wrong clock makes uploads younger, not older
 */
function judgeListed(upload, policy, nowMs) {
    if (policy.kind === 'exactly')
        return isThatOne(upload, policy) ? 'stale' : 'excluded';
    if (!covers(policy, upload.key))
        return 'excluded';
    if (!isCredible(upload.initiatedMs, nowMs))
        return 'unknown-age';
    if (nowMs - upload.initiatedMs <= policy.maxAgeMs)
        return 'young';
    return policy.minIdleMs === 0 ? 'stale' : 'look';
}
/** The second judgement, of an upload that is old enough: are its parts, too? What could not be seen is never stale. */
function judgeParts(look, policy) {
    const minIdleMs = minIdleOf(policy);
    if (minIdleMs === 0)
        return 'stale';
    switch (look.kind) {
        case 'gone':
            return 'stale';
        case 'parts':
            return isIdle(look.parts, minIdleMs) ? 'stale' : 'active';
        case 'blind':
        case 'not-looked':
            return 'unknown-activity';
    }
}
function isThatOne(upload, wanted) {
    return upload.uploadId === wanted.uploadId && (wanted.key === undefined || upload.key === wanted.key);
}
function isCredible(initiatedMs, nowMs) {
    return initiatedMs !== undefined && initiatedMs >= EARLIEST_MS && initiatedMs <= nowMs + CLOCK_TOLERANCE_MS;
}
function isIdle({ lastPartMs, asOfMs }, minIdleMs) {
    return lastPartMs === undefined || asOfMs - lastPartMs >= minIdleMs;
}

;// CONCATENATED MODULE: ./lib/storage/parts-page.js



const PARTS = {
    root: 'ListPartsResult',
    own: ['UploadId', 'IsTruncated', 'NextPartNumberMarker'],
    item: 'Part',
    fields: ['Size', 'LastModified'],
};
/**
 * Reads a `ListPartsResult`.
 *
 * @throws {SyntaxError} that says what was seen instead; a part without a date or a size is such a thing, because its
 *   upload could be in use; and so is the answer about another upload, as a cache may give it
 */
function readParts(body, uploadId) {
    const { own, items: parts } = readListDocument(body, PARTS);
    if (own.UploadId && own.UploadId !== uploadId)
        throw new SyntaxError(`it is about the upload ${JSON.stringify(own.UploadId)}`);
    let bytes = 0;
    let newestMs;
    for (const part of parts) {
        bytes += sizeOf(part);
        newestMs = Math.max(newestMs ?? Number.NEGATIVE_INFINITY, modifiedMs(part));
    }
    const marker = sendable('NextPartNumberMarker', own.NextPartNumberMarker);
    // No part has the number 0: it says that none was listed.
    const nextMarker = marker === '0' ? undefined : marker;
    return {
        count: parts.length,
        bytes,
        newestMs,
        isTruncated: readTruncated(own.IsTruncated, parts.length === 0 ? undefined : nextMarker),
        nextMarker,
    };
}
function sizeOf({ Size = '' }) {
    if (!/^\d+$/.test(Size) || !Number.isSafeInteger(Number(Size)))
        throw new SyntaxError(`a part has the size ${JSON.stringify(Size)}`);
    return Number(Size);
}
function modifiedMs({ LastModified }) {
    const ms = parseDate(LastModified);
    // Servers that do not know when write the year 1 or 1970: such a part may have come just now.
    if (ms === undefined || ms < EARLIEST_MS)
        throw new SyntaxError(`a part has the date ${JSON.stringify(LastModified ?? '')}`);
    return ms;
}

;// CONCATENATED MODULE: ./lib/storage/store.js






/** A multipart upload has at most 10,000 parts, and a page that brings none ends the look; this is a backstop. */
const MAX_PARTS_PAGES = 10_001;
const MAX_BUCKETS_PAGES = 1_000;
/** All that the rest of the action knows of S3. */
class Store {
    #s3;
    #connection;
    constructor(s3, connection) {
        this.#s3 = s3;
        this.#connection = connection;
    }
    nowMs() {
        return this.#s3.nowMs();
    }
    sleep(ms) {
        return this.#s3.sleep(ms);
    }
    /** Requests that left so far, by operation, retries included. */
    get requests() {
        return this.#s3.sent;
    }
    /** The names of all buckets that the credentials can list. @throws {UserError} */
    async listBuckets() {
        const names = [];
        const tokens = new Set();
        let continuationToken;
        do {
            const reply = await this.#s3.send({
                operation: 'ListBuckets',
                ...(continuationToken && { continuationToken }),
            });
            if (reply.kind !== 'answer')
                throw new user_error/* UserError */.y(this.#explain(reply, 'ListBuckets', undefined));
            const page = this.#read('ListBuckets', undefined, () => buckets_page_readBuckets(reply.body));
            for (const name of page.names)
                names.push(name);
            continuationToken = page.continuationToken;
            if (continuationToken === undefined)
                return names;
        } while (!tokens.has(continuationToken) && tokens.add(continuationToken).size < MAX_BUCKETS_PAGES);
        throw new user_error/* UserError */.y('The list of buckets has no end: the server leads back to pages that were seen, or to ever more of them. Name the buckets in `bucket`, without a glob.');
    }
    /** @throws {UserError} when the listing cannot be had completely; what it gave until then is not to be relied on */
    listUploads(bucket, prefixes, onPage) {
        return listUploads(this.#lister(bucket, this.#s3.isAws), bucket, prefixes, onPage);
    }
    /** The uploads of one key, and perhaps of keys that begin with it. A prefix that is a whole key is right everywhere. */
    listUploadsOfKey(bucket, key, onPage) {
        // A directory bucket lists below folders only.
        const prefix = bucket.endsWith('--x-s3') ? key.slice(0, key.lastIndexOf('/') + 1) : key;
        return listUploads(this.#lister(bucket, true), bucket, [prefix], onPage);
    }
    /**
     * Adds up the parts of an upload. One part that is younger than `minIdleMs` ends the look: it is known then that the
     * upload is in use, and more parts may arrive faster than they are listed. Never throws for what the store says: what
     * cannot be seen is `blind`.
     */
    async lookAtParts(upload, minIdleMs) {
        const { bucket, key, uploadId } = upload;
        const lookedAtMs = this.#s3.nowMs();
        let asOfMs = lookedAtMs;
        let count = 0;
        let bytes = 0;
        let lastPartMs;
        const markersSeen = new Set();
        let partNumberMarker;
        for (let number = 1; number <= MAX_PARTS_PAGES; number++) {
            const reply = await this.#listParts({ bucket, key, uploadId, partNumberMarker });
            if (isGone(reply))
                return upload.isKeyDecoded ? { kind: 'blind', problem: doubtOf(bucket) } : { kind: 'gone' };
            if (reply.kind !== 'answer')
                return { kind: 'blind', problem: this.#explain(reply, 'ListParts', bucket) };
            const page = this.#tryRead('ListParts', bucket, () => readParts(reply.body, uploadId));
            if (typeof page === 'string')
                return { kind: 'blind', problem: page };
            asOfMs = Math.min(asOfMs, reply.serverMs ?? asOfMs);
            count += page.count;
            bytes += page.bytes;
            if (page.newestMs !== undefined)
                lastPartMs = Math.max(lastPartMs ?? page.newestMs, page.newestMs);
            const isInUse = lastPartMs !== undefined && asOfMs - lastPartMs < minIdleMs;
            if (isInUse || !page.isTruncated)
                return { kind: 'parts', parts: { count, bytes, lastPartMs, lookedAtMs, asOfMs } };
            if (page.nextMarker === undefined || markersSeen.has(page.nextMarker) || page.count === 0)
                break;
            markersSeen.add(page.nextMarker);
            partNumberMarker = page.nextMarker;
        }
        return {
            kind: 'blind',
            problem: `The parts of an upload in \`${bucket}\` cannot be listed to the end: the server says that more follow, and not where.`,
        };
    }
    /** Ends one upload. Never throws for what the store says. */
    async abort({ bucket, key, uploadId, isKeyDecoded }) {
        const reply = await this.#s3.send({ operation: 'AbortMultipartUpload', bucket, key, uploadId });
        if (reply.kind === 'answer')
            return { kind: 'aborted' };
        const error = this.#explain(reply, 'AbortMultipartUpload', bucket);
        if (reply.kind === 'refusal' && reply.code === 'NoSuchBucket')
            return { kind: 'no-bucket', error };
        if (!isGone(reply))
            return { kind: 'failed', error };
        return isKeyDecoded ? { kind: 'failed', error: doubtOf(bucket) } : { kind: 'already-gone' };
    }
    /** OpenStack Swift fails on a key with a control character, unless it may answer with the key encoded. */
    async #listParts(page) {
        const reply = await this.#s3.send({ operation: 'ListParts', ...page, urlEncoded: false });
        if (reply.kind !== 'refusal' || reply.status !== 500)
            return reply;
        return this.#s3.send({ operation: 'ListParts', ...page, urlEncoded: true });
    }
    #lister(bucket, trustsPrefix) {
        return {
            send: (request) => this.#s3.send(request),
            explain: (reply) => this.#explain(reply, 'ListMultipartUploads', bucket),
            nowMs: () => this.#s3.nowMs(),
            trustsPrefix,
        };
    }
    #read(operation, bucket, read) {
        const result = this.#attemptToRead(operation, bucket, read);
        if ('error' in result)
            throw new user_error/* UserError */.y(result.error);
        return result.value;
    }
    #tryRead(operation, bucket, read) {
        const result = this.#attemptToRead(operation, bucket, read);
        return 'error' in result ? result.error : result.value;
    }
    #attemptToRead(operation, bucket, read) {
        try {
            return { value: read() };
        }
        catch (error) {
            if (!(error instanceof SyntaxError))
                throw error;
            const where = bucket === undefined ? '' : ` for \`${bucket}\``;
            return {
                error: `The answer to ${operation}${where} is not what S3 answers: ${shortened(error.message)}. Check that \`endpoint\` is the S3 API and not a web page or a proxy's.`,
            };
        }
    }
    #explain(reply, operation, bucket) {
        const { endpoint, region } = this.#connection;
        return explain(reply, { operation, bucket, endpoint: endpoint?.origin, region });
    }
}
/** Gone, or read the wrong way: nobody can say. */
function doubtOf(bucket) {
    return `The store lists an upload in \`${bucket}\` under a key in URL encoding, and knows none under the decoded key: it has ended since, or the key was not encoded at all. Run it again later.`;
}
/** `NoSuchUpload`; Ceph says `NoSuchKey`; some say nothing but 404. A missing bucket is another thing. */
function isGone(reply) {
    return (reply.kind === 'refusal' && reply.status === 404 && ['NoSuchUpload', 'NoSuchKey', ''].includes(reply.code));
}

// EXTERNAL MODULE: ./lib/sweep/cancellation.js
var sweep_cancellation = __nccwpck_require__(8057);
;// CONCATENATED MODULE: ./lib/sweep/second-look.js


/** A look older than this is repeated right before the abort: somebody may have come back to the upload. */
const LOOK_VALID_MS = 5 * 60_000;
function isOld({ look }, policy, nowMs) {
    const minIdleMs = minIdleOf(policy);
    if (minIdleMs === 0 || look.kind !== 'parts')
        return false;
    return nowMs - look.parts.lookedAtMs > Math.min(LOOK_VALID_MS, minIdleMs);
}
/** Looks at the parts once more, and spares the upload if it is in use after all, or if nobody can tell. */
async function isStillStale(store, upload, policy, findings) {
    upload.look = await store.lookAtParts(upload, minIdleOf(policy));
    if (upload.look.kind === 'gone') {
        upload.outcome = { kind: 'already-gone' };
        return false;
    }
    const verdict = judgeParts(upload.look, policy);
    if (verdict === 'stale')
        return true;
    upload.outcome = { kind: 'spared', verdict };
    if (upload.look.kind === 'blind')
        findings?.fail(`${upload.look.problem} Such uploads were kept.`);
    return false;
}

;// CONCATENATED MODULE: ./lib/sweep/abort.js




/** Aborts what the plan says; leaves each upload with what became of it. */
async function abortAll(store, uploads, { policy, concurrency, findings }) {
    const missingBuckets = new Map();
    await forEachInParallel(uploads, concurrency, async (upload) => {
        const missing = missingBuckets.get(upload.bucket);
        try {
            if (missing !== undefined)
                upload.outcome = { kind: 'failed', error: missing };
            else if (!isOld(upload, policy, store.nowMs()) ||
                (await isStillStale(store, upload, policy, findings.get(upload.bucket))))
                upload.outcome = await abortOne(store, upload, missingBuckets);
        }
        catch (error) {
            // No credentials any more, say: what was not asked for must not stay without a last word.
            if (!(error instanceof user_error/* UserError */.y))
                throw error;
            upload.outcome = { kind: 'failed', error: error.message };
        }
    });
}
async function abortOne(store, upload, missingBuckets) {
    try {
        const result = await store.abort(upload);
        if (result.kind !== 'no-bucket')
            return result;
        missingBuckets.set(upload.bucket, result.error);
        return { kind: 'failed', error: result.error };
    }
    catch (error) {
        if (!(error instanceof sweep_cancellation/* Cancelled */.c) || !error.answerLost)
            throw error;
        return {
            kind: 'failed',
            error: 'The run was cancelled before the store answered; the upload may be aborted or not.',
        };
    }
}

;// CONCATENATED MODULE: ./lib/sweep/findings.js
/** Stores name the key in their messages, so that each of a million may be another. */
const MOST_PROBLEMS = 1_000;
/** What is known of one bucket so far. Grows while the run goes on; the report is made from it, whenever the run ends. */
class Findings {
    bucket;
    prefixes;
    listing = 'running';
    pages = 0;
    /** Uploads under the prefixes, those that are none of this run's business included: of another shard, say. */
    found = 0;
    stale = [];
    unknown = [];
    /** What went wrong, in the words for the user, and how often. */
    problems = new Map();
    /** What looks wrong and fails nothing. */
    warnings = [];
    #kept = new Map();
    #listed = 0;
    #startedNow = 0;
    #hasKeysWithSlashFirst = false;
    constructor(bucket, prefixes) {
        this.bucket = bucket;
        this.prefixes = prefixes.length === 0 ? [''] : prefixes;
    }
    /** Uploads seen so far. */
    get listed() {
        return this.#listed;
    }
    /** Every upload that was listed claims to have been started this very moment, which no real bucket shows. */
    get isAllStartedNow() {
        return this.#listed >= 2 && this.#startedNow === this.#listed;
    }
    get hasKeysWithSlashFirst() {
        return this.#hasKeysWithSlashFirst;
    }
    see(upload, asOfMs) {
        this.#listed++;
        this.#hasKeysWithSlashFirst ||= upload.key.startsWith('/');
        if (upload.initiatedMs !== undefined && Math.abs(asOfMs - upload.initiatedMs) <= 2_000)
            this.#startedNow++;
    }
    keep(upload, verdict) {
        const counts = this.keptUnder(this.prefixOf(upload));
        counts[verdict]++;
        if (verdict === 'unknown-age' || verdict === 'unknown-activity')
            this.unknown.push({ ...remembered(upload), verdict });
    }
    markStale(upload, look) {
        this.stale.push({
            ...remembered(upload),
            look,
            outcome: look.kind === 'gone' ? { kind: 'already-gone' } : { kind: 'planned' },
        });
    }
    fail(problem) {
        const isToldApart = this.problems.has(problem) || this.problems.size < MOST_PROBLEMS;
        const told = isToldApart
            ? problem
            : `More went wrong in \`${this.bucket}\`, each time in other words; the first ${MOST_PROBLEMS} are told apart.`;
        this.problems.set(told, (this.problems.get(told) ?? 0) + 1);
    }
    keptUnder(prefix) {
        const counts = this.#kept.get(prefix) ?? {
            young: 0,
            active: 0,
            excluded: 0,
            'unknown-age': 0,
            'unknown-activity': 0,
        };
        this.#kept.set(prefix, counts);
        return counts;
    }
    prefixOf(upload) {
        return this.prefixes.find((prefix) => upload.key.startsWith(prefix)) ?? '';
    }
}
/** A copy whose texts do not keep the whole listing page alive, as slices of it would. */
function remembered(upload) {
    return { ...upload, key: detached(upload.key), uploadId: detached(upload.uploadId) };
}
function detached(text) {
    return Buffer.from(text).toString();
}

;// CONCATENATED MODULE: ./lib/sweep/survey.js





/** Lists one bucket, judges what it finds, and looks at the parts of what may be stale while later pages still come. */
async function survey(store, findings, options) {
    const { policy } = options;
    const looks = new Parallel(options.concurrency);
    try {
        if (policy.kind === 'exactly' && policy.key !== undefined) {
            await takeAtItsWord(store, findings, { uploadId: policy.uploadId, key: policy.key });
        }
        else {
            await listAndJudge(store, findings, options, looks);
        }
        await looks.finish();
        findings.listing = 'complete';
        warnOfOddities(findings, policy);
    }
    catch (error) {
        await looks.finish().catch(() => { });
        findings.listing = 'failed';
        if (!(error instanceof user_error/* UserError */.y))
            throw error;
        findings.fail(error.message);
    }
}
async function listAndJudge(store, findings, options, looks) {
    const { policy, shard } = options;
    await store.listUploads(findings.bucket, findings.prefixes, async (page) => {
        findings.pages++;
        findings.found += page.uploads.length;
        for (const entry of page.unreadable)
            findings.fail(`The listing of \`${findings.bucket}\` holds ${entry}. It was left alone.`);
        for (const upload of page.uploads) {
            if (shard !== undefined && !isInShard(shard, upload))
                continue;
            // Where one upload was asked for by its id, the others were only in the way.
            const verdict = judgeListed(upload, policy, page.asOfMs);
            if (policy.kind === 'exactly' && verdict !== 'stale')
                continue;
            findings.see(upload, page.asOfMs);
            if (verdict === 'look' || policy.kind === 'exactly')
                await looks.add(() => look(store, findings, policy, upload));
            else if (verdict === 'stale')
                findings.markStale(upload, { kind: 'not-looked' });
            else
                findings.keep(upload, verdict);
        }
    });
}
async function look(store, findings, policy, upload) {
    const seen = await store.lookAtParts(upload, minIdleOf(policy));
    const verdict = judgeParts(seen, policy);
    if (verdict === 'stale')
        findings.markStale(upload, seen);
    else
        findings.keep(upload, verdict);
    if (verdict === 'unknown-activity' && seen.kind === 'blind')
        findings.fail(`${seen.problem} Such uploads were kept.`);
}
/** Bucket, key and id are given: nothing is to be found. The look is for the bytes, and does without where it may not. */
async function takeAtItsWord(store, findings, named) {
    const upload = {
        bucket: findings.bucket,
        ...named,
        initiatedMs: undefined,
        storageClass: undefined,
    };
    const seen = await store.lookAtParts(upload, 0);
    if (seen.kind === 'gone') {
        findings.warnings.push(`No upload in \`${findings.bucket}\` has the given \`upload-id\` under the given \`key\`: it was completed or aborted already, or one of the two is wrong.`);
    }
    findings.see(upload, store.nowMs());
    findings.markStale(upload, seen.kind === 'gone' ? { kind: 'not-looked' } : seen);
}
function warnOfOddities(findings, policy) {
    const { bucket, prefixes } = findings;
    if (findings.isAllStartedNow) {
        findings.warnings.push(`Every upload in \`${bucket}\` is listed as started just now. Some servers do not know when an upload began (s3proxy is one), and then none ever becomes stale; such an upload can only be aborted by \`upload-id\`.`);
    }
    if (policy.kind === 'exactly' && findings.listed === 0) {
        findings.warnings.push(`No upload in \`${bucket}\` has the given \`upload-id\`: it was completed or aborted already, or is in another bucket.`);
    }
    if (policy.kind === 'stale' && findings.listed > 0 && !findings.hasKeysWithSlashFirst) {
        for (const { source } of [...policy.include, ...policy.exclude].filter(beginsWithSlash)) {
            findings.warnings.push(`The pattern \`${source}\` matches no upload in \`${bucket}\`: no key there begins with a slash. \`${source.replace(/^\/+/, '')}\` may be meant.`);
        }
    }
    if (findings.found > 0 || findings.listed > 0)
        return;
    for (const prefix of prefixes.filter((candidate) => candidate.startsWith('/'))) {
        findings.warnings.push(`No upload in \`${bucket}\` begins with \`${prefix}\`. Keys rarely begin with a slash: \`prefix: ${prefix.replace(/^\/+/, '')}\` may be meant.`);
    }
}
function beginsWithSlash({ source }) {
    return source.startsWith('/');
}

;// CONCATENATED MODULE: ./lib/sweep/verify.js




/** A part that was in flight can land after an abort and bring the upload back; so look, abort again, and look again. */
const MAX_ROUNDS = 3;
const FIRST_PAUSE_MS = 500;
const LISTED_AGAIN = 'The store said that the upload was aborted, and lists it again. The run ended before it was aborted once more; run it again.';
/** Looks whether what was aborted is gone, and aborts again what is not. What stays in spite of that has failed. */
async function verify(store, findings, { policy, concurrency }) {
    let doubtful = findings.stale.filter(isSaidToBeGone);
    try {
        for (let round = 1; doubtful.length > 0; round++) {
            const stillThere = await findStillThere(store, findings, doubtful, { policy, concurrency });
            if (round === MAX_ROUNDS)
                return stillThere.forEach(failAsStillThere);
            if (stillThere.length === 0)
                return;
            const said = new Map(stillThere.map((upload) => [upload, upload.outcome]));
            // What is not reached any more, because the run is cancelled, is no longer what the store said it was.
            for (const upload of stillThere)
                upload.outcome = { kind: 'failed', error: LISTED_AGAIN };
            await forEachInParallel(said, concurrency, async ([upload, before]) => {
                if (upload.look.kind === 'gone')
                    await judgeAnew(store, upload, policy, findings);
                else
                    upload.outcome = await abortAgain(store, upload, before);
            });
            await store.sleep(FIRST_PAUSE_MS * 2 ** round);
            doubtful = stillThere.filter(isSaidToBeGone);
        }
    }
    catch (error) {
        if (!(error instanceof user_error/* UserError */.y))
            throw error;
        findings.fail(`What was aborted in \`${findings.bucket}\` could not be verified. ${error.message}`);
    }
}
function isSaidToBeGone({ outcome }) {
    return outcome.kind === 'aborted' || outcome.kind === 'already-gone';
}
/** Nothing was aborted: it was gone when its parts were to be seen. It may be in use, and it had no place in the plan. */
async function judgeAnew(store, upload, policy, findings) {
    if (!(await isStillStale(store, upload, policy, findings)))
        return;
    const error = 'The store said that the upload was gone, and lists it again. It was left alone; run it again.';
    upload.outcome = { kind: 'failed', error };
}
/** What comes back after an abort is what was in flight: a part of an upload that was seen to be idle. */
async function abortAgain(store, upload, before) {
    const result = await store.abort(upload);
    return result.kind === 'failed' || result.kind === 'no-bucket'
        ? { kind: 'failed', error: result.error }
        : before;
}
/** What was stale before cannot have become too young since: it has the id of the one that was aborted, and is another. */
function isStartedAnew(listed, policy, nowMs) {
    const verdict = judgeListed(listed, policy, nowMs);
    return verdict === 'young' || verdict === 'unknown-age';
}
function failAsAnother(upload) {
    const error = 'The store lists the upload again after its abort, as started anew. Somebody may be using it, so it was left alone; run it again later.';
    upload.outcome = { kind: 'failed', error };
}
function failAsStillThere(upload) {
    upload.outcome = {
        kind: 'failed',
        error: `The store answered ${MAX_ROUNDS} times that the upload was aborted or gone, and still lists it. Run it again later; if it stays, ask the store's operator.`,
    };
}
/** The cheaper of two sure ways: the listing once more, or a listing for each key. */
async function findStillThere(store, findings, uploads, { policy, concurrency }) {
    const keys = new Set(uploads.map((upload) => upload.key));
    const wanted = Map.groupBy(uploads, ({ uploadId }) => uploadId);
    const stillThere = new Set();
    const collect = async (page) => {
        for (const listed of page.uploads) {
            const same = wanted.get(listed.uploadId)?.find(({ key }) => key === listed.key);
            if (same === undefined)
                continue;
            // What was gone when its parts were to be seen is judged anew, and not aborted unseen.
            if (same.look.kind !== 'gone' && isStartedAnew(listed, policy, page.asOfMs))
                failAsAnother(same);
            else
                stillThere.add(same);
        }
    };
    // OpenStack Swift cannot list under a prefix that holds a control character.
    const isPlain = [...keys].every((key) => /^\P{Cc}*$/u.test(key));
    if (isPlain && (keys.size < findings.pages || findings.pages === 0))
        await forEachInParallel(keys, concurrency, (key) => store.listUploadsOfKey(findings.bucket, key, collect));
    else
        await store.listUploads(findings.bucket, findings.prefixes, collect);
    return [...stillThere];
}

;// CONCATENATED MODULE: ./lib/uploads/plan.js
/**
 * Oldest first over all buckets, and at most `maxAborts` of them. What is gone already takes none of the places.
 * Uploads of equal age go by bucket, key and id, so that the same listing always gives the same plan.
 */
function plan(stale, maxAborts) {
    const left = stale.filter((upload) => upload.outcome.kind === 'planned').sort(plan_byAge);
    const places = maxAborts ?? left.length;
    return { abort: left.slice(0, places), defer: left.slice(places) };
}
function plan_byAge(a, b) {
    return ((a.initiatedMs ?? 0) - (b.initiatedMs ?? 0) ||
        compare(a.bucket, b.bucket) ||
        compare(a.key, b.key) ||
        compare(a.uploadId, b.uploadId));
}
function compare(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}

;// CONCATENATED MODULE: ./lib/main.js
























/** Buckets are listed side by side, but not all of a large account at once. */
const MOST_BUCKETS_AT_ONCE = 8;
/** One run, from the inputs to the report. Gives the exit code; never throws for what a user or a store can do. */
async function main(world) {
    const startedMs = world.nowMs();
    for (const secret of [...secretsIn(world.env), ...proxyPasswords(world.env)])
        world.runner.mask(secret);
    const parsed = parseInputs(world.env);
    const inputs = parsed.kind === 'valid' ? parsed.inputs : undefined;
    const progress = { findings: [], problems: parsed.kind === 'valid' ? [] : [...parsed.problems] };
    const narrator = new Narrator(world.runner);
    const ending = inputs === undefined
        ? 'completed'
        : await attempt(world, progress, () => connectAndSweep(inputs, world, narrator, progress));
    settle(progress, ending, inputs?.dryRun === true);
    const buckets = progress.findings.map(toBucketReport);
    const totals = sum(buckets.map((bucket) => bucket.totals));
    const report = {
        startedMs,
        endedMs: world.nowMs(),
        ending,
        inputs,
        totals,
        buckets,
        problems: progress.problems,
    };
    publish(report, world, narrator);
    return report_reasonsToFail(report).length === 0 ? 0 : 1;
}
async function connectAndSweep(inputs, world, narrator, progress) {
    const agents = createAgents(world.env, inputs.concurrency);
    try {
        const account = createAccount(inputs.connection, agents, (secret) => world.runner.mask(secret));
        const s3 = new S3(inputs.connection, inputs.concurrency, account, agents, world, world.cancellation);
        await sweep(inputs, new Store(s3, inputs.connection), narrator, progress);
    }
    finally {
        closeAgents(agents);
    }
}
/** The job itself: list everything, look, judge, plan; then abort, then verify. */
async function sweep(inputs, store, narrator, progress) {
    const { policy, shard, concurrency, dryRun } = inputs;
    const names = await resolveBuckets(inputs, store, progress);
    const findings = names.map((name) => new Findings(name, inputs.prefixes));
    for (const bucket of findings)
        progress.findings.push(bucket);
    narrator.opening(inputs, names);
    await narrator.during(() => Narrator.listing(findings), () => forEachInParallel(findings, MOST_BUCKETS_AT_ONCE, async (bucket) => {
        await survey(store, bucket, { policy, shard, concurrency });
        narrator.surveyed(bucket);
    }));
    const listed = findings.filter(({ listing }) => listing === 'complete');
    const { abort, defer } = plan(listed.flatMap(({ stale }) => stale), inputs.maxAborts);
    if (policy.kind === 'exactly' && abort.length + defer.length > 1) {
        refuseToGuess([...abort, ...defer]);
        return;
    }
    for (const upload of defer)
        upload.outcome = { kind: 'deferred', reason: 'max-aborts' };
    narrator.planned(abort, defer, dryRun);
    if (dryRun)
        return;
    const byName = new Map(findings.map((bucket) => [bucket.bucket, bucket]));
    await narrator.during(() => Narrator.aborting(abort), () => abortAll(store, abort, { policy, concurrency, findings: byName }));
    // Also where nothing was aborted: a store without ListParts says of every upload that it is gone.
    const doubtful = listed.filter(({ stale }) => stale.some(isSaidToBeGone));
    if (!inputs.verify || doubtful.length === 0)
        return;
    narrator.verifying();
    await forEachInParallel(doubtful, MOST_BUCKETS_AT_ONCE, (bucket) => verify(store, bucket, { policy, concurrency }));
}
/** Names as they are, globs by the buckets that the credentials can list; each bucket once. */
async function resolveBuckets({ buckets, connection: { endpoint } }, store, progress) {
    const names = new Set(buckets.flatMap((input) => (input.kind === 'name' ? input.name : [])));
    const globs = buckets.flatMap((input) => (input.kind === 'glob' ? input.glob : []));
    if (globs.length === 0)
        return [...names];
    try {
        const known = await store.listBuckets();
        for (const glob of globs) {
            const matching = known.filter((name) => matches(glob, name));
            if (matching.length === 0)
                progress.problems.push(`No bucket matches \`${glob.source}\`; the credentials can list ${known.length} buckets. Correct \`bucket\`.`);
            for (const name of matching) {
                const problem = bucketProblem(name, endpoint);
                if (problem === undefined)
                    names.add(name);
                else
                    progress.problems.push(`The store lists a bucket that cannot be addressed, and it was left out: ${problem}`);
            }
        }
    }
    catch (error) {
        if (!(error instanceof user_error/* UserError */.y))
            throw error;
        progress.problems.push(error.message);
    }
    return [...names];
}
/** One upload was asked for, and several have its id. Which one is meant, only the user knows. */
function refuseToGuess(uploads) {
    const error = 'Several uploads have this `upload-id`. Set `key` (and one `bucket`) to say which one is meant.';
    for (const upload of uploads)
        upload.outcome = { kind: 'failed', error };
}
/** Runs the job; says how it ended. */
async function attempt({ runner, cancellation }, progress, job) {
    try {
        await Promise.race([job(), cancellation.over]);
        return cancellation.stop.aborted ? 'cancelled' : 'completed';
    }
    catch (error) {
        if (error instanceof sweep_cancellation/* Cancelled */.c)
            return 'cancelled';
        if (error instanceof user_error/* UserError */.y) {
            progress.problems.push(error.message);
            return 'completed';
        }
        runner.logStack(error);
        progress.problems.push((0,user_error/* bugMessage */.m)(error));
        return 'crashed';
    }
}
/** Gives every upload and bucket that was left in the middle its true last word. */
function settle({ findings, problems }, ending, dryRun) {
    if (ending === 'completed')
        return;
    for (const bucket of findings) {
        if (bucket.listing === 'running')
            bucket.listing = 'failed';
        if (bucket.listing === 'failed' && bucket.problems.size === 0)
            bucket.fail(`The run ended before \`${bucket.bucket}\` was listed; nothing was aborted there.`);
        for (const upload of bucket.stale) {
            if (upload.outcome.kind === 'planned' && !dryRun)
                upload.outcome = { kind: 'deferred', reason: 'cancelled' };
        }
    }
    if (ending === 'cancelled')
        problems.push('The run was cancelled; what was done until then is reported.');
}
/** Says it all, in every way that was asked for. That one way fails keeps none of the others back. */
function publish(report, { env, runner, reportPath }, narrator) {
    const trying = new Trying();
    const context = readRunContext();
    const written = trying.say('report', () => writeJson(report, context, reportPath));
    for (const [name, value] of Object.entries(toOutputs(report, written ? reportPath : ''))) {
        trying.say(`output ${name}`, () => runner.setOutput(name, value));
    }
    if (wantsSummary(report, env))
        trying.say('summary', () => runner.addSummary(toSummary(report)));
    announce(report, runner);
    for (const failure of trying.failures)
        runner.annotate('warning', failure);
    narrator.closing(report, written ? reportPath : undefined);
}
/** Also where the inputs could not be read: the summary then says what is wrong with them. */
function wantsSummary({ inputs }, env) {
    return inputs?.summary ?? !/^false$/i.test(env.INPUT_SUMMARY?.trim() ?? '');
}


/***/ }),

/***/ 5944:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BP: () => (/* binding */ logLine),
/* harmony export */   CS: () => (/* binding */ prose),
/* harmony export */   RK: () => (/* binding */ visible),
/* harmony export */   aY: () => (/* binding */ code)
/* harmony export */ });
/**
 * Keys, prefixes and what servers say are written by strangers. This makes such a text safe to show, on one line:
 * control characters, line separators, invisible and direction-changing characters become `\u{...}`, and so do those
 * few that could end a code span or a table cell, or begin a workflow command. A backslash is doubled, so that what is
 * shown has one meaning only.
 */
function visible(text, longest = 300) {
    const chars = [...text];
    const shown = chars.length > longest ? [...chars.slice(0, longest), '…'] : chars;
    return shown
        .map((char) => (char === '\\' ? '\\\\' : isUnsafe(char) ? escaped(char) : char))
        .join('')
        .replaceAll('##[', '#\\u{23}[');
}
/** A whole line of log, of which parts may be untrusted: nothing in it acts as a command of the runner. */
function logLine(line) {
    return [...line]
        .map((char) => (isInvisible(char) ? escaped(char) : char))
        .join('')
        .replaceAll('##[', '#\\u{23}[')
        .replace(/^(\s*):(?=:)/, '$1\\u{3a}');
}
/** Code in Markdown, also inside a table: nothing in it can be HTML, a link, a mention or the end of the cell. */
function code(text) {
    // A code span loses a space at its ends.
    return text === '' ? '' : `\`${visible(text).replace(/^ | $/g, '\\u{20}')}\``;
}
/** Nobody reads more of one message, and a summary has room for many. */
const LONGEST_PROSE = 4_000;
/** Plain text in Markdown, also inside a table. Code spans of ours stay code; whatever else could be markup does not. */
function prose(text) {
    const shown = text.length > LONGEST_PROSE ? `${text.slice(0, LONGEST_PROSE)}…` : text;
    return shown
        .split(/(`[^`]*`)/)
        .map((piece, at) => (at % 2 === 1 ? code(piece.slice(1, -1)) : escapeProse(piece)))
        .join('');
}
/**
 * GitHub makes links, mentions, references and emoji of the text that is left once Markdown is gone, so that no escape
 * keeps them away; a break of no width behind the first character does. Formulas begin with `$`, whatever is around it.
 */
function escapeProse(text) {
    return visible(text, 2_000)
        .replaceAll('$', escaped('$'))
        .replace(/@|#(?=\d)|:(?=\/\/|[\w+-]+:)|www\.|GH-(?=\d)/gi, (match) => `${match[0]}\u200b${match.slice(1)}`)
        .replace(/[&<>"'*_[\]()~#!\u200b]/g, (char) => `&#${char.charCodeAt(0)};`);
}
function isUnsafe(char) {
    return char === '`' || char === '|' || isInvisible(char);
}
/**
 * Control, format (direction, zero width), separators of lines, private and unassigned; every space but the usual one;
 * and what Unicode shows nothing of, such as fillers and variation selectors.
 */
function isInvisible(char) {
    return char !== ' ' && /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(char);
}
function escaped(char) {
    return `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;
}


/***/ }),

/***/ 3013:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   at: () => (/* binding */ at),
/* harmony export */   c: () => (/* binding */ addressAt)
/* harmony export */ });
/* harmony import */ var _user_error_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(4435);
/* harmony import */ var _request_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(5292);


/** Stores that answer only, or best, where the bucket is in the host name. */
const VIRTUAL_HOST_ONLY = /(?:^|\.)(?:aliyuncs\.com|myqcloud\.com|volces\.com)$/;
/** The address of a bucket, or of the store itself, at an endpoint that the user named. */
function addressAt(endpoint, bucket, connection, region) {
    const scope = { region, service: 's3' };
    const base = endpoint.pathname.replace(/\/+$/, '').split('/').map(encodeSegment).join('/');
    if (bucket === undefined)
        return at(endpoint, base, scope);
    if (usesPathStyle(endpoint, bucket, connection))
        return at(endpoint, `${base}/${(0,_request_js__WEBPACK_IMPORTED_MODULE_0__/* .encodeRfc3986 */ .M)(bucket)}`, scope);
    return at(inFrontOf(endpoint, bucket), base, scope);
}
/**
 * The bucket as part of the host name. What the name would become is checked: a URL keeps its old host where the new
 * one is impossible (the first word of each key would then be taken for the bucket), and a host name has no capitals.
 */
function inFrontOf(endpoint, bucket) {
    const url = new URL(endpoint);
    const wanted = `${bucket}.${endpoint.hostname}`;
    url.hostname = wanted;
    if (url.hostname === wanted)
        return url;
    throw new _user_error_js__WEBPACK_IMPORTED_MODULE_1__/* .UserError */ .y(`The bucket \`${bucket}\` cannot stand in front of the host ${endpoint.hostname}. Set \`force-path-style: true\`, or leave it out.`);
}
function at(url, basePath, scope) {
    const protocol = url.protocol === 'http:' ? 'http:' : 'https:';
    const port = url.port === '' ? (protocol === 'http:' ? 80 : 443) : Number(url.port);
    return { origin: { protocol, hostname: url.hostname, port }, host: url.host, basePath, scope };
}
/** A URL leaves characters as they are that a signature wants encoded. */
function encodeSegment(segment) {
    try {
        return (0,_request_js__WEBPACK_IMPORTED_MODULE_0__/* .encodeRfc3986 */ .M)(decodeURIComponent(segment));
    }
    catch {
        return segment;
    }
}
/** A dot in the name breaks the certificate's wildcard, an IP address or `localhost` has no subdomains. */
function usesPathStyle(endpoint, bucket, { forcePathStyle }) {
    if (forcePathStyle !== 'auto')
        return forcePathStyle;
    return (!VIRTUAL_HOST_ONLY.test(endpoint.hostname) || (endpoint.protocol === 'https:' && bucket.includes('.')));
}


/***/ }),

/***/ 5292:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ toWire),
/* harmony export */   M: () => (/* binding */ encodeRfc3986)
/* harmony export */ });
function toWire(request) {
    switch (request.operation) {
        case 'ListBuckets':
            return get(undefined, '/', { 'continuation-token': request.continuationToken });
        case 'ListMultipartUploads':
            return get(request.bucket, '/', {
                uploads: '',
                prefix: request.prefix === '' ? undefined : request.prefix,
                'key-marker': request.markers?.keyMarker,
                'upload-id-marker': request.markers?.uploadIdMarker,
                'encoding-type': request.urlEncoded ? 'url' : undefined,
            });
        case 'ListParts':
            assertNamed(request);
            return get(request.bucket, `/${encodeKey(request.key)}`, {
                uploadId: request.uploadId,
                'part-number-marker': request.partNumberMarker,
                'encoding-type': request.urlEncoded ? 'url' : undefined,
            });
        case 'AbortMultipartUpload':
            // The same request without an upload id deletes the object, and without a key it deletes the bucket. This is the
            // only place in the project where a DELETE comes into being.
            assertNamed(request);
            return {
                method: 'DELETE',
                bucket: request.bucket,
                path: `/${encodeKey(request.key)}`,
                query: toQuery({ uploadId: request.uploadId }),
            };
    }
}
function assertNamed(upload) {
    for (const name of ['bucket', 'key', 'uploadId']) {
        const value = upload[name];
        // White space may be a key. As an id it is none, and a server may trim it away.
        if (typeof value !== 'string' || value === '' || (name === 'uploadId' && value.trim() === '')) {
            throw new Error(`Refused to address an upload without its ${name}: the request would reach the object or the bucket`);
        }
    }
    if (upload.bucket === '.' || upload.bucket === '..') {
        throw new Error('Refused to address an upload in a bucket named `.` or `..`: the request would reach another bucket');
    }
}
function get(bucket, path, query) {
    return { method: 'GET', bucket, path, query: toQuery(query) };
}
function toQuery(parameters) {
    return Object.entries(parameters)
        .flatMap(([name, value]) => value === undefined ? [] : [`${encodeRfc3986(name)}=${encodeRfc3986(value)}`])
        .sort()
        .join('&');
}
/** A key as a path: every byte outside RFC 3986's unreserved characters escaped, but for `/`. */
function encodeKey(key) {
    return encodeRfc3986(key).replaceAll('%2F', '/');
}
function encodeRfc3986(text) {
    return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}


/***/ }),

/***/ 8057:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ Cancelled),
/* harmony export */   m: () => (/* binding */ Cancellation)
/* harmony export */ });
/** Thrown by whatever waits when the run is cancelled. */
class Cancelled extends Error {
    name = 'Cancelled';
    /** A request was on its way, and what the store did with it is not known. */
    answerLost;
    constructor(answerLost) {
        super('The run was cancelled');
        this.answerLost = answerLost;
    }
}
/** How long answers to requests that are on their way are waited for. GitHub kills the process 10 s after the signal. */
const GRACE_MS = 1_500;
/** How long whoever waited for an answer has to take note that none will come. */
const LAST_MS = 200;
/** Three steps: no new request; a moment later no waiting for answers either; and then none for anything. */
class Cancellation {
    #stop = new AbortController();
    #cut = new AbortController();
    #over = Promise.withResolvers();
    constructor() {
        // There may be nobody who waits for it.
        this.#over.promise.catch(() => { });
    }
    get stop() {
        return this.#stop.signal;
    }
    get cut() {
        return this.#cut.signal;
    }
    /** Is rejected in the end, for those who wait for what knows nothing of cancellation. */
    get over() {
        return this.#over.promise;
    }
    cancel() {
        if (this.stop.aborted)
            return;
        this.#stop.abort(new Cancelled(false));
        setTimeout(() => this.#cutOff(), GRACE_MS);
    }
    #cutOff() {
        this.#cut.abort(new Cancelled(true));
        setTimeout(() => this.#over.reject(new Cancelled(false)), LAST_MS);
    }
}


/***/ }),

/***/ 4435:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ bugMessage),
/* harmony export */   y: () => (/* binding */ UserError)
/* harmony export */ });
/**
 * Something that the user can mend: the message says what happened, where, and what to do, and is shown without a
 * stack. Every other error is a bug of this action and keeps its stack and its cause.
 */
class UserError extends Error {
    name = 'UserError';
}
/** What to say of any other error. */
function bugMessage(error) {
    return `This is a bug of the action: ${error instanceof Error ? error.message : String(error)}. Please report it with the stack above.`;
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(5691);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 

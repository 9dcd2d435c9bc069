import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 24:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 327:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  b: () => (/* binding */ Runner)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
// EXTERNAL MODULE: ./lib/report/visible.js
var visible = __nccwpck_require__(944);
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
            if (existsSync(process.env.GITHUB_EVENT_PATH)) {
                this.payload = JSON.parse(readFileSync(process.env.GITHUB_EVENT_PATH, { encoding: 'utf8' }));
            }
            else {
                const path = process.env.GITHUB_EVENT_PATH;
                process.stdout.write(`GITHUB_EVENT_PATH ${path} does not exist${EOL}`);
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




;// CONCATENATED MODULE: ./lib/github/runner.js



/** GitHub shows ten annotations of a level for a step; the rest would be lost without a word. */
const MOST_ANNOTATIONS = 10;
/** The runner that started this process: what it reads from our output, and the files that it collects. */
class Runner {
    #annotations = { error: 0, warning: 0, notice: 0 };
    /** Hides the value wherever it would be shown. */
    mask(secret) {
        issueCommand('add-mask', {}, secret);
    }
    log(line) {
        process.stdout.write(`${(0,visible/* logLine */.BP)(line)}\n`);
    }
    /** A block of lines that is folded until somebody asks for it. */
    group(title, lines) {
        issueCommand('group', {}, (0,visible/* logLine */.BP)(title));
        for (const line of lines)
            this.log(line);
        issueCommand('endgroup', {}, '');
    }
    annotate(level, message) {
        if (++this.#annotations[level] <= MOST_ANNOTATIONS)
            issueCommand(level, {}, (0,visible/* logLine */.BP)(message));
        else
            this.log(`${level}: ${message}`);
    }
    setOutput(name, value) {
        if (process.env.GITHUB_OUTPUT)
            issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
    }
    addSummary(markdown) {
        if (process.env.GITHUB_STEP_SUMMARY)
            issueFileCommand('STEP_SUMMARY', markdown);
    }
    /** For a bug: the stack, which is text of many lines, and still no command. */
    logStack(error) {
        const stack = error instanceof Error ? describeWithCauses(error) : String(error);
        (0,external_node_fs_.writeSync)(2, stack
            .split('\n')
            .map((line) => `${(0,visible/* logLine */.BP)(line)}\n`)
            .join(''));
    }
}
function describeWithCauses(error) {
    const stack = error.stack ?? error.message;
    return error.cause instanceof Error ? `${stack}\nCaused by: ${describeWithCauses(error.cause)}` : stack;
}


/***/ }),

/***/ 944:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   BP: () => (/* binding */ logLine),
/* harmony export */   CS: () => (/* binding */ prose),
/* harmony export */   aY: () => (/* binding */ code)
/* harmony export */ });
/* unused harmony export visible */
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

/***/ 539:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var _github_runner_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(327);
/* harmony import */ var _main_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(281);


// Whoever reads the log may have gone: the outputs are still wanted.
process.stdout.on('error', () => { });
process.exitCode = await (0,_main_js__WEBPACK_IMPORTED_MODULE_1__/* .main */ .i)({ env: process.env, runner: new _github_runner_js__WEBPACK_IMPORTED_MODULE_0__/* .Runner */ .b() });

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

/***/ }),

/***/ 281:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  i: () => (/* binding */ main)
});

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

// EXTERNAL MODULE: ./lib/report/visible.js
var visible = __nccwpck_require__(944);
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

;// CONCATENATED MODULE: ./lib/user-error.js
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

;// CONCATENATED MODULE: ./lib/sum-up/shard-report.js
/** `shard 2/5 (report-1.json)` */
function nameOf({ shard, path }) {
    return `shard ${shard.index}/${shard.of} (\`${path}\`)`;
}

;// CONCATENATED MODULE: ./lib/sum-up/add.js


/** Of several endings, the worst is that of the whole. */
const WORST_FIRST = ['crashed', 'cancelled'];
/** Makes one report of those of the shards. */
function add({ shards, missing }, problems, inputs) {
    const buckets = mergedBuckets(shards);
    const totals = sum(buckets.map((bucket) => bucket.totals));
    const endings = new Set(shards.map(({ ending }) => ending));
    const [first] = shards;
    return {
        startedMs: Math.min(...shards.map(({ startedMs }) => startedMs)),
        endedMs: Math.max(...shards.map(({ endedMs }) => endedMs)),
        ending: WORST_FIRST.find((ending) => endings.has(ending)) ?? 'completed',
        inputs: first === undefined
            ? undefined
            : { ...first.terms, shard: undefined, failOn: inputs.failOn, summary: inputs.summary },
        totals: missing.length === 0 && first !== undefined ? totals : atLeast(totals),
        buckets,
        problems: [...problems, ...shards.flatMap(problemsOf)],
    };
}
/** What a missing shard has freed, nobody knows. */
function atLeast(totals) {
    const { bytesFreed, bytesPlanned } = totals;
    return {
        ...totals,
        bytesFreed: { ...bytesFreed, isExact: false },
        bytesPlanned: { ...bytesPlanned, isExact: false },
    };
}
function problemsOf(report) {
    const { ending, problems } = report;
    if (ending === 'completed')
        return problems.map((problem) => `In ${nameOf(report)}: ${problem}`);
    const how = ending === 'cancelled' ? 'was cancelled' : 'ended early';
    return [`${problems.join(' ')} So ${nameOf(report)} ${how}: run its job again, and then this one.`];
}
function mergedBuckets(shards) {
    const all = shards.flatMap(({ buckets }) => buckets);
    return [...Map.groupBy(all, ({ bucket }) => bucket).values()].map(merged);
}
function merged(parts) {
    const prefixes = Map.groupBy(parts.flatMap((part) => part.prefixes), ({ prefix }) => prefix);
    const times = new Map();
    for (const problem of parts.flatMap((part) => part.problems))
        times.set(problem.message, (times.get(problem.message) ?? 0) + problem.times);
    return {
        bucket: parts[0]?.bucket ?? '',
        listing: parts.some(({ listing }) => listing === 'complete') ? 'complete' : 'failed',
        totals: sum(parts.map(({ totals }) => totals)),
        prefixes: [...prefixes].map(([prefix, rows]) => ({
            prefix,
            totals: sum(rows.map(({ totals }) => totals)),
        })),
        problems: [...times].map(([message, count]) => ({ message, times: count })),
        warnings: [...new Set(parts.flatMap(({ warnings }) => warnings))],
        stale: parts.flatMap(({ stale }) => stale),
        unknown: [],
    };
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");
;// CONCATENATED MODULE: ./lib/sum-up/find-reports.js


/** The files that these lines name: a file, all `.json` files in a folder and below, or those that a glob matches. */
function findReports(lines) {
    const paths = new Map();
    const problems = [];
    for (const line of lines) {
        const found = tryFilesAt(line);
        if (typeof found === 'string') {
            problems.push(`\`${line}\` cannot be read (${found}). Correct \`reports\`.`);
            continue;
        }
        for (const path of found)
            if (!paths.has((0,external_node_path_namespaceObject.resolve)(path)))
                paths.set((0,external_node_path_namespaceObject.resolve)(path), path);
        if (found.length === 0)
            problems.push(`There is no report at \`${line}\`. Have each shard upload its report (actions/upload-artifact, with \`if: always()\`), download them before this step (actions/download-artifact), and name where to in \`reports\`.`);
    }
    return { paths: [...paths.values()], problems };
}
/** The files, or Node's code for why they cannot be had. */
function tryFilesAt(line) {
    try {
        return filesAt(line).sort();
    }
    catch (error) {
        if (error instanceof Error && 'code' in error)
            return String(error.code);
        throw error;
    }
}
function filesAt(line) {
    const what = (0,external_node_fs_.statSync)(line, { throwIfNoEntry: false });
    if (what?.isFile())
        return [line];
    if (what?.isDirectory())
        return jsonFilesBelow(line);
    return (0,external_node_fs_.globSync)(line).filter((path) => (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.isFile());
}
function jsonFilesBelow(folder) {
    return (0,external_node_fs_.readdirSync)(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
        .map((entry) => (0,external_node_path_namespaceObject.join)(entry.parentPath, entry.name));
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

;// CONCATENATED MODULE: ./lib/sum-up/inputs.js


const INPUT_NAMES = ['reports', 'fail-on', 'summary'];
function parseInputs(env) {
    const raw = new RawInputs(env, INPUT_NAMES);
    raw.refuseUnknown();
    const reports = raw.lines('reports');
    if (reports.length === 0)
        raw.problem('reports', 'is required. Write for example `reports: reports/`.');
    const inputs = { reports, failOn: readFailOn(raw), summary: raw.boolean('summary', true) };
    return raw.problems.length === 0 ? { kind: 'valid', inputs } : { kind: 'invalid', problems: raw.problems };
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

;// CONCATENATED MODULE: ./lib/sum-up/outputs.js

/** The outputs of the adding-up, as text: the sums, and of how many shards they are. */
function outputs_toOutputs(report, shards) {
    return { ...countOutputs(report), shards: String(shards) };
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

;// CONCATENATED MODULE: ./lib/sum-up/highlights.js

/** What a summary shows at most of each. */
const MOST_SHOWN = 10;
const MOST_FAILED = 50;
/** The few of many uploads that a summary names: the largest, the oldest, and some that could not be aborted. */
class Highlights {
    #largest = [];
    #oldest = [];
    #failed = [];
    add(upload) {
        this.#largest = take(this.#largest, upload, bySize, MOST_SHOWN);
        this.#oldest = take(this.#oldest, upload, byAge, MOST_SHOWN);
        if (upload.outcome.kind === 'failed' && this.#failed.length < MOST_FAILED)
            this.#failed.push(upload);
    }
    of(bucket) {
        const all = new Set([...this.#largest, ...this.#oldest, ...this.#failed]);
        return [...all].filter((upload) => upload.bucket === bucket);
    }
}

;// CONCATENATED MODULE: ./lib/sum-up/json-value.js
/** A value in a JSON file that somebody else wrote. Whatever is not as expected is named by the way to it. */
class JsonValue {
    #value;
    #way;
    constructor(value, way = '') {
        this.#value = value;
        this.#way = way;
    }
    at(name) {
        if (!isRecord(this.#value))
            throw this.#isNot('an object');
        return new JsonValue(this.#value[name], this.#way === '' ? name : `${this.#way}.${name}`);
    }
    list() {
        if (!Array.isArray(this.#value))
            throw this.#isNot('a list');
        return this.#value.map((item, at) => new JsonValue(item, `${this.#way}[${at}]`));
    }
    text() {
        if (typeof this.#value !== 'string')
            throw this.#isNot('text');
        return this.#value;
    }
    truth() {
        if (typeof this.#value !== 'boolean')
            throw this.#isNot('true or false');
        return this.#value;
    }
    count() {
        if (typeof this.#value !== 'number' || !Number.isSafeInteger(this.#value) || this.#value < 0)
            throw this.#isNot('a whole number');
        return this.#value;
    }
    /** A number of seconds, in ms. */
    seconds() {
        if (typeof this.#value !== 'number' || !(this.#value >= 0))
            throw this.#isNot('a number of seconds');
        return this.#value * 1_000;
    }
    /** A date, in ms since 1970. */
    date() {
        const ms = Date.parse(this.text());
        if (Number.isNaN(ms))
            throw this.#isNot('a date');
        return ms;
    }
    oneOf(words) {
        const word = words.find((candidate) => candidate === this.#value);
        if (word === undefined)
            throw this.#isNot(`one of ${words.join(', ')}`);
        return word;
    }
    isNull() {
        return this.#value === null;
    }
    /** undefined for null; not for what is missing. */
    orNull(read) {
        return this.isNull() ? undefined : read(this);
    }
    #isNot(what) {
        return new SyntaxError(`${this.#way === '' ? 'it' : `\`${this.#way}\``} is not ${what}`);
    }
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./lib/sum-up/report-file.js

/** No bucket's totals and no upload take as much, in characters: what does is no report. */
const LONGEST_LINE = 4 * 1024 * 1024;
/** All but the uploads, of ten thousand buckets and more. */
const MOST_TEXT = 64 * 1024 * 1024;
/**
 * Reads a report without ever holding its uploads, of which there may be millions: each has a line to itself, and is
 * handed over as it comes. Gives the rest, with empty lists in their place.
 * @throws {SyntaxError} when it is not laid out as the action writes it
 */
async function readReportFile(path, onUpload) {
    let text = '';
    let inUploads = false;
    for await (const line of linesOf(path)) {
        if (inUploads && !line.startsWith(']')) {
            onUpload(JSON.parse(line.replace(/,\s*$/, '')));
            continue;
        }
        text += `${line}\n`;
        if (text.length > MOST_TEXT)
            throw new SyntaxError('it is too long');
        inUploads = line.endsWith('"uploads":[');
    }
    return JSON.parse(text);
}
async function* linesOf(path) {
    let rest = '';
    for await (const chunk of (0,external_node_fs_.createReadStream)(path, 'utf8')) {
        const lines = `${rest}${chunk}`.split('\n');
        rest = lines.pop() ?? '';
        if (rest.length > LONGEST_LINE)
            throw new SyntaxError('it has too long a line');
        yield* lines;
    }
    if (rest !== '')
        yield rest;
}

;// CONCATENATED MODULE: ./lib/sum-up/read-report.js







const VERSION = 1;
const ENDINGS = ['completed', 'cancelled', 'crashed'];
const OUTCOMES = ['planned', 'aborted', 'already-gone', 'failed', 'deferred'];
/** What becomes of what is stale. */
const STALE = ['aborted', 'alreadyGone', 'failed', 'deferred', 'planned'];
const LISTINGS = ['complete', 'failed'];
/** @throws {UserError} that names the file, says what is wrong with it, and what to do */
async function readReport(path) {
    const highlights = new Highlights();
    try {
        const json = await readReportFile(path, (entry) => {
            const upload = toStaleUpload(new JsonValue(entry, 'uploads[]'));
            if (upload !== undefined)
                highlights.add(upload);
        });
        return toShardReport(new JsonValue(json), path, highlights);
    }
    catch (error) {
        throw explained(error, path);
    }
}
function explained(error, path) {
    if (error instanceof SyntaxError)
        return new UserError(`\`${path}\` is not a report of this action: ${error.message}. Name the reports of the shards in \`reports\`, as they were written, and nothing else.`);
    if (error instanceof Error && 'code' in error)
        return new UserError(`\`${path}\` cannot be read (${String(error.code)}). Correct \`reports\`.`);
    return error;
}
function toShardReport(json, path, highlights) {
    const version = json.at('version').count();
    if (version !== VERSION)
        throw new UserError(`\`${path}\` was written by another version of this action (its reports have version ${version}, not ${VERSION}). Use the same version for the shards and for the sum.`);
    const problems = json
        .at('problems')
        .list()
        .map((problem) => problem.text());
    if (json.at('policy').isNull())
        throw new UserError(`\`${path}\` is the report of a run that did nothing, because its inputs need mending. ${problems.join(' ')}`);
    const buckets = json
        .at('buckets')
        .list()
        .map((bucket) => toBucket(bucket, highlights));
    return {
        path,
        shard: toShard(json.at('policy').at('shard'), path),
        run: json.at('run').orNull(toRun),
        terms: toTerms(json),
        startedMs: json.at('startedAt').date(),
        endedMs: json.at('endedAt').date(),
        ending: json.at('ending').oneOf(ENDINGS),
        totals: sum(buckets.map(({ totals }) => totals)),
        buckets,
        problems,
    };
}
function toShard(json, path) {
    const text = json.orNull((value) => value.text());
    if (text === undefined)
        throw new UserError(`\`${path}\` is the report of a run without \`shard\`: it is a whole already. Leave it out, or give its job a \`shard\`.`);
    const shard = parseShard(text);
    if (shard === undefined)
        throw new SyntaxError('`policy.shard` is not a share such as 2/5');
    return shard;
}
function toRun(json) {
    return {
        repository: json.at('repository').text(),
        workflow: json.at('workflow').text(),
        job: json.at('job').text(),
        runId: json.at('runId').count(),
        attempt: json.at('attempt').count(),
        url: json.at('url').text(),
    };
}
function toTerms(json) {
    const policy = json.at('policy');
    return {
        dryRun: json.at('dryRun').truth(),
        prefixes: texts(policy.at('prefixes')),
        maxAborts: policy.at('maxAborts').orNull((value) => value.count()),
        policy: {
            // `upload-id` and `shard` are never together.
            kind: policy.at('kind').oneOf(['stale']),
            maxAgeMs: policy.at('maxAgeSeconds').seconds(),
            minIdleMs: policy.at('minIdleSeconds').seconds(),
            include: texts(policy.at('include')).map(parseGlob),
            exclude: texts(policy.at('exclude')).map(parseGlob),
        },
    };
}
function texts(json) {
    return json.list().map((item) => item.text());
}
function toBucket(json, highlights) {
    const bucket = json.at('bucket').text();
    return {
        bucket,
        listing: json.at('listing').oneOf(LISTINGS),
        totals: toTotals(json.at('totals')),
        prefixes: json
            .at('prefixes')
            .list()
            .map((prefix) => ({ prefix: prefix.at('prefix').text(), totals: toTotals(prefix.at('totals')) })),
        problems: json
            .at('problems')
            .list()
            .map((problem) => ({ message: problem.at('message').text(), times: problem.at('times').count() })),
        warnings: texts(json.at('warnings')),
        stale: highlights.of(bucket),
        unknown: [],
    };
}
function toTotals(json) {
    const count = (name) => json.at(name).count();
    assertSum('listed', count('listed'), [count('stale'), count('kept')]);
    assertSum('stale', count('stale'), STALE.map(count));
    return {
        listed: count('listed'),
        stale: count('stale'),
        aborted: count('aborted'),
        alreadyGone: count('alreadyGone'),
        failed: count('failed'),
        deferred: count('deferred'),
        planned: count('planned'),
        kept: count('kept'),
        keptBecause: toKept(json.at('keptBecause')),
        bytesFreed: toBytes(json, 'bytesFreed'),
        bytesPlanned: toBytes(json, 'bytesPlanned'),
    };
}
function assertSum(name, total, terms) {
    if (total !== terms.reduce((a, b) => a + b, 0))
        throw new SyntaxError(`\`${name}\` is not the sum of what it is made of`);
}
function toKept(json) {
    return {
        young: json.at('young').count(),
        active: json.at('active').count(),
        excluded: json.at('excluded').count(),
        'unknown-age': json.at('unknown-age').count(),
        'unknown-activity': json.at('unknown-activity').count(),
    };
}
function toBytes(json, name) {
    return { bytes: json.at(`${name}AtLeast`).count(), isExact: !json.at(name).isNull() };
}
/** undefined for one that was kept, and is in the report because nobody could judge it. */
function toStaleUpload(json) {
    if (json.at('verdict').text() !== 'stale')
        return undefined;
    const [count, bytes] = [json.at('parts').orNull(countOf), json.at('bytes').orNull(countOf)];
    const lastPartMs = json.at('lastPartAt').orNull(dateOf);
    return {
        bucket: json.at('bucket').text(),
        key: json.at('key').text(),
        uploadId: json.at('uploadId').text(),
        initiatedMs: json.at('initiated').orNull(dateOf),
        storageClass: json.at('storageClass').orNull((value) => value.text()),
        look: count === undefined || bytes === undefined
            ? { kind: 'not-looked' }
            : { kind: 'parts', parts: { count, bytes, lastPartMs, lookedAtMs: 0, asOfMs: 0 } },
        outcome: toOutcome(json),
    };
}
function toOutcome(json) {
    const kind = json.at('outcome').oneOf(OUTCOMES);
    if (kind === 'failed')
        return { kind, error: json.at('error').text() };
    if (kind === 'deferred')
        return { kind, reason: json.at('error').oneOf(['max-aborts', 'cancelled']) };
    return { kind };
}
function countOf(json) {
    return json.count();
}
function dateOf(json) {
    return json.date();
}

;// CONCATENATED MODULE: ./lib/sum-up/shards-table.js


/** Which shard did how much, and which is missing. */
function shardsTable({ shards, missing }, { inputs, totals }, detail) {
    if (inputs === undefined)
        return [];
    const rows = [...shards.map(rowOf), ...missing.map(({ index, of }) => missingRow(`${index}/${of}`))];
    return totalsTable(['Shard', 'Run'], rows, totals, { dryRun: inputs.dryRun, mostRows: detail.rows });
}
function rowOf({ shard, ending, startedMs, endedMs, totals }) {
    const took = formatDuration(Math.max(1_000, endedMs - startedMs));
    return {
        of: [`${shard.index}/${shard.of}`, `${ending}, ${took}`],
        totals,
    };
}
function missingRow(shard) {
    return { of: [shard, 'no report'], totals: undefined };
}

;// CONCATENATED MODULE: external "node:util"
const external_node_util_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");
;// CONCATENATED MODULE: ./lib/sum-up/whole.js


/** More shards than this are not named one by one. */
const MOST_NAMED = 10;
/** Sorts out which reports belong together: one of each shard, of one run, under the same inputs. */
function assemble(reports) {
    const sorted = reports.toSorted((a, b) => a.shard.index - b.shard.index);
    const [first] = sorted;
    if (first === undefined)
        return { shards: [], missing: [], problems: [] };
    const shards = new Map();
    const problems = [];
    for (const report of sorted) {
        const twin = shards.get(report.shard.index);
        const misfit = report === first ? undefined : misfitOf(report, first);
        if (misfit !== undefined)
            problems.push(`${misfit} It is left out.`);
        else if (twin !== undefined)
            problems.push(`${twice(report, twin)} It is left out.`);
        else
            shards.set(report.shard.index, report);
        if (misfit === undefined && twin === undefined)
            problems.push(...bucketProblems(report, first));
    }
    const all = Array.from({ length: first.shard.of }, (_, at) => ({ index: at + 1, of: first.shard.of }));
    const missing = all.filter(({ index }) => !shards.has(index));
    if (missing.length > 0)
        problems.push(missingProblem(missing));
    return { shards: [...shards.values()], missing, problems };
}
function misfitOf(report, first) {
    const [name, other] = [capitalized(nameOf(report)), nameOf(first)];
    if (report.shard.of !== first.shard.of)
        return `${name} is a share of ${report.shard.of}, and ${other} of ${first.shard.of}. Give every shard the same number behind the slash.`;
    if (report.run?.repository !== first.run?.repository || report.run?.runId !== first.run?.runId)
        return `${name} comes from ${runOf(report)}, and ${other} from ${runOf(first)}. Add up reports of one run only.`;
    const differing = differingInputs(report.terms, first.terms);
    if (differing.length > 0)
        return `${name} was made with another ${differing.join(', ')} than ${other}. Give all shards the same inputs.`;
    return undefined;
}
function runOf({ run }) {
    return run === undefined ? 'outside of GitHub Actions' : `run ${run.runId} of ${run.repository}`;
}
function differingInputs(a, b) {
    const inputs = [
        ['max-age', ({ policy }) => (policy.kind === 'stale' ? policy.maxAgeMs : undefined)],
        ['min-idle', ({ policy }) => (policy.kind === 'stale' ? policy.minIdleMs : undefined)],
        ['include', ({ policy }) => (policy.kind === 'stale' ? policy.include : undefined)],
        ['exclude', ({ policy }) => (policy.kind === 'stale' ? policy.exclude : undefined)],
        ['prefix', ({ prefixes }) => prefixes],
        ['max-aborts', ({ maxAborts }) => maxAborts],
        ['dry-run', ({ dryRun }) => dryRun],
    ];
    return inputs.flatMap(([name, of]) => ((0,external_node_util_namespaceObject.isDeepStrictEqual)(of(a), of(b)) ? [] : [`\`${name}\``]));
}
function twice(report, twin) {
    return `${capitalized(nameOf(report))} is there twice, also as \`${twin.path}\`. Name one report of each shard: that of its last attempt.`;
}
/** With a glob for `bucket`, a bucket that comes or goes meanwhile is in the reports of some shards only. */
function bucketProblems(report, first) {
    return [...lacking(first, report), ...lacking(report, first)];
}
function lacking(has, lacks) {
    const known = new Set(lacks.buckets.map(({ bucket }) => bucket));
    return has.buckets
        .filter(({ bucket }) => !known.has(bucket))
        .map(({ bucket }) => `${capitalized(nameOf(lacks))} did not look at the bucket \`${bucket}\`, and ${nameOf(has)} did. Give all shards the same \`bucket\`, and run them again.`);
}
function missingProblem(missing) {
    const named = missing.slice(0, MOST_NAMED).map(({ index, of }) => `${index}/${of}`);
    const more = missing.length > MOST_NAMED ? ` and ${missing.length - MOST_NAMED} more` : '';
    const [shards, jobs] = missing.length === 1 ? ['shard', 'its job'] : ['shards', 'their jobs'];
    return `No report of ${shards} ${named.join(', ')}${more} could be used. See the log of ${jobs}, run ${missing.length === 1 ? 'it' : 'them'} again, and then this one.`;
}
function capitalized(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

;// CONCATENATED MODULE: ./lib/sum-up/main.js














/** What holds where the inputs could not be read: what is wrong with them is said in every way. */
const NO_INPUTS = { reports: [], failOn: new Set(['failed']), summary: true };
/** Adds up the reports of all shards: from the inputs to one summary. Gives the exit code. */
async function main({ env, runner }) {
    const parsed = parseInputs(env);
    try {
        if (parsed.kind === 'valid')
            return publish(await sumUp(parsed.inputs), parsed.inputs, runner);
        return publish(toSum([], parsed.problems, NO_INPUTS), NO_INPUTS, runner);
    }
    catch (error) {
        runner.logStack(error);
        runner.annotate('error', bugMessage(error));
        return 1;
    }
}
async function sumUp(inputs) {
    const { paths, problems: notFound } = findReports(inputs.reports);
    const { reports, problems: unreadable } = await readAll(paths);
    return toSum(reports, [...notFound, ...unreadable], inputs);
}
function toSum(reports, unusable, inputs) {
    const whole = assemble(reports);
    const problems = [...unusable, ...whole.problems];
    return { whole, report: add(whole, problems, inputs), problems };
}
/** One after the other: each may be large, and is held only as long as it is read. */
async function readAll(paths) {
    const reports = [];
    const problems = [];
    for (const path of paths) {
        try {
            reports.push(await readReport(path));
        }
        catch (error) {
            if (!(error instanceof UserError))
                throw error;
            problems.push(error.message);
        }
    }
    return { reports, problems };
}
/** Says it all: outputs, summary, annotations, log. */
function publish(sum, { failOn, summary }, runner) {
    const { whole, report, problems } = sum;
    const lead = leading(sum);
    const trying = new Trying();
    for (const [name, value] of Object.entries(outputs_toOutputs(report, whole.shards.length)))
        trying.say(`output ${name}`, () => runner.setOutput(name, value));
    const frame = { headline: lead, more: (detail) => shardsTable(whole, report, detail) };
    if (summary)
        trying.say('summary', () => runner.addSummary(toSummary(report, frame)));
    const reasons = failOn.size === 0 ? [] : reasonsOf(sum);
    if (whole.shards.length > 0)
        runner.group('Adding up', whole.shards.map(described));
    for (const problem of problems)
        runner.annotate(failOn.size === 0 ? 'warning' : 'error', problem);
    for (const reason of reasons)
        runner.annotate('error', reason);
    for (const failure of trying.failures)
        runner.annotate('warning', failure);
    runner.log(lead.replaceAll('`', '"'));
    return reasons.length === 0 ? 0 : 1;
}
/** One sentence on what happened, and one on how much of it is known. */
function leading({ whole: { shards, missing }, report }) {
    if (shards.length === 0)
        return 'Nothing could be added up; see the problems.';
    return `${headline(report)} ${number(shards.length)} of ${number(shards.length + missing.length)} shards reported.`;
}
/** A sum that is not whole cannot say that nothing is stale or deferred, whatever `fail-on` names. */
function reasonsOf({ report, problems }) {
    const reasons = report.inputs === undefined ? [] : report_reasonsToFail(report);
    const isWhole = problems.length === 0;
    return isWhole || reasons.length > 0 ? reasons : ['The reports do not make up one whole; see the problems.'];
}
function described(shard) {
    const { listed, stale, aborted, failed } = shard.totals;
    return `${nameOf(shard)}, ${shard.ending}: ${number(listed)} listed, ${number(stale)} stale, ${number(aborted)} aborted, ${number(failed)} failed`;
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
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
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
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(539);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 

/**
 * The parts of GitHub's toolkit that a run needs. They are taken from behind the packages' front doors, because those
 * load an HTTP client (undici, for OIDC tokens) and Octokit on the way: 45 and 50 ms of the 85 that a short run takes.
 */
export { issueCommand } from '../../node_modules/@actions/core/lib/command.js'
export {
  issueFileCommand,
  prepareKeyValueMessage,
} from '../../node_modules/@actions/core/lib/file-command.js'
export { Context } from '../../node_modules/@actions/github/lib/context.js'

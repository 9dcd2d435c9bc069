import { type Command, type Contender, type Job, programEnvironment } from '../contender.ts'
import { findInstalled, programPath, versionOf } from '../program.ts'

export const boto3Loop: Contender = {
  name: 'boto3 loop',
  settings: 'all pages, then one at a time, as it is usually written',
  command: (job) => boto3Command(job, 1),
  version: boto3Version,
  trial: 40,
  budgetMs: 2_000,
}

export const boto3Threads: Contender = {
  name: 'boto3, 64 threads',
  settings: 'all pages, then a `ThreadPoolExecutor(64)` over 64 connections',
  command: (job) => boto3Command(job, 64),
  version: boto3Version,
  trial: 300,
  budgetMs: 2_000,
}

function boto3Version(): string | undefined {
  return versionOf('python3', '-c', 'import boto3; print(boto3.__version__)')
}

function boto3Command(job: Job, threads: number): Command | string {
  const python = findInstalled('python3')
  if (python === undefined || boto3Version() === undefined) return 'not installed'
  return {
    argv: [python, programPath('boto3-loop.py'), String(threads)],
    env: programEnvironment(job),
    runtime: 'other',
  }
}

import { dirname } from 'path';
import type { GuardFinding } from './events';

/** What would have to be declared so that `BLOCK` lets something happen; none where nothing can. */
export interface Declaration {
  /** As it is written, for what is meant to be so. */
  readonly code?: string;
  /** What to do otherwise. */
  readonly advice: string;
}

const REASON = "'<reason>'";
const AWS_HOST = /(^|\.)(amazonaws\.com(\.cn)?|amazonaws\.eu|api\.aws|api\.amazonwebservices\.com\.cn)$/;

const FIX = 'cannot be declared: look for what does it';
/** What is in requests and answers, and what the code itself has to do. */
const IN_CODE: Record<string, string> = {
  'request-attack': 'arrives in requests: with RequestChecks.BLOCK or blockedRoutes it is answered with 403; look for texts that are no attack first',
  'sql-injection': 'pass values as parameters of the statement',
  'nosql-injection': 'pass values as ExpressionAttributeValues',
  'shell-injection': 'pass arguments as a list, without a shell',
  'code-injection': 'make no code of requests',
  'path-traversal': 'resolve the path, and compare it with the folder that is meant',
  'prototype-pollution': 'copy known keys only, or use Map and Object.create(null)',
  'stack-trace': 'answer with a message of your own',
  'data-in-answer': 'leave the data out, or mask it',
  'data-in-log': 'is masked in both modes; leave it out of the log',
  'data-in-error': 'is masked in both modes; leave it out of the error',
  'unhandled-error': 'handle the error; callers get a plain one in both modes',
};

/** What a finding asks for. */
export function declarationFor({ kind, detail }: GuardFinding): Declaration {
  switch (kind) {
    case 'egress': case 'dns': return forHost(detail);
    case 'child-process': return opening('program', firstWord(detail), 'run');
    case 'file-write': return opening('folder', dirname(firstWord(detail)), 'written');
    case 'native-code': return opening('addons', dirname(firstWord(detail)), 'loaded');
    case 'data-egress': return forData(detail);
    case 'worker': return { code: `Opening.workers(${REASON})`, advice: 'when worker threads are meant' };
    case 'code-from-string': return { code: `Opening.code(${REASON})`, advice: 'when code is made of strings on purpose, as template engines do' };
    default: return { advice: IN_CODE[kind] ?? FIX };
  }
}

/** Whether `BLOCK` would have stopped it. */
export function wouldBeBlocked({ kind }: GuardFinding): boolean {
  return !['request-attack', 'data-in-log', 'data-in-error', 'unhandled-error'].includes(kind);
}

function forHost(detail: string): Declaration {
  const [, host, port] = /^\[?([\w.:-]*?)\]?(?::(\d+))?$/.exec(firstWord(detail)) ?? [];
  if (!host) return { advice: FIX };
  if (AWS_HOST.test(host)) return { advice: 'grant the function what it calls there, such as table.grantReadData(fn): the host comes with the grant' };
  const isName = /[a-z]/i.test(host) && host.includes('.');
  if (isName && (port === undefined || port === '443')) return { code: `fn.allowEgress(Egress.https(${quoted(host.toLowerCase())}))`, advice: 'when the destination is meant' };
  return { code: `Opening.host(${quoted(port === undefined ? host : `${host}:${port}`)}, ${REASON})`, advice: 'when the host is meant' };
}

/** `card, iban to api.example.com:443`. */
function forData(detail: string): Declaration {
  const host = / to \[?([\w.:-]+?)\]?(?::\d+)?$/.exec(detail)?.[1];
  return host === undefined ? { advice: FIX } : { code: `Opening.data(${quoted(host)}, ${REASON})`, advice: 'when these data are meant for that host; leave them out otherwise' };
}

function opening(name: string, value: string, done: string): Declaration {
  return value.startsWith('/') ? { code: `Opening.${name}(${quoted(value)}, ${REASON})`, advice: `when it is meant to be ${done}` } : { advice: FIX };
}

function firstWord(detail: string): string {
  return detail.trim().split(/\s/)[0];
}

/** As a string of TypeScript: details are text of whoever made the event. */
function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}

import type { GuardEventKind } from '../../../lambda/runtime-guard/events';
import type { WrittenPolicy } from '../../../lambda/runtime-guard/policy';

/** One step of an attack. */
export interface Attack {
  /** `file.export` below this folder. */
  readonly step: string;
  /** What is reported. */
  readonly kind: GuardEventKind;
  readonly event?: object;
  readonly openings?: WrittenPolicy['x'];
  /** Without a guard it would leave this machine or end this process: it is not tried without one. */
  readonly onlyBlocked?: true;
  /** The least version of Node.js that has what the step uses. */
  readonly since?: number;
  /** What the guard takes away after the invocation, which it does not stop. */
  readonly isUndone?: true;
  /** What it takes is out of reach with `block`, and with `monitor` is left where it is, unseen. */
  readonly isUnseen?: true;
  /** Nothing but the refusal by Node.js itself is seen with `block`. */
  readonly isSilent?: true;
}

const query = (v: string, w?: string) => ({ queryStringParameters: { v, w } });
const steps = (file: string, kind: GuardEventKind, names: string[], more: Partial<Attack> = {}): Attack[] => names.map((name) => ({ step: `${file}.${name}`, kind, ...more }));
const POLLUTION = { body: '{"__proto__":{"admin":true}}' };
const QUOTE = "x' OR '1'='1";

export const ATTACKS: Attack[] = [
  ...steps('egress', 'egress', [
    'fetched', 'httpsByName', 'overHttp2', 'byAddress', 'byNamedImport', 'overTls', 'mappedAddress', 'decimalAddress', 'undiciRequest', 'dispatcher', 'ownLookup', 'ownConnection', 'getters',
    'stolenHandle', 'overwrittenBuiltins', 'overwrittenIterator', 'silencedLog', 'overwrittenJson', 'toJson', 'ownSubclass', 'lateWrapper', 'udp', 'udp6', 'udpConnected',
  ]),
  ...steps('egress', 'egress', ['webSocket', 'otherNetModule'], { since: 22 }),
  ...steps('egress', 'egress', ['forgedAnswer', 'forgedActive'], { isUnseen: true }),
  ...steps('egress', 'dns', ['listenByName']),
  ...steps('egress', 'egress-metadata', ['metadata'], { onlyBlocked: true }),
  ...steps('egress', 'egress-socket', ['unixSocket']),
  ...steps('egress', 'runtime-api', ['nextInvocation']),
  ...steps('egress', 'dns', ['udpByName', 'lookup', 'lookupPromise', 'txtRecord', 'callbackRecord', 'ownResolver', 'reverse', 'ownServers', 'stolenChannel']),
  ...steps('processes', 'child-process', ['exec', 'execFileSync', 'spawn', 'spawnSync', 'fork', 'cluster', 'byClass', 'overwritten', 'testRunner']),
  ...steps('processes', 'child-process', ['execve'], { onlyBlocked: true, since: 22 }),
  ...steps('processes', 'child-process', ['path', 'relativeProgram', 'dottedProgram', 'relativePath', 'relativeAsync', 'otherName'], { openings: { programs: ['tool'] } }),
  ...steps('processes', 'egress', ['childWithoutOptions'], { openings: { programs: ['node'] } }),
  ...steps('processes', 'shell-injection', ['shellInput'], { event: query('a; id'), openings: { programs: ['sh'] } }),
  ...steps('processes', 'shell-injection', ['shellQuoted'], { event: query('$(id)'), openings: { programs: ['/bin/sh'] } }),
  ...steps('files', 'file-write', [
    'write', 'writePromise', 'writeCallback', 'fileHandle', 'writeStream', 'append', 'makeFolder', 'rename', 'copy', 'copyFolder', 'remove', 'mode', 'linkOut', 'dotsOut', 'heapSnapshot', 'report', 'reportName', 'overwrittenPath', 'overwrittenFolder', 'modeByDescriptor', 'timesByHandle',
  ]),
  ...steps('files', 'file-write', ['database', 'importedDatabase', 'wasi', 'compileCache'], { since: 22 }),
  ...steps('files', 'file-secret', [
    'environ', 'relative', 'byThread', 'byBuffer', 'byUrl', 'byDescriptor', 'byPromise', 'byStream', 'byBlob', 'byEnvFile', 'byLink', 'byFolderLink', 'byRootLink', 'byOldLink', 'copied', 'memory', 'overwritten', 'overwrittenIterator', 'dotsThroughLink', 'dotsThroughOwnLink',
  ]),
  ...steps('files', 'file-write', ['traced', 'heapLimit', 'reportFolder']),
  ...steps('files', 'file-secret', ['fromFolder']),
  ...steps('files', 'tampering', ['closedLog'], { onlyBlocked: true }),
  ...steps('files', 'path-traversal', ['traversal', 'joined'], { event: query('../servers.mjs') }),
  ...steps('files', 'path-traversal', ['encoded'], { event: { rawPath: '/..%2fservers.mjs' } }),
  ...steps('files', 'path-traversal', ['absolute'], { event: query('/etc/hostname') }),
  ...steps('code', 'code-from-string', ['evaluated', 'indirectly', 'fromFunction', 'fromConstructor', 'fromAsync', 'fromGenerator', 'newContext', 'thisContext', 'otherRealm', 'script', 'scriptConstructor', 'compiled', 'module', 'loader', 'debuggerSession', 'debuggerOpened', 'unwrappedScript', 'unwrappedFunction', 'inherited', 'subclass', 'constructed', 'evalByDescriptor', 'ownConsole']),
  ...steps('code', 'code-from-string', ['debuggerImported', 'dataUrl', 'importedFile', 'requiredFile', 'hooks'], { since: 22 }),
  ...steps('code', 'code-injection', ['inputInContext'], { event: query("this.constructor.constructor('return process')()"), openings: { code: true } }),
  ...steps('code', 'tampering', ['flags', 'signal']),
  ...steps('code', 'tampering', ['debuggerBySignal']),
  ...steps('code', 'code-from-string', ['loadedFile']),
  ...steps('code', 'internal-binding', ['binding', 'fileBinding', 'linkedBinding', 'bindingObject']),
  ...steps('code', 'native-code', ['addon', 'dlopen']),
  ...steps('code', 'worker', ['worker', 'evaluatedWorker', 'importedWorker']),
  ...steps('code', 'worker', ['workerClass'], { since: 22 }),
  ...steps('inventive', 'egress', ['channelSocket', 'undiciPool', 'fetchedByDispatcher', 'http2Connection', 'socketByAsyncResource', 'blockedList', 'prepared']),
  ...steps('inventive', 'egress-socket', ['undiciSocketPath', 'socketPath']),
  ...steps('inventive', 'child-process', ['tracedModule']),
  ...steps('inventive', 'code-from-string', ['stripped', 'attributes'], { since: 22 }),
  ...steps('streamed', 'data-in-answer', ['card', 'cutInTwo', 'asBytes']),
  ...steps('streamed', 'stack-trace', ['stack']),
  ...steps('inventive', 'data-in-log', ['partByLoad', 'partByExtension', 'partByWrap'], { isUndone: true }),
  ...steps('inventive', 'code-from-string', ['wrapper'], { since: 22 }),
  ...steps('inventive', 'native-code', ['extension'], { onlyBlocked: true, since: 22 }),
  ...steps('inventive', 'native-code', ['dlopenFlags']),
  ...steps('inventive', 'file-secret', ['copiedEnvironment', 'listedDescriptors', 'openedFolder', 'openedFolderPromise', 'readvFile']),
  ...steps('inventive', 'file-write', ['copiedFolder', 'namedReport']),
  ...steps('overwritten', 'sql-injection', ['statement'], { event: query(QUOTE) }),
  ...steps('overwritten', 'data-in-log', ['card', 'expressions', 'policy'], { isUndone: true }),
  ...steps('overwritten', 'data-in-answer', ['inAnswer'], { event: { httpMethod: 'GET', path: '/' }, isUndone: true }),
  ...steps('overwritten', 'path-traversal', ['folder'], { event: query('../../etc/hostname') }),
  ...steps('overwritten', 'code-from-string', ['lateDebugger']),
  ...steps('code', 'egress', ['workerWithoutEnvironment'], { openings: { workers: true } }),
  ...steps('code', 'prototype-pollution', ['prototype'], { event: POLLUTION, isSilent: true }),
  ...steps('code', 'prototype-pollution', ['constructorPrototype'], { event: { body: '{"constructor":{"prototype":{"admin":true}}}' }, isSilent: true }),
  ...steps('code', 'prototype-pollution', ['getter'], { isSilent: true }),
  ...steps('code', 'prototype-pollution', ['arrayPrototype', 'replacedMethod', 'swappedMethod', 'methodByGetter', 'deletedMethod'], { isUndone: true }),
  ...steps('wire', 'sql-injection', ['pgQuery', 'pgPrepared', 'postgresUnsafe', 'pgTls', 'mysqlText', 'partiql', 'partiqlBatch', 'dataApi', 'fetched', 'overHttp2'], { event: query(QUOTE) }),
  ...steps('wire', 'sql-injection', ['pgNumber'], { event: query('1 OR TRUE') }),
  ...steps('wire', 'sql-injection', ['pgComment'], { event: query("x'--") }),
  ...steps('wire', 'sql-injection', ['mysqlBackslash'], { event: query('a\\', ' OR 1=1 -- ') }),
  ...steps('wire', 'sql-injection', ['pgBase64'], { event: { isBase64Encoded: true, body: Buffer.from(JSON.stringify({ name: QUOTE })).toString('base64') } }),
  ...steps('wire', 'sql-injection', ['pgForm'], { event: { body: 'name=x%27+OR+%271%27%3D%271' } }),
  ...steps('wire', 'sql-injection', ['pgPath'], { event: { rawPath: '/x%27%20OR%20%271%27=%271' } }),
  ...steps('wire', 'sql-injection', ['pgRecord'], { event: { Records: [{ body: JSON.stringify({ name: QUOTE }) }] } }),
  ...steps('wire', 'sql-injection', ['pgTopic'], { event: { Records: [{ body: JSON.stringify({ Type: 'Notification', Message: JSON.stringify({ name: QUOTE }) }) }] } }),
  ...steps('data', 'data-egress', [
    'ended', 'cutInTwo', 'asBytes', 'corked', 'inQuery', 'inHeader', 'fetched', 'streamed', 'byUndici', 'keptAlive', 'overHttp2', 'bySocket', 'inBase64Write', 'overTls', 'tlsOverSocket',
  ]),
  ...steps('data', 'data-egress', ['otherSocket', 'byHandle', 'bufferByHandle']),
  ...steps('data', 'egress-socket', ['writtenDescriptor', 'streamedDescriptor']),
  ...steps('wire', 'nosql-injection', ['filterExpression'], { event: query('attribute_exists(pk) OR tenant <> :t') }),
  ...steps('wire', 'nosql-injection', ['mongoOperator'], { event: { body: '{"user":"a","password":{"$ne":null}}' } }),
  ...steps('wire', 'nosql-injection', ['mongoForm'], { event: { body: 'user=a&password[$ne]=' } }),
  ...steps('wire', 'nosql-injection', ['mongoWhere'], { event: query("x' || '1'=='1") }),
];

import fs, { readFileSync } from 'node:fs';
import fsp from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import v8 from 'node:v8';
import { INSIDE, OUTSIDE, outcome, THROUGH } from './common.mjs';

const require = createRequire(import.meta.url);
const ENVIRON = '/proc/self/environ';
const outside = (name) => join(OUTSIDE, name);
const inside = (name) => join(INSIDE, name);
const read = (path) => readFileSync(path, 'latin1').length > 0 && THROUGH;

export const write = async () => fs.writeFileSync(outside('a'), 'x') ?? THROUGH;
export const writePromise = async () => (await fsp.writeFile(outside('b'), 'x')) ?? THROUGH;
export const writeCallback = async () => new Promise((done, failed) => fs.writeFile(outside('c'), 'x', (error) => (error ? failed(error) : done(THROUGH))));
export const fileHandle = async () => (await (await fsp.open(outside('d'), 'w')).close()) ?? THROUGH;
export const writeStream = async () => outcome(fs.createWriteStream(outside('e')).end('x'), 'finish');
export const append = async () => fs.appendFileSync(outside('f'), 'x') ?? THROUGH;
export const makeFolder = async () => fs.mkdirSync(outside('g')) ?? THROUGH;
export const rename = async () => {
  fs.writeFileSync(inside('h'), 'x');
  return fs.renameSync(inside('h'), outside('h')) ?? THROUGH;
};
export const copy = async () => {
  fs.writeFileSync(inside('i'), 'x');
  return fs.copyFileSync(inside('i'), outside('i')) ?? THROUGH;
};
export const copyFolder = async () => {
  fs.mkdirSync(inside('j/k'), { recursive: true });
  return fs.cpSync(inside('j'), outside('j'), { recursive: true }) ?? THROUGH;
};
export const remove = async () => fs.rmSync(outside('victim'), { force: true }) ?? THROUGH;
export const mode = async () => fs.chmodSync(OUTSIDE, 0o777) ?? THROUGH;
/** A folder that may be written, and a link from it that leads out. */
export const linkOut = async () => {
  fs.symlinkSync(OUTSIDE, inside('out'));
  return fs.writeFileSync(inside('out/l'), 'x') ?? THROUGH;
};
export const dotsOut = async () => fs.writeFileSync(`${INSIDE}/../../..${outside('m')}`, 'x') ?? THROUGH;
export const heapSnapshot = async () => v8.writeHeapSnapshot(outside('n')) && THROUGH;
export const report = async () => process.report.writeReport(resolve(outside('o'))) && THROUGH;
export const database = async () => {
  const { DatabaseSync } = require('node:sqlite');
  return new DatabaseSync(outside('p')).exec('CREATE TABLE t (a)') ?? THROUGH;
};
export const importedDatabase = async () => {
  const { DatabaseSync } = await import('node:sqlite');
  return new DatabaseSync(':memory:').exec(`ATTACH DATABASE '${outside('q')}' AS q; CREATE TABLE q.t (a)`) ?? THROUGH;
};
export const wasi = async () => {
  const { WASI } = require('node:wasi');
  return new WASI({ version: 'preview1', preopens: { '/': '/' } }) && THROUGH;
};

export const environ = async () => read(ENVIRON);
export const relative = async () => read('/proc/self/../self/./environ');
export const byThread = async () => read(`/proc/${process.pid}/task/${process.pid}/environ`);
export const byBuffer = async () => read(Buffer.from(ENVIRON));
export const byUrl = async () => read(new URL(`file://${ENVIRON}`));
export const byDescriptor = async () => fs.readSync(fs.openSync(ENVIRON), Buffer.alloc(10)) && THROUGH;
export const byPromise = async () => (await fsp.readFile(ENVIRON)) && THROUGH;
export const byStream = async () => outcome(fs.createReadStream('/proc/thread-self/environ'), 'data');
export const byBlob = async () => (await (await fs.openAsBlob(ENVIRON)).arrayBuffer()) && THROUGH;
export const byEnvFile = async () => process.loadEnvFile(ENVIRON) ?? THROUGH;
export const byLink = async () => {
  fs.symlinkSync(ENVIRON, inside('environ'));
  return read(inside('environ'));
};
export const byFolderLink = async () => {
  fs.symlinkSync('/proc/self', inside('self'));
  return read(inside('self/environ'));
};
export const byRootLink = async () => {
  fs.symlinkSync('../'.repeat(20), inside('root'));
  return read(inside(`root${ENVIRON}`));
};
/** A link that was there before the guard. */
export const byOldLink = async () => read(join(process.env.OLD_LINK));
export const copied = async () => {
  fs.copyFileSync(ENVIRON, inside('copy'));
  return read(inside('copy'));
};
export const memory = async () => fs.openSync('/proc/self/mem') && THROUGH;
export const overwritten = async () => {
  RegExp.prototype.exec = () => null;
  RegExp.prototype.test = () => false;
  String.prototype.startsWith = () => true;
  Array.prototype.some = () => true;
  return read(ENVIRON);
};
export const closedLog = async () => {
  fs.closeSync(1);
  return THROUGH;
};

const file = ({ queryStringParameters: { v } }) => v;
export const traversal = async (event) => read(`${process.env.LAMBDA_TASK_ROOT}/attacks/${file(event)}`);
export const joined = async (event) => read(join(process.env.LAMBDA_TASK_ROOT, 'attacks', file(event)));
export const encoded = async (event) => read(join(process.env.LAMBDA_TASK_ROOT, 'attacks', decodeURIComponent(event.rawPath.slice(1))));
export const absolute = async (event) => read(resolve('/var/task', file(event)));

/** The kernel follows the link before it goes up: /dev/fd is /proc/self/fd. */
export const dotsThroughLink = async () => read('/dev/fd/../environ');
export const dotsThroughOwnLink = async () => {
  fs.symlinkSync('/etc/ssl', inside('etc'));
  fs.symlinkSync('/usr/lib', inside('lib'));
  return read(`${inside('lib')}/../../proc/self/environ`);
};
export const overwrittenIterator = async () => {
  const iterate = Array.prototype[Symbol.iterator];
  Array.prototype[Symbol.iterator] = function () { return this[0] === ENVIRON ? iterate.call(['/etc/hosts', 0]) : iterate.call(this); };
  return fs.closeSync(fs.openSync(ENVIRON, 'r')) ?? THROUGH;
};
export const overwrittenPath = async () => {
  const [path, file] = [require('node:path'), outside('overwritten')];
  path.resolve = path.join = path.dirname = path.normalize = path.posix.resolve = () => '/tmp/x';
  return fs.writeFileSync(file, 'x') ?? THROUGH;
};
/** A file that is opened to be read, and changed by its descriptor. */
export const modeByDescriptor = async () => {
  const file = fs.openSync(outside('victim'), 'r');
  return fs.fchmodSync(file, 0o777) ?? THROUGH;
};
export const timesByHandle = async () => (await (await fsp.open(outside('victim'), 'r')).utimes(1, 1)) ?? THROUGH;
export const compileCache = async () => {
  const { status } = require('node:module').enableCompileCache(outside('cache'));
  return fs.existsSync(outside('cache')) && status !== undefined && THROUGH;
};
export const reportName = async () => {
  process.report.directory = '';
  process.report.filename = outside('report.json');
  return process.report.writeReport() && THROUGH;
};
/** A relative path is judged by the folder that the kernel takes it from. */
export const overwrittenFolder = async () => {
  process.chdir(OUTSIDE);
  process.cwd = () => INSIDE;
  return fs.writeFileSync('relative', 'x') ?? THROUGH;
};
/** Written by native code, later. */
export const traced = async () => require('trace_events').createTracing({ categories: ['node.console'] }) && THROUGH;
export const heapLimit = async () => v8.setHeapSnapshotNearHeapLimit(1) ?? THROUGH;
export const reportFolder = async () => {
  process.report.directory = OUTSIDE;
  process.report.reportOnSignal = true;
  return THROUGH;
};
/** A name that its folder makes a secret. */
export const fromFolder = async () => {
  process.chdir('/proc/self');
  return read('environ');
};

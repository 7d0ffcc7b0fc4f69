const cp = require('child_process');
const { writeFileSync } = require('fs');
const cluster = require('cluster');
const THROUGH = 'through';
const { INSIDE, PORTS } = process.env;
const { evil } = JSON.parse(PORTS ?? '{}');
const spawned = (child) => new Promise((done, failed) => child.on('error', failed).on('spawn', () => done(THROUGH)).on('online', () => done(THROUGH)));

exports.exec = () => new Promise((done, failed) => cp.exec('id', (error) => (error ? failed(error) : done(THROUGH))));
exports.execFileSync = async () => cp.execFileSync('id') && THROUGH;
exports.spawn = async () => spawned(cp.spawn('id'));
exports.spawnSync = async () => {
  const { error } = cp.spawnSync('id');
  if (error) throw error;
  return THROUGH;
};
exports.fork = async () => spawned(cp.fork(__filename));
exports.cluster = async () => {
  cluster.setupPrimary({ exec: __filename });
  return spawned(cluster.fork());
};
exports.execve = async () => {
  process.execve('/bin/true', ['true'], {});
  return THROUGH;
};
/** Beneath the functions of the module. */
exports.byClass = async () => {
  const result = new cp.ChildProcess().spawn({ file: 'id', args: ['id'], envPairs: [], stdio: 'ignore' });
  if (result !== 0) throw new Error(`${result}`);
  return THROUGH;
};
exports.overwritten = async () => {
  Array.prototype.includes = Set.prototype.has = String.prototype.endsWith = () => true;
  RegExp.prototype.exec = () => ({});
  return cp.execFileSync('id') && THROUGH;
};
/** A child of a declared program, Node.js, that is to run without the guard. */
exports.childWithoutOptions = async () => {
  const code = `require('net').connect(${evil}, '127.0.0.1').on('connect', () => { console.log('through'); process.exit(); }).on('error', (e) => { console.log(e.code); process.exit(); })`;
  const { stdout, error } = cp.spawnSync(process.execPath, ['-e', code], { env: {}, encoding: 'utf8' });
  if (error) throw error;
  if (stdout.includes('"Kind":"egress"')) process.stdout.write(stdout);
  if (!stdout.includes('\nthrough') && !stdout.startsWith('through')) throw new Error(stdout);
  return THROUGH;
};
/** A declared name, found in a folder of the attacker's. */
exports.path = async () => {
  writeFileSync(`${INSIDE}/tool`, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
  const { error } = cp.spawnSync('tool', { env: { PATH: INSIDE } });
  if (error) throw error;
  return THROUGH;
};
exports.shellInput = async ({ queryStringParameters }) => cp.execSync(`echo ${queryStringParameters.v}`) && THROUGH;
exports.shellQuoted = async ({ queryStringParameters }) => cp.execSync(`echo "${queryStringParameters.v}"`) && THROUGH;
/** The runner of tests starts Node.js for each file. */
exports.testRunner = async () => {
  const stream = require('node:test').run({ files: [__filename.replace('processes.cjs', 'to-evil.cjs')], isolation: 'process' });
  let failed;
  stream.on('test:fail', ({ details }) => { failed ??= details.error; });
  for await (const _ of stream); // eslint-disable-line
  if (failed?.cause?.code === 'ERR_RUNTIME_GUARD' || failed?.code === 'ERR_RUNTIME_GUARD') throw failed;
  return THROUGH;
};
/** A declared name as a path, from a folder of the attacker's, by dots, and by a relative search path. */
const tool = () => writeFileSync(`${INSIDE}/tool`, '#!/bin/sh\nexit 0\n', { mode: 0o755 });
const ran = (file, options) => {
  tool();
  const { error } = cp.spawnSync(file, options);
  if (error) throw error;
  return THROUGH;
};
exports.relativeProgram = async () => ran('./tool', { cwd: INSIDE });
exports.dottedProgram = async () => ran(`/usr/..${INSIDE}/tool`);
exports.relativePath = async () => ran('tool', { cwd: INSIDE, env: { PATH: '.' } });
exports.relativeAsync = async () => {
  tool();
  const [code] = await require('events').once(cp.spawn('./tool', { cwd: INSIDE }), 'exit');
  return code === 0 && THROUGH;
};
exports.otherName = async () => ran('/bin/true', { argv0: 'tool' });

import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { eventLine, GuardEventKind } from '../../lambda/runtime-guard/events';

const MAIN = join(__dirname, '..', '..', 'src', 'cli', 'main.ts');
const directory = mkdtempSync(join(tmpdir(), 'zt-guard-report-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const DAY = Date.UTC(2026, 10, 20);
const line = (kind: GuardEventKind, detail: string, fn = 'orders', time = DAY) => eventLine(kind, 'monitor', detail, time, { AWS_LAMBDA_FUNCTION_NAME: fn });

/** Runs the command as a user would, in a process of its own. */
function report(input: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', MAIN, 'guard', 'report', ...args], { encoding: 'utf-8', input });
  return { status, stdout, stderr };
}

test('groups events by function, kind and detail, and tells what would have to be declared', () => {
  const { status, stdout } = report([
    'START RequestId: 1 Version: $LATEST',
    line('egress', 'api.stripe.com:443'),
    '{"level":"INFO","message":"an order"}',
    line('egress', 'api.stripe.com:443', 'orders', DAY + 86_400_000),
    line('egress', 'cache.internal:6379'),
    line('dns', 'dynamodb.eu-west-1.amazonaws.com'),
    line('child-process', '/opt/bin/ffmpeg -i in.mov'),
    line('file-write', '/mnt/reports/a.pdf', 'reports'),
    line('native-code', '/var/task/node_modules/sharp/build/sharp.node', 'reports'),
    line('code-from-string', 'Function', 'reports'),
    line('sql-injection', 'a statement of the event', 'reports'),
  ].join('\n'));
  expect(status).toBe(1);
  expect(stdout).toBe(`orders
  2 × egress  api.stripe.com:443, 2026-11-20 to 2026-11-21
      fn.allowEgress(Egress.https('api.stripe.com'))  when the destination is meant
  1 × child-process  /opt/bin/ffmpeg -i in.mov, 2026-11-20
      Opening.program('/opt/bin/ffmpeg', '<reason>')  when it is meant to be run
  1 × dns  dynamodb.eu-west-1.amazonaws.com, 2026-11-20
      grant the function what it calls there, such as table.grantReadData(fn): the host comes with the grant
  1 × egress  cache.internal:6379, 2026-11-20
      Opening.host('cache.internal:6379', '<reason>')  when the host is meant

reports
  1 × code-from-string  Function, 2026-11-20
      Opening.code('<reason>')  when code is made of strings on purpose, as template engines do
  1 × file-write  /mnt/reports/a.pdf, 2026-11-20
      Opening.folder('/mnt/reports', '<reason>')  when it is meant to be written
  1 × native-code  /var/task/node_modules/sharp/build/sharp.node, 2026-11-20
      Opening.addons('/var/task/node_modules/sharp/build', '<reason>')  when it is meant to be loaded
  1 × sql-injection  a statement of the event, 2026-11-20
      pass values as parameters of the statement

9 events of 2 functions. BLOCK would stop 8 of 8 things.
`);
});

test.each([
  ['lines of aws logs tail', `2026-11-20T10:00:00 2026/11/20/[$LATEST]abc ${line('worker', 'a.js')}\n`],
  ['an answer of filter-log-events', JSON.stringify({ events: [{ timestamp: DAY, message: line('worker', 'a.js') }, { message: 'REPORT' }] }, null, 2)],
  ['an answer of Logs Insights', JSON.stringify({ results: [[{ field: '@message', value: line('worker', 'a.js') }]] })],
  ['one event', line('worker', 'a.js')],
])('reads %s', (_, input) => {
  const file = join(directory, 'log');
  writeFileSync(file, input);
  const { status, stdout } = report('', file, '--format', 'json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toEqual([{
    functionName: 'orders',
    kind: 'worker',
    detail: 'a.js',
    count: 1,
    first: '2026-11-20',
    last: '2026-11-20',
    blocked: true,
    code: "Opening.workers('<reason>')",
    advice: 'when worker threads are meant',
  }]);
});

test('exits 0 where BLOCK would have stopped nothing: attacks that arrive, and what is masked in both modes', () => {
  const { status, stdout } = report([line('request-attack', 'sql in body.name'), line('data-in-log', 'card')].join('\n'));
  expect(status).toBe(0);
  expect(stdout).toContain('BLOCK would stop 0 of 2 things.');
  expect(report('nothing here\n{"RuntimeGuard":2}\n{"RuntimeGuard":1}').stdout).toBe('0 events of 0 functions. BLOCK would stop 0 of 0 things.\n');
});

test.each([['egress-metadata', '169.254.169.254:80'], ['runtime-api', '127.0.0.1:9001'], ['tampering', 'a file of the guard is missing from its layer'], ['child-process', 'sh -c id']] as const)(
  '%s cannot be declared', (kind, detail) => {
    expect(report(line(kind, detail)).stdout).toContain('cannot be declared: look for what does it');
  });

test('exits 2 for a file that is not there, and says so', () => {
  const { status, stderr } = report('', join(directory, 'none'));
  expect({ status, told: stderr.includes('cannot be read (ENOENT)') }).toEqual({ status: 2, told: true });
});

test('text of a log steers no terminal, and breaks out of no code that is suggested', () => {
  const hostile = JSON.stringify({ RuntimeGuard: 1, FunctionName: 'orders\u001b[31m', Kind: 'child-process', Detail: "/opt/a'+evil()+'\u001b]0;x\u0007" });
  const { stdout } = report(hostile);
  // eslint-disable-next-line no-control-regex
  expect(stdout).not.toMatch(/[\u001b\u0007]/);
  expect(stdout).toContain("Opening.program('/opt/a\\'+evil()+\\'");
});

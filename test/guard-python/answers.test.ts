import { spawnSync } from 'child_process';
import { join } from 'path';
import { onEachPython, PACKAGE } from './python';
import { run } from './run';
import { ANSWERS_WITH_A_CARD, CARD } from '../support/guarded-answers';

const request = { httpMethod: 'POST', resource: '/orders', path: '/orders', headers: {}, body: '{"id":1}' };
const queue = { Records: [{ body: 'x' }] };
const authorizer = { type: 'REQUEST', methodArn: 'arn:aws:execute-api:eu-central-1:111122223333:a/b/GET/' };
const policy = { v: 1, m: 'block', h: [], k: ['card', 'jwt', 'password'] };
const monitor = { ...policy, m: 'monitor' };
const handler = (body: string, top = '') => `${top}\ndef handler(event, context):\n  ${body.replaceAll('\n', '\n  ')}\n`;
const plain = (status: number) => ({ statusCode: status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message: status === 403 ? 'Forbidden' : 'Internal Server Error', requestId: 'r-1' }) });

onEachPython((python) => {
  const kindsOf = (events: { Kind: string }[]) => events.map(({ Kind }) => Kind);

  test.each(ANSWERS_WITH_A_CARD)('a card in %s is masked, and with monitor only reported', async (__, answer, expected) => {
    const source = handler('import json\nreturn json.loads(event["answer"])');
    const events = [{ ...request, answer: JSON.stringify(answer) }, { ...queue, answer: JSON.stringify(answer) }];
    const blocked = await run(python, { source, policy, events });
    expect(blocked.answers).toEqual([{ answer: expected }, { answer }]); // a service gets what it was sent
    expect(kindsOf(blocked.events)).toEqual(['data-in-answer']);
    const monitored = await run(python, { source, policy: monitor, events });
    expect(monitored.answers).toEqual([{ answer }, { answer }]);
    expect(kindsOf(monitored.events)).toEqual(['data-in-answer']);
  });

  test('a calm answer goes on as it is', async () => {
    const { answers, events } = await run(python, { source: handler('return {"statusCode": 200, "headers": {"x-id": "7"}, "body": "ok"}'), policy, events: [request] });
    expect(answers).toEqual([{ answer: { statusCode: 200, headers: { 'x-id': '7' }, body: 'ok' } }]);
    expect(events).toEqual([]);
  });

  test('a traceback in an answer becomes a plain 500', async () => {
    const source = handler('import traceback\ntry: 1 / 0\nexcept Exception: return {"statusCode": 500, "body": traceback.format_exc()}');
    const blocked = await run(python, { source, policy, events: [request] });
    expect(blocked.answers).toEqual([{ answer: plain(500) }]);
    expect(kindsOf(blocked.events)).toEqual(['stack-trace']);
    expect((await run(python, { source, policy: monitor, events: [request] })).answers[0].answer.body).toContain('Traceback');
  });

  describe('errors', () => {
    const source = handler(`raise OrderRefused("order of ${CARD} refused")`, 'class OrderRefused(Exception): pass');

    test('a request gets a plain 500, and the log what happened, masked', async () => {
      const { answers, events, stderr } = await run(python, { source, policy, events: [request] });
      expect(answers).toEqual([{ answer: plain(500) }]);
      expect(kindsOf(events)).toEqual(['unhandled-error', 'data-in-error']);
      expect(stderr).toContain('OrderRefused: order of ************1111 refused');
      expect(stderr).not.toContain(CARD);
    });

    test('a service gets an error of the same name without message and traceback', async () => {
      const { answers: [{ error, message, trace }] } = await run(python, { source, policy, events: [queue] });
      expect({ error, message }).toEqual({ error: 'OrderRefused', message: 'Internal error' });
      expect(trace).not.toMatch(/app\.py|1111|refused"/);
    });

    const died = (raised: string, events: object[], more: object = policy) => run(python, { source: handler(raised, 'import asyncio\nclass Stop(BaseException): pass'), policy: more, events });

    test.each([['a text', `raise SystemExit("exit of ${CARD}")`], ['an object', `raise SystemExit({"card": "${CARD}"})`], ['sys.exit', `import sys\nsys.exit("exit of ${CARD}")`]])('an exit with %s ends the runtime with 1, and its text is masked in the log', async (__, raised) => {
      for (const more of [policy, monitor]) {
        const { answers, events, status, stdout, stderr } = await died(raised, [request], more);
        expect({ answers, status, kinds: kindsOf(events).slice(0, 2) }).toEqual({ answers: [], status: 1, kinds: ['unhandled-error', 'data-in-error'] });
        expect(stderr).toContain('************1111');
        expect(stdout + stderr).not.toContain(CARD);
      }
    });

    test.each([['raise SystemExit(3)', 3], ['raise SystemExit', 0], ['import sys\nsys.exit(4)', 4]])('a clean exit stays: %s', async (raised, status) => {
      expect(await died(raised, [queue])).toMatchObject({ answers: [], status, stderr: '', events: [] });
    });

    test.each([['Stop', `raise Stop("order of ${CARD}")`], ['CancelledError', `raise asyncio.CancelledError("order of ${CARD}")`]])('%s, which is no Exception, is an answer to a request, and ends the runtime for a service, masked', async (name, raised) => {
      const [http, service, monitored] = [await died(raised, [request]), await died(raised, [queue]), await died(raised, [queue], monitor)];
      expect(http.answers).toEqual([{ answer: plain(500) }]);
      expect([service, monitored]).toMatchObject([{ answers: [], status: 1 }, { answers: [], status: 1 }]);
      expect(service.stderr).toContain(`${name}: Internal error`);
      for (const { stdout, stderr, events } of [http, service, monitored]) {
        expect(stderr).toContain(`${name}: order of ************1111`);
        expect(stdout + stderr).not.toContain(CARD);
        expect(kindsOf(events).slice(0, 2)).toEqual(['unhandled-error', 'data-in-error']);
      }
    });

    test('an error whose text cannot be made is an error like others', async () => {
      const bad = handler('raise Bad()', `class Bad(Exception):\n  def __str__(self): raise ValueError("${CARD}")`);
      expect((await run(python, { source: bad, policy, events: [request, queue] })).answers).toMatchObject([{ answer: plain(500) }, { error: 'Bad', message: 'Internal error' }]);
    });

    test.each([['its cause', `raise ValueError("outer") from KeyError("${CARD}")`], ['its context', `try: raise KeyError("${CARD}")\nexcept KeyError: raise ValueError("outer")`], ['a group', `raise ExceptionGroup("outer", [KeyError("${CARD}")])`], ['a note', `e = ValueError("outer")\ne.add_note("${CARD}")\nraise e`]])('%s stands in the log, masked, and leaves not', async (__, raised) => {
      const { answers, stderr } = await run(python, { source: handler(raised), policy, events: [queue] });
      expect(answers[0].message).toBe('Internal error');
      expect(answers[0].trace).not.toMatch(/outer|1111/);
      expect(stderr).toMatch(/outer[^]*\*{12}1111|\*{12}1111[^]*outer/);
      expect(stderr).not.toContain(CARD);
    });

    test("what Lambda's runtime logs past the streams is masked with monitor too", async () => {
      const sink = 'import os, sys, types\nm = types.ModuleType("awslambdaric.bootstrap")\nclass Sink:\n  def log_error(self, lines): os.write(2, "|".join(lines).encode())\nm.Sink = Sink\nsys.modules[m.__name__] = m\n';
      const { stderr } = await run(python, { source: handler(`import sys\nsys.modules["awslambdaric.bootstrap"].Sink().log_error(["[ERROR] A: ${CARD}", "Traceback"])\nreturn 1`), policy: monitor, before: sink });
      expect(stderr).toBe('[ERROR] A: ************1111|Traceback');
    });

    test('with monitor the error goes on as it is', async () => {
      const { answers: [{ error, message, trace }], events } = await run(python, { source, policy: monitor, events: [request] });
      expect({ error, message }).toEqual({ error: 'OrderRefused', message: `order of ${CARD} refused` });
      expect(trace).toContain('app.py');
      expect(kindsOf(events)).toEqual(['unhandled-error', 'data-in-error']);
    });

    test('an authorizer may answer Unauthorized, and nothing else', async () => {
      const events = [{ ...authorizer, text: 'Unauthorized' }, { ...authorizer, text: 'no key k-7' }];
      expect((await run(python, { source: handler('raise Exception(event["text"])'), policy, events })).answers.map(({ message }) => message)).toEqual(['Unauthorized', 'Internal error']);
    });

    test('a request that asks for what is not declared gets a plain 403', async () => {
      expect((await run(python, { source: handler('import os\nos.system("true")'), policy, events: [request] })).answers).toEqual([{ answer: plain(403) }]);
    });
  });

  test.each([
    ['logging', `logging.getLogger().warning("paid with %s", "${CARD}")`], ['a logger with a formatter of its own', `h = logging.StreamHandler()\nh.setFormatter(logging.Formatter("[%(message)s]"))\nlogging.getLogger("x").addHandler(h)\nlogging.getLogger("x").error({"card": "${CARD}"})`],
    ['an error that is logged', `try: raise ValueError("${CARD}")\nexcept ValueError: logging.exception("x")`], ['print', `print("paid with ${CARD}")`], ['a key and its value', 'print("password:", "correct-horse")'], ['standard output', `sys.stdout.write("${CARD}")`], ['bytes', `sys.stdout.buffer.write(b"${CARD}\\n")`], ['standard error', `print("${CARD}", file=sys.stderr)`],
    ['the first streams of Python', `print("${CARD}", file=sys.__stdout__)\nprint("${CARD}", file=sys.__stderr__)`], ['bytes without an end of line', `sys.stdout.buffer.write(b"${CARD}")\nsys.stdout.flush()`], ['bytes past the buffer', `sys.stdout.buffer.raw.write(b"${CARD}\\n")`],
    ['a stream around the bytes', `import io\nprint("${CARD}", file=io.TextIOWrapper(sys.stderr.buffer, encoding="utf-8", write_through=True))`], ['a stream that is taken apart', `import io\nsys.stderr = io.TextIOWrapper(sys.stderr.detach(), encoding="utf-8", write_through=True)\nprint("${CARD}", file=sys.stderr)`],
    ['os.write', `import os\nif os.write(1, b"${CARD}\\n") != 17: raise LookupError`], ['posix.write to standard error', `import posix\nposix.write(2, b"${CARD}\\n")`], ['os.writev', 'import os\nos.writev(1, [b"41111111", b"11111111\\n"])'],
    ['an error of a thread', `import threading\ndef fail(): raise ValueError("${CARD}")\nt = threading.Thread(target=fail)\nt.start()\nt.join()`], ['an error that is printed', `import traceback\ntry: raise ValueError("${CARD}")\nexcept ValueError: traceback.print_exc()`],
    ['the hook of errors', `try: raise ValueError("${CARD}")\nexcept ValueError: sys.excepthook(*sys.exc_info())`], ['the first hook of errors', `try: raise ValueError("${CARD}")\nexcept ValueError: sys.__excepthook__(*sys.exc_info())`], ['a warning', `import warnings\nwarnings.warn("${CARD}")`],
    ['an error that no one can catch', `class A:\n  def __del__(self): raise ValueError("${CARD}")\nA()`], ['a record that cannot be written', `logging.getLogger().error("%d", "${CARD}")`],
  ])('data in the log are masked: %s', async (__, body) => {
    const { stdout, stderr, events } = await run(python, { source: handler(`import logging, sys\n${body}\nreturn 1`), policy });
    expect(stdout + stderr).toMatch(/\*{3}/);
    expect(stdout + stderr).not.toMatch(/4111111111111111|correct-horse/);
    expect(kindsOf(events)).toContain('data-in-log');
  });

  test('attacks in requests are reported, and blocked where the policy or the route is', async () => {
    const attack = { ...request, body: JSON.stringify({ id: "1' OR '1'='1" }) };
    const source = handler('return {"statusCode": 200, "body": "ran"}');
    const answersOf = async (more: object) => {
      const { answers: [{ answer }], events } = await run(python, { source, policy: { ...policy, ...more }, events: [attack] });
      return [answer.statusCode, ...events.map(({ Kind, Detail }) => `${Kind} ${Detail}`)];
    };
    const event = 'request-attack sql-injection in body';
    expect(await answersOf({})).toEqual([200]);
    expect(await answersOf({ r: 'monitor' })).toEqual([200, event]);
    expect(await answersOf({ r: 'block' })).toEqual([403, event]);
    expect(await answersOf({ b: ['POST /orders'] })).toEqual([403, event]);
    expect(await answersOf({ b: ['GET /orders'] })).toEqual([200, event]);
  });

  test('inputs of invocations at the same time do not mix', async () => {
    const source = `
import asyncio, sqlite3
from zt_guard.guard import Invocations
from zt_guard.taint import Invocation
def handler(event, context):
  held = Invocations()
  async def invoke(text):
    held.begin(Invocation({"x": text}))
    await asyncio.sleep(0.01)
    return list(held.current.inputs)[-1]
  async def both():
    return await asyncio.gather(asyncio.create_task(invoke("first")), asyncio.create_task(invoke("other")))
  return asyncio.run(both())
`;
    expect((await run(python, { source, policy })).answers).toEqual([{ answer: ['first', 'other'] }]);
  });

  describe('start', () => {
    const start = (environment: Record<string, string>) => spawnSync(python.path, ['-B', join(__dirname, 'runtime.py'), '[{}]'], { encoding: 'utf8', env: { PYTHONPATH: PACKAGE, LAMBDA_TASK_ROOT: __dirname, _HANDLER: 'zt_guard.handler.handler', ...environment } });

    test.each([
      ['the policy', { ZT_HANDLER: 'app.handler' }, 'the environment variable ZT_GUARD is missing'], ['a policy that it can read', { ZT_HANDLER: 'app.handler', ZT_GUARD: '{"v":9}' }, 'written for another version'],
      ['the handler', { ZT_GUARD: JSON.stringify(policy) }, 'does not know the handler'], ['the file of the handler', { ZT_GUARD: JSON.stringify(policy), ZT_HANDLER: 'nowhere.handler' }, "No module named 'nowhere'"],
    ])('without %s the initialisation fails', (__, environment, message) => {
      const { status, stderr } = start(environment as Record<string, string>);
      expect(status).toBe(1);
      expect(stderr).toContain(message);
    });

    test('an error of the initialisation leaves without its message', () => {
      const { status, stderr } = start({ ZT_GUARD: JSON.stringify(policy), ZT_HANDLER: `no_${CARD}.handler` });
      expect(status).toBe(1);
      expect(stderr).toContain('ModuleNotFoundError: Internal error');
    });

    test.each([['a text', `"exit of ${CARD}"`, 1], ['a status', '5', 5]])('an exit of the initialisation with %s', async (__, code, status) => {
      const ran = await run(python, { source: `raise SystemExit(${code})`, policy });
      expect(ran).toMatchObject({ answers: [], status });
      expect(ran.stdout + ran.stderr).not.toContain(CARD);
      expect(ran.stderr.includes('************1111')).toBe(status === 1);
    });

    test("the function's own module may not call the Runtime API while it loads", async () => {
      const { events } = await run(python, { source: `import http.client\ntry: http.client.HTTPConnection("127.0.0.1:9001").request("GET", "/")\nexcept OSError: pass\n${handler('return 1')}`, policy });
      expect(kindsOf(events)).toEqual(['runtime-api']);
    });
  });
});

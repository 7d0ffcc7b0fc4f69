import { executionAsyncResource } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { Invocations } from '../../lambda/runtime-guard/invocations';
import { Invocation } from '../../lambda/runtime-guard/untrusted';

/** The input that the running code belongs to. */
const seen = (invocations: Invocations) => invocations.current?.untrusted.texts[0];
const invoke = (invocations: Invocations, text: string, run: () => Promise<unknown>) => invocations.begin({ v: `${text} '` }, run);

/** As most functions are: what they do is done when they answer. */
async function warmed(active?: () => string[]): Promise<Invocations> {
  const invocations = new Invocations(active);
  for (const text of ['first', 'second']) await invoke(invocations, text, async () => expect(seen(invocations)).toBe(`${text} '`));
  return invocations;
}

test.each([['alone', () => []], ['with work left', undefined]])('one after the other, %s, each finds its own input, before and after it waits', async (_, active) => {
  const invocations = await warmed(active);
  const found: unknown[] = [];
  for (const text of ['a', 'b', 'c']) {
    await invoke(invocations, text, async () => {
      found.push(seen(invocations));
      await wait(1);
      found.push(seen(invocations));
    });
  }
  expect(found).toEqual(["a '", "a '", "b '", "b '", "c '", "c '"]);
  expect(invocations.current).toBeUndefined();
});

const isStored = () => Object.values(Object.getOwnPropertyDescriptors(executionAsyncResource())).some(({ value }) => value instanceof Invocation)
  || Object.getOwnPropertySymbols(executionAsyncResource()).some((key) => (executionAsyncResource() as any)[key] instanceof Invocation);

test('alone, and after one that left nothing, there is no store, which costs a tenth of the CPU before Node.js 24', async () => {
  let active: string[] = [];
  const invocations = new Invocations(() => active);
  const stored: boolean[] = [];
  for (active of [['PipeWrap'], ['PipeWrap'], ['PipeWrap', 'Timeout'], []]) {
    await invoke(invocations, 'x', async () => {
      await wait(1);
      stored.push(isStored());
    });
  }
  expect(stored).toEqual(parseInt(process.versions.node, 10) < 24 ? [true, false, true, false] : [true, true, true, true]);
});

test('at the same time, each finds its own, also the one that began alone', async () => {
  const invocations = await warmed(() => []);
  const one = (text: string) => invoke(invocations, text, async () => {
    await wait(5);
    const found = seen(invocations);
    await wait(5);
    return [found, seen(invocations)];
  });
  expect(await Promise.all([one('a'), one('b'), one('c')])).toEqual([["a '", "a '"], ["b '", "b '"], ["c '", "c '"]]);
  expect(invocations.current).toBeUndefined();
});

test('what an invocation did not wait for goes on as its own in the next one', async () => {
  const invocations = await warmed();
  const found: unknown[] = [];
  const leave = (text: string) => invoke(invocations, text, async () => {
    setTimeout(() => found.push(seen(invocations)), 20);
  });
  await leave('a'); // from here on work is left whenever an invocation begins
  await leave('b');
  await invoke(invocations, 'c', () => wait(60));
  expect(found.slice(1)).toEqual(["b '"]);
});

test('the first leaves work of its own too', async () => {
  const invocations = new Invocations();
  let found: unknown;
  await invoke(invocations, 'a', async () => void setTimeout(() => found = seen(invocations), 20));
  await invoke(invocations, 'b', () => wait(40));
  expect(found).toBe("a '");
});

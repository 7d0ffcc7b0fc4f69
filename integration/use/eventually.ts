const TIMEOUT_MS = 20_000;

/** Asks again until the answer is as expected, and returns the last answer either way: the assertion is the caller's. */
export async function eventually<T>(ask: () => Promise<T>, expected: (answer: T) => boolean): Promise<T> {
  for (const until = Date.now() + TIMEOUT_MS; ;) {
    const answer = await ask();
    if (expected(answer) || Date.now() > until) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** What a list has on all of its pages. The emulator holds what other suites left, so that one page may have none of one's own. */
export async function allPages<P, T>(pages: AsyncIterable<P>, itemsOf: (page: P) => T[] | undefined): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...itemsOf(page) ?? []);
  return all;
}

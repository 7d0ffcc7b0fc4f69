const METHODS: Record<string, number> = { CONNECT: 1, DELETE: 2, GET: 3, HEAD: 4, OPTIONS: 5, POST: 6, PUT: 7, TRACE: 8 };

/** The activity of HTTP Activity that a method is. */
export function activityOf(method: string | undefined): number {
  return method === undefined ? 0 : METHODS[method.toUpperCase()] ?? 99;
}

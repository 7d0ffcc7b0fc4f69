/** All that may stand in a log line: ids that say nothing about a person, and outcomes. */
export interface LogFields {
  /** Joins the line with the API's access log and with the answer that the caller saw. */
  readonly correlationId: string;
  readonly orderId?: string;
  readonly claimId?: string;
}

/** Lambda writes the object as JSON with time, level and request id, because the function's log format is JSON. */
export function logEvent(event: string, fields: LogFields): void {
  console.info({ event, ...fields });
}

/**
 * Logs where something failed, and never the message: messages of libraries and services quote input.
 */
export function logFailure(event: string, error: unknown, fields: LogFields): void {
  const failure = error instanceof Error ? error : new Error();
  console.error({
    event,
    ...fields,
    error: failure.name,
    awsRequestId: (failure as { $metadata?: { requestId?: string } }).$metadata?.requestId,
    frames: (failure.stack ?? '').split('\n').filter((line) => /^\s+at .+:\d+:\d+\)?$/.test(line)).map((line) => line.trim()),
  });
}

/** Gives up before the function's own time does, so that a caller gets an answer and the log says why. */
export const CLIENT_DEFAULTS = {
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1_000, throwOnRequestTimeout: true },
};

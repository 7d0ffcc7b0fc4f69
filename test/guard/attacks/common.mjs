export const ports = JSON.parse(process.env.PORTS ?? '{}');
export const SOCKET = process.env.EVIL_SOCKET;
/** A folder that the function may not write, and one that it may. */
export const OUTSIDE = process.env.OUTSIDE;
export const INSIDE = process.env.INSIDE;

/** An attack came through. */
export const THROUGH = 'through';

const STOPPED = ['ERR_RUNTIME_GUARD', 'EACCES', 'EREFUSED'];
/** What leaves the process came through, whether or not the network then knows the name. */
export const left = (error) => {
  for (let e = error; e; e = e.cause) if (STOPPED.includes(e.code)) throw e;
  return THROUGH;
};
/** The end of something that emits: what comes first. */
export const outcome = (emitter, ...events) => new Promise((done, failed) => {
  for (const event of events) emitter.once(event, () => done(THROUGH));
  emitter.once('error', failed);
});

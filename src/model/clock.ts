/** The one place of the library that asks for the date, so that tests can say it. */
export const clock = {
  /** The day in UTC, as `YYYY-MM-DD`. */
  today: () => new Date().toISOString().slice(0, 10),
};

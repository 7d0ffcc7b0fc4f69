/** Whether it is a day of the calendar, as `YYYY-MM-DD`: texts are compared with days by their letters, and any other would compare as well. */
export function isDay(text: unknown): text is string {
  return typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text;
}

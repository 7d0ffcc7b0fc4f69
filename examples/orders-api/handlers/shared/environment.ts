/** A variable that the stack sets for the function. Its absence is a mistake of deployment, not of the caller. */
export function environment(name: 'TABLE_NAME' | 'SECRET_ARN' | 'QUEUE_URL'): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}

import { execFileSync } from 'node:child_process';

execFileSync('true');
export const handler = async () => 'never';

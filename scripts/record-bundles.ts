import { writeFileSync } from 'fs';
import { describeBundles, readRecord, RECORD_FILE, unexplainedChanges } from './lambda-bundles';

/**
 * Keeps lambda/bundles.json. A bundle that changes makes CloudFormation replace the code of a function in every application that
 * upgrades, so a change needs a reason that a reader of the record sees: our sources, or the version of a package in it.
 */
const now = describeBundles();
const unexplained = unexplainedChanges(readRecord(), now);
if (unexplained.length && !process.argv.includes('--accept')) {
  console.error([
    ...unexplained,
    'Every application would redeploy a function that does the same. Either return to the tools in package-lock.json (npm ci),',
    'or accept the new bundles with `npx projen bundle:accept` and name the reason in the commit.',
  ].join('\n'));
  process.exit(1);
}
writeFileSync(RECORD_FILE, `${JSON.stringify(now, null, 2)}\n`);

/** Scanners from registries, by name and no shell: another one that writes SARIF takes the place of each. */
export function gateSettings(): string {
  const secretlint = (...files: string[]) => ['--no', '--', 'secretlint', '--format', '@secretlint/secretlint-formatter-sarif', '--output', '{sarif}', ...files];
  // the .secretlintignore of the repository is for its source: what is deployed is read whole
  const whole = ['--secretlintignore', '/dev/null'];
  return `${JSON.stringify({
    audit: { failOn: 'high' },
    waivers: { minDaysLeft: 7 },
    scanners: [
      { name: 'secrets', covers: ['secrets-source'], command: 'npx', arguments: secretlint('**/*'), failOn: 'note' },
      { name: 'asset-secrets', covers: ['secrets-assets'], command: 'npx', arguments: secretlint(...whole, '{assets}'), failOn: 'note' },
      {
        name: 'semgrep',
        covers: ['sast'],
        command: 'semgrep',
        arguments: ['scan', '--metrics', 'off', '--config', 'p/default', '--exclude', 'cdk.out', '--sarif', '--output', '{sarif}'],
        exitCodes: [0],
        failOn: 'error',
      },
      { name: 'npm', covers: ['dependencies'], command: 'npm', arguments: ['audit', '--omit', 'dev', '--json'], format: 'npm-audit', failOn: 'error' },
    ],
  }, undefined, 2)}\n`;
}

export function secretlintSettings(): string {
  return `${JSON.stringify({ rules: [{ id: '@secretlint/secretlint-rule-preset-recommend' }] }, undefined, 2)}\n`;
}

/** What the settings run, for package.json. */
export const SCANNER_PACKAGES = ['secretlint', '@secretlint/secretlint-rule-preset-recommend', '@secretlint/secretlint-formatter-sarif'];

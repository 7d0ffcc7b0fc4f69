import { basename } from 'path';

/** Programs that gates are configured with → how they come onto a machine. Source: their installation pages. */
const INSTALL: Record<string, string> = {
  'semgrep': 'pipx install semgrep',
  'opengrep': 'see https://github.com/opengrep/opengrep',
  'bandit': 'pipx install bandit[sarif]',
  'gitleaks': 'see https://github.com/gitleaks/gitleaks',
  'trufflehog': 'see https://github.com/trufflesecurity/trufflehog',
  'trivy': 'see https://trivy.dev/docs/latest/getting-started/installation/',
  'grype': 'see https://github.com/anchore/grype',
  'osv-scanner': 'see https://google.github.io/osv-scanner/installation/',
  'pip-audit': 'pipx install pip-audit',
  'npm': 'install Node.js',
  'npx': 'install Node.js',
  'cdk-zero-trust': 'npm install --save-dev cdk-zero-trust',
};
/** What npx prints for a package that is not installed: one that the registry knows, and one that it does not. */
const NOT_INSTALLED = /canceled due to missing packages[^\n]*\["((?:@[\w.-]+\/)?[\w.-]+)(?:@[^"]*)?"|requested resource '((?:@[\w.-]+\/)?[\w.-]+)@/;

/** How a scanner that is not on the PATH comes there. */
export function howToInstall(command: string): string {
  const name = basename(command).replace(/\.(exe|cmd)$/, '');
  return Object.hasOwn(INSTALL, name) ? INSTALL[name] : `install ${name} on the machine that runs the gate, or name its path as command`;
}

/** What is missing by what `npx` printed, as a sentence without its end. */
export function missingPackage(printed: string): string | undefined {
  const [, known, unknown] = NOT_INSTALLED.exec(printed) ?? [];
  const name = known ?? unknown;
  return name && `the package ${name} is not installed (npm install --save-dev ${name})`;
}

import { cpSync, mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Page } from './page';
import { ordersApp } from '../../examples/orders-api/app';

export const PLATFORM_TEAMS = new Page('platform-teams.md');

/** The class of the company, and the app of a team that uses it, as the page has them. */
const [COMPANY, TEAM] = PLATFORM_TEAMS.blocks('ts');

/** Makes of a folder the repository of a team: what is on its main branch, the assembly of its change, and the two files of the page. */
export function teamRepository(folder: string): void {
  const assembly = join(folder, 'cdk.out');
  ordersApp({ outdir: assembly, analyticsReporting: false, postCliContext: { 'aws:cdk:enable-path-metadata': true } }).synth();
  for (const copy of ['main.out', 'apps/orders/cdk.out']) cpSync(assembly, join(folder, copy), { recursive: true });
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'app.ts'), "import { App } from 'aws-cdk-lib';\n\nconst app = new App();\n");
  writeFileSync(join(folder, 'cdk.json'), JSON.stringify({ app: 'npx ts-node bin/app.ts' }));
  writeFileSync(join(folder, 'company.ts'), COMPANY);
  writeFileSync(join(folder, 'team.ts'), appOf('./company', 'team.out'));
  // the company names its web ACL as well
  writeFileSync(join(folder, 'complete.ts'), COMPANY.replace('Capability.WEB_FIREWALL,',
    "Capability.WEB_FIREWALL.providedBy('web ACL of the organization', 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/org/12abc34d', 'security-team'),"));
  writeFileSync(join(folder, 'whole-team.ts'), appOf('./complete', 'whole-team.out'));
}

/** Its assembly is beside that of the repository. */
const appOf = (company: string, outdir: string) => `import { CompanyApp } from '${company}';\n${TEAM.replace('new CompanyApp()', `new CompanyApp({ outdir: '${outdir}' })`)}\napp.synth();\n`;

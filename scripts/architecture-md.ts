import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import type { App, AppProps } from 'aws-cdk-lib';
import { withOutdir } from '../bench/paired';
import { claimsApp } from '../examples/claims-platform/app';
import { ordersApp } from '../examples/orders-api/app';
import { reportsApp } from '../examples/plain-functions/app';
import { DeclaredEdges, Edge } from '../src';
import { TemplateModel } from '../src/model';
import { readTemplates } from '../src/model/read-templates';
import { fixedCosts } from '../src/report/costs/fixed-costs';
import { PRICES } from '../src/report/costs/fixed-price';

const README = join(__dirname, '..', 'README.md');

/** The examples, as README lists them. */
const EXAMPLES: Record<string, (props: AppProps) => App> = { 'orders-api': ordersApp, 'claims-platform': claimsApp, 'plain-functions': reportsApp };

/** What an example synthesises to. */
interface Made {
  readonly model: TemplateModel;
  readonly edges: Edge[];
}

function make(build: (props: AppProps) => App): Made {
  return withOutdir((outdir) => {
    const app = build({ outdir, analyticsReporting: false });
    app.synth();
    return { model: new TemplateModel(readTemplates(outdir)), edges: DeclaredEdges.of(app) };
  });
}

/** The README with its generated parts made anew from the examples. Throws where the marks of one are missing. */
export function withGenerated(readme: string): string {
  const made = new Map(Object.entries(EXAMPLES).map(([name, build]) => [name, make(build)]));
  const parts = { 'orders-api': zonePicture(made.get('orders-api')!), 'costs': costTable(made) };
  return Object.entries(parts).reduce((text, [name, part]) => {
    const marked = new RegExp(`<!-- ${name} -->\\n(?:[^]*?\\n)?<!-- /${name} -->`);
    if (!marked.test(text)) throw new Error(`README.md has no marks for ${name}`);
    return text.replace(marked, () => `<!-- ${name} -->\n${part}\n<!-- /${name} -->`);
  }, readme);
}

/** A stack with one API and its zone as a Mermaid flow chart: who may call what, from the template and the declared edges. */
function zonePicture({ model, edges }: Made): string {
  const count = (type: string) => model.ofType(type).length;
  const pathsOf = (type: string) => model.ofType(type).map(({ name }) => name.replace(/\/Resource$/, '')).sort();
  const functions = pathsOf('AWS::Lambda::Function');
  const [api] = pathsOf('AWS::ApiGateway::RestApi');
  const endpoints = pathsOf('AWS::EC2::VPCEndpoint').map((path) => path.split('/').pop());
  const stores = [...new Set(edges.flatMap(({ caller, target }) => [caller, target]))]
    .filter((path) => path !== api && !functions.includes(path)).sort();
  const callers = count('AWS::Cognito::UserPool') > 0 ? 'callers with an access token' : 'callers who sign with IAM';
  return [
    '```mermaid',
    'flowchart LR',
    `  callers(["${callers}"]) --> webAcl{{"AWS WAF web ACL"}} --> ${id(api)}["REST API ${label(api)}"]`,
    `  subgraph network["${count('AWS::EC2::Subnet')} isolated subnets, no internet gateway; VPC endpoints for ${endpoints.join(', ')}"]`,
    ...functions.map((path) => `    ${id(path)}["${label(path)}"]`),
    '  end',
    `  subgraph data["stores under ${count('AWS::KMS::Key')} KMS keys of the zone"]`,
    ...stores.map((path) => `    ${id(path)}[("${label(path)}")]`),
    '  end',
    ...edges.map(({ caller, intent, target, actions }) => `  ${id(caller)} -->|${actions.length === 1 ? actions[0].split(':')[1] : intent}| ${id(target)}`),
    '```',
  ].join('\n');
}

const id = (path: string) => path.replace(/\W+/g, '_');
const label = (path: string) => path.split('/').pop()!;

/** What each example costs a month before anybody uses it. */
function costTable(made: Map<string, Made>): string {
  return [
    '| example | stacks | resources | fixed cost a month | of which |',
    '|--|--:|--:|--:|--|',
    ...[...made].map(([name, { model }]) => {
      const { monthlyUsd, costs } = fixedCosts(model.resources);
      const dearest = costs.slice(0, 3).map(({ type, count, monthlyUsd: usd }) => `${usd.toFixed(2)} \`${type.replace('AWS::', '')}\` (${count})`);
      return `| [${name}](examples/${name}) | ${model.stacks.length} | ${model.resources.length} | ${monthlyUsd.toFixed(2)} USD | ${dearest.join(', ')} |`;
    }),
    '',
    `List prices of ${PRICES.region}, ${PRICES.asOf}, without usage. \`npx cdk-zero-trust audit cdk.out\` prints the same for your app, by stack and resource type.`,
  ].join('\n');
}

if (require.main === module) {
  process.env.CDK_VALIDATION = 'false'; // of the CDK's own, which takes most of the time
  writeFileSync(README, withGenerated(readFileSync(README, 'utf-8')));
}

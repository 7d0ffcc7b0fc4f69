import { App } from 'aws-cdk-lib';
import { claimsFirstLook, claimsStacksWithSite, removeFolders } from './apps';
import { Deployment, GLOBAL_REGION, REGION } from './deploy/deployment';
import { withOutputs } from './deploy/outputs';

const [here, global] = [new Deployment(REGION), new Deployment(GLOBAL_REGION)];

afterAll(async () => {
  await here.takeDown();
  await global.takeDown();
  removeFolders();
});

/**
 * Deploys the stacks of an app in their order, each into its region, and returns how each ended. The emulator looks for outputs of other stacks in
 * the region of the stack that reads them only, so they are filled in.
 */
async function deployed(app: App): Promise<Record<string, unknown>> {
  const outcomes: Record<string, unknown> = {};
  const outputs: Record<string, Record<string, string>> = {};
  for (const { stackName, environment } of app.synth().stacks) {
    const deployment = environment.region === GLOBAL_REGION ? global : here;
    const { status, failures } = await deployment.deploy(app, stackName, {
      template: ({ template }) => void Object.assign(template, withOutputs(template, outputs)),
    });
    outcomes[stackName] = failures.length > 0 ? failures : status;
    outputs[stackName] = await deployment.outputsOf(stackName);
  }
  return outcomes;
}

/** Values of a distribution's configuration by the names of their elements. There is no client of CloudFront among the development dependencies. */
async function distributionConfig(id: string): Promise<(element: string) => string[]> {
  const answer = await fetch(`${process.env.AWS_ENDPOINT_URL}/2020-05-31/distribution/${id}/config`, {
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${GLOBAL_REGION}/cloudfront/aws4_request, SignedHeaders=host, Signature=0` },
  });
  const xml = await answer.text();
  if (answer.status !== 200) throw new Error(`${answer.status}: ${xml.slice(0, 300)}`);
  return (element) => [...xml.matchAll(new RegExp(`<${element}>([^<]*)</${element}>`, 'g'))].map(([, value]) => value);
}

describe('the site of claims-platform, deployed', () => {
  test('is made in the order of its stacks, over two regions', async () => {
    expect(await deployed(claimsStacksWithSite())).toEqual(Object.fromEntries(
      ['Account', 'Assessment', 'Notices', 'Intake-edge', 'Intake', 'Intake-edge-watch'].map((stack) => [stack, 'CREATE_COMPLETE'])));
  }, 120_000);

  test('is a distribution behind the web ACL of us-east-1, before bucket, API by its own name, and function URL', async () => {
    const [intake, edge] = [await here.idsOf('Intake'), await global.idsOf('Intake-edge')];
    const idOf = (ids: Record<string, string>, pattern: RegExp) => ids[Object.keys(ids).find((id) => pattern.test(id))!];
    const config = await distributionConfig(idOf(intake, /^Edge[0-9A-F]{8}$/));
    expect(config('CNAME')).toEqual(['claims.example.com']);
    const [, webAclId] = idOf(edge, /FirewallWebAcl/).split('|');
    expect(config('WebACLId')).toEqual([expect.stringMatching(new RegExp(`^arn:aws:wafv2:${GLOBAL_REGION}:.*${webAclId}`))]);
    expect(config('DomainName')).toEqual(expect.arrayContaining([
      expect.stringContaining(idOf(intake, /^Pages[0-9A-F]{8}$/)), 'api.claims.example.com', expect.stringMatching(/lambda-url/),
    ]));
  });

  test('is taken down whole', async () => {
    await global.delete('Intake-edge-watch');
    await here.delete('Intake');
    await global.takeDown();
    await here.takeDown();
    expect(await Deployment.deleteAll()).toEqual([]);
  });
});

test('claims-platform for a first look is deployed, and deleted', async () => {
  expect(await deployed(claimsFirstLook())).toEqual({ Account: 'CREATE_COMPLETE', Assessment: 'CREATE_COMPLETE', Notices: 'CREATE_COMPLETE', Intake: 'CREATE_COMPLETE' });
  await here.takeDown();
  expect(await Deployment.deleteAll()).toEqual([]);
}, 120_000);

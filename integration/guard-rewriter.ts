import { readFileSync } from 'fs';
import { unzipSync } from 'fflate';
import { RuntimeGuard } from '../src';
import { AssetRewriter } from './deploy/assets';
import { Rewriter } from './deploy/deployment';
import { Deployable, Template } from './deploy/template';

/** One asset for each handler: the files of the layer lie below `opt/` of it. */
const LAYER = Object.fromEntries(Object.entries(unzipSync(readFileSync(RuntimeGuard.layerZip))).map(([name, content]) => [`opt/${name}`, content]));

/**
 * Makes guarded functions run where there are no layers. The exec wrapper is run by integration/emulator/bin/node; the emulator does not read _HANDLER,
 * so that its handler is named here as the wrapper names it. All services answer at one address, which takes the place of the hosts in the policy: that
 * the policy names the right ones is judged by test/guard.
 *
 * @param code replaces the code of a function, by its logical id without the hash
 * @param hosts where fakes stand in for hosts that functions declare
 */
export function guardRewriter(before: Rewriter = {}, { code = {}, hosts = [] }: { code?: Record<string, string>; hosts?: string[] } = {}): Rewriter {
  const replaced = new Map<string, string>();
  const guarded = new Set<string>();
  const template = (deployable: Deployable, source: Template) => {
    before.template?.(deployable, source);
    for (const [id, { Type, Properties }] of Object.entries(deployable.template.Resources)) {
      const variables = Properties?.Environment?.Variables;
      if (Type !== 'AWS::Lambda::Function' || variables?.ZT_GUARD === undefined) continue;
      const here = [process.env.AWS_ENDPOINT_URL!, ...hosts, ...Object.entries<string>(variables).flatMap(([name, url]) => (name.startsWith('AWS_ENDPOINT_URL') ? [url] : []))];
      variables.ZT_GUARD = JSON.parse(JSON.stringify(variables.ZT_GUARD).replace('\\"h\\":[', `\\"h\\":[${here.map((url) => `\\"${new URL(url).host}\\"`).join()},`));
      variables.EMULATED_HANDLER = Properties!.Handler;
      Properties!.Handler = 'opt/zt-guard-lib/handler.handler';
      delete Properties!.Layers;
      guarded.add(Properties!.Code.S3Key);
      const [, name] = /^(.*)[0-9A-F]{8}$/.exec(id)!;
      if (code[name]) replaced.set(Properties!.Code.S3Key, code[name]);
    }
  };
  const assets: AssetRewriter = (key, given) => {
    const files = before.assets?.(key, given) ?? given;
    return { ...files, ...replaced.has(key) && { 'index.js': Buffer.from(replaced.get(key)!) }, ...guarded.has(key) && LAYER };
  };
  return { template, assets };
}

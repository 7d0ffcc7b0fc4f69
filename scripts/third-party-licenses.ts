import { writeFileSync } from 'fs';
import { join } from 'path';
import { ROOT } from './lambda-bundles';
import { thirdPartyLicenses } from './licenses';

writeFileSync(join(ROOT, 'THIRD-PARTY-LICENSES'), thirdPartyLicenses());
